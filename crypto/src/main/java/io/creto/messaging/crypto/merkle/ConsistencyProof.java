package io.creto.messaging.crypto.merkle;

import io.creto.messaging.crypto.merkle.MerkleTree.NodeHasher;
import java.security.MessageDigest;
import java.util.List;

/** Verification of consistency proofs between two tree heads (RFC 9162, section 2.1.4.2). */
public final class ConsistencyProof {

    private ConsistencyProof() {}

    /**
     * Is the first tree a prefix of the second?
     *
     * @param firstSize leaves of the first tree, at least 1
     * @param secondSize leaves of the second tree, at least {@code firstSize}
     * @param firstRoot root of the first tree
     * @param secondRoot root of the second tree
     * @param path empty for equal sizes
     * @return false for any other sizes, roots or path, and for hashes of another length
     */
    public static boolean verify(
            long firstSize, long secondSize, byte[] firstRoot, byte[] secondRoot, List<byte[]> path) {
        if (firstSize < 1 || secondSize < firstSize) {
            return false;
        }
        if (firstSize == secondSize) {
            return path.isEmpty()
                    && firstRoot.length == MerkleTree.HASH_BYTES
                    && MessageDigest.isEqual(firstRoot, secondRoot);
        }
        int lift = Long.numberOfTrailingZeros(firstSize);
        boolean prefixIsSubtree = Long.bitCount(firstSize) == 1;
        int next = prefixIsSubtree ? 0 : 1;
        if (path.size() < next || path.stream().anyMatch(hash -> hash.length != MerkleTree.HASH_BYTES)) {
            return false;
        }
        byte[] seed = prefixIsSubtree ? firstRoot : path.get(0);
        Climb climb = new Climb((firstSize - 1) >> lift, (secondSize - 1) >> lift, seed);
        for (byte[] sibling : path.subList(next, path.size())) {
            if (!climb.step(sibling)) {
                return false;
            }
        }
        return climb.last == 0
                && MessageDigest.isEqual(climb.first, firstRoot)
                && MessageDigest.isEqual(climb.second, secondRoot);
    }

    /** The walk from the seed node up to both roots. */
    private static final class Climb {
        private final NodeHasher hasher = new NodeHasher();
        private long position;
        private long last;
        private byte[] first;
        private byte[] second;

        Climb(long position, long last, byte[] seed) {
            this.position = position;
            this.last = last;
            this.first = seed;
            this.second = seed;
        }

        boolean step(byte[] sibling) {
            if (last == 0) {
                return false;
            }
            if ((position & 1) == 1 || position == last) {
                first = hasher.node(sibling, first);
                second = hasher.node(sibling, second);
                int lift = (position & 1) == 1 ? 0 : Long.numberOfTrailingZeros(position);
                position >>= lift;
                last >>= lift;
            } else {
                second = hasher.node(second, sibling);
            }
            position >>= 1;
            last >>= 1;
            return true;
        }
    }
}
