package io.creto.messaging.crypto.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.crypto.merkle.InclusionProof;
import io.creto.messaging.crypto.merkle.MerkleTree;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tree against the recursive definitions of RFC 9162, sections 2.1.1 and 2.1.3.1, for every size of a batch. */
final class MerkleReferenceTest {
    private static final int LARGEST = 256;
    private static final List<byte[]> LEAVES = IntStream.range(0, LARGEST)
            .mapToObj(i -> sha256(0, new byte[] {(byte) i}))
            .toList();

    static IntStream sizes() {
        return IntStream.rangeClosed(1, LARGEST);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void rootAndEveryPathAreThoseOfTheRecursiveDefinition(int size) {
        List<byte[]> leaves = LEAVES.subList(0, size);
        MerkleTree tree = MerkleTree.ofLeafHashes(leaves.toArray(byte[][]::new));
        assertThat(tree.root()).isEqualTo(root(leaves));
        for (int index = 0; index < size; index++) {
            List<byte[]> path = path(index, leaves);
            assertThat(tree.path(index)).usingElementComparator(Arrays::compare).isEqualTo(path);
            assertThat(InclusionProof.verify(leaves.get(index), index, size, path, tree.root()))
                    .isTrue();
            assertThat(InclusionProof.verify(leaves.get(index), (index + 1) % size, size, path, tree.root()))
                    .isEqualTo(size == 1);
        }
    }

    /** MTH(D[n]) = H(0x01 ‖ MTH(D[0:k]) ‖ MTH(D[k:n])). */
    private static byte[] root(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int k = split(leaves.size());
        return sha256(1, root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
    }

    /** PATH(m, D[n]) = PATH(m, D[0:k]) : MTH(D[k:n]) for m < k, else PATH(m - k, D[k:n]) : MTH(D[0:k]). */
    private static List<byte[]> path(int m, List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return new ArrayList<>();
        }
        int k = split(leaves.size());
        List<byte[]> left = leaves.subList(0, k);
        List<byte[]> right = leaves.subList(k, leaves.size());
        List<byte[]> path = m < k ? path(m, left) : path(m - k, right);
        path.add(m < k ? root(right) : root(left));
        return path;
    }

    /** The largest power of two below n. */
    private static int split(int n) {
        return Integer.highestOneBit(n - 1);
    }

    private static byte[] sha256(int prefix, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((byte) prefix);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
