package io.creto.messaging.crypto.merkle;

import io.creto.messaging.crypto.internal.CryptoBackends;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The Merkle tree of RFC 9162, section 2.1, over SHA-256: leaf {@code H(0x00 ‖ data)}, node
 * {@code H(0x01 ‖ left ‖ right)}, split at the largest power of two below n. Built level by level, which gives the same
 * tree: a node without a sibling moves up as it is.
 *
 * <p>Immutable and thread-safe; what it hands out are copies.
 */
public final class MerkleTree {
    /** Size of a hash. */
    public static final int HASH_BYTES = 32;

    private final List<byte[][]> levels;

    private MerkleTree(List<byte[][]> levels) {
        this.levels = levels;
    }

    /**
     * Builds a tree.
     *
     * @param leafHashes one or more hashes of {@value #HASH_BYTES} bytes, see {@link NodeHasher#leaf}; kept, so not to be
     *     written to afterwards
     * @throws IllegalArgumentException without a leaf, or for a hash of another length
     */
    public static MerkleTree ofLeafHashes(byte[][] leafHashes) {
        if (leafHashes.length == 0) {
            throw new IllegalArgumentException("a tree has at least one leaf");
        }
        for (byte[] hash : leafHashes) {
            if (hash.length != HASH_BYTES) {
                throw new IllegalArgumentException("a leaf hash has " + HASH_BYTES + " bytes, not " + hash.length);
            }
        }
        NodeHasher hasher = new NodeHasher();
        List<byte[][]> levels = new ArrayList<>();
        byte[][] level = leafHashes.clone();
        levels.add(level);
        while (level.length > 1) {
            byte[][] parents = new byte[(level.length + 1) / 2][];
            for (int i = 0; i < level.length / 2; i++) {
                parents[i] = hasher.node(level[2 * i], level[2 * i + 1]);
            }
            if (level.length % 2 == 1) {
                parents[parents.length - 1] = level[level.length - 1];
            }
            levels.add(parents);
            level = parents;
        }
        return new MerkleTree(List.copyOf(levels));
    }

    /** Number of leaves. */
    public int size() {
        return levels.get(0).length;
    }

    /** The root hash. */
    public byte[] root() {
        return levels.get(levels.size() - 1)[0].clone();
    }

    /**
     * The hash of a leaf.
     *
     * @throws IndexOutOfBoundsException unless 0 ≤ index &lt; size
     */
    public byte[] leafHash(int index) {
        return levels.get(0)[Objects.checkIndex(index, size())].clone();
    }

    /**
     * The inclusion path of a leaf, from the bottom up (RFC 9162, section 2.1.3.1).
     *
     * @throws IndexOutOfBoundsException unless 0 ≤ index &lt; size
     */
    public List<byte[]> path(int index) {
        Objects.checkIndex(index, size());
        List<byte[]> path = new ArrayList<>(levels.size());
        int position = index;
        for (byte[][] level : levels.subList(0, levels.size() - 1)) {
            int sibling = position ^ 1;
            if (sibling < level.length) {
                path.add(level[sibling].clone());
            }
            position >>= 1;
        }
        return path;
    }

    /** The two hashes of the tree, over one reused digest. Not thread-safe. */
    public static final class NodeHasher {
        private static final byte LEAF = 0x00;
        private static final byte NODE = 0x01;

        private final MessageDigest sha256 = CryptoBackends.active().sha256();

        /** {@code H(0x00 ‖ part ‖ part …)}: the parts are hashed as one. */
        public byte[] leaf(byte[]... parts) {
            sha256.update(LEAF);
            for (byte[] part : parts) {
                sha256.update(part);
            }
            return sha256.digest();
        }

        /** {@code H(0x01 ‖ left ‖ right)}. */
        public byte[] node(byte[] left, byte[] right) {
            sha256.update(NODE);
            sha256.update(left);
            sha256.update(right);
            return sha256.digest();
        }
    }
}
