package io.creto.messaging.crypto.merkle;

import io.creto.messaging.crypto.merkle.MerkleTree.NodeHasher;
import java.security.MessageDigest;
import java.util.List;

/** Verification of inclusion proofs (RFC 9162, section 2.1.3.2). */
public final class InclusionProof {

    private InclusionProof() {}

    /**
     * Does the leaf stand at this index of the tree with this size and root?
     *
     * @param leafHash the leaf's hash, {@value MerkleTree#HASH_BYTES} bytes
     * @param index position of the leaf
     * @param size number of leaves
     * @param path from the bottom up
     * @param root the root to reach
     * @return false for any other leaf, index, size, path or root, for hashes of another length, and unless
     *     0 ≤ index &lt; size
     */
    public static boolean verify(byte[] leafHash, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size || leafHash.length != MerkleTree.HASH_BYTES) {
            return false;
        }
        NodeHasher hasher = new NodeHasher();
        byte[] hash = leafHash;
        long position = index;
        long last = size - 1;
        for (byte[] sibling : path) {
            if (last == 0 || sibling.length != MerkleTree.HASH_BYTES) {
                return false;
            }
            if ((position & 1) == 1 || position == last) {
                hash = hasher.node(sibling, hash);
                int lift = (position & 1) == 1 ? 0 : Long.numberOfTrailingZeros(position);
                position >>= lift;
                last >>= lift;
            } else {
                hash = hasher.node(hash, sibling);
            }
            position >>= 1;
            last >>= 1;
        }
        return last == 0 && MessageDigest.isEqual(hash, root);
    }
}
