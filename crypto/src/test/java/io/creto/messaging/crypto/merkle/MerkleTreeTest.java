package io.creto.messaging.crypto.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.creto.messaging.crypto.merkle.MerkleTree.NodeHasher;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MerkleTreeTest {
    /** The leaves of the test tree of RFC 6962's reference implementation. */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    /** The roots that the reference implementation publishes for its first n leaves. */
    @ParameterizedTest
    @CsvSource({
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void rootIsThatOfTheReferenceTree(int size, String root) {
        assertThat(HexFormat.of().formatHex(tree(size).root())).isEqualTo(root);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 31, 64, 100, 255, 256})
    void everyLeafIsProvenByItsPathAndByNoOtherIndex(int size) {
        MerkleTree tree = numbered(size);
        for (int i = 0; i < size; i++) {
            assertThat(InclusionProof.verify(tree.leafHash(i), i, size, tree.path(i), tree.root()))
                    .isTrue();
            assertThat(InclusionProof.verify(tree.leafHash(i), i + 1, size, tree.path(i), tree.root()))
                    .isFalse();
        }
    }

    @Test
    void pathLongerOrShorterIsRefused() {
        MerkleTree tree = numbered(7);
        List<byte[]> path = new ArrayList<>(tree.path(2));
        byte[] last = path.remove(path.size() - 1);
        assertThat(InclusionProof.verify(tree.leafHash(2), 2, 7, path, tree.root()))
                .isFalse();
        path.add(last);
        assertThat(InclusionProof.verify(tree.leafHash(2), 2, 7, path, tree.root()))
                .isTrue();
        path.add(last);
        assertThat(InclusionProof.verify(tree.leafHash(2), 2, 7, path, tree.root()))
                .isFalse();
    }

    @Test
    void nodeIsNoLeaf() {
        MerkleTree tree = numbered(4);
        byte[] inner = new NodeHasher().node(tree.leafHash(0), tree.leafHash(1));
        byte[] forged = new NodeHasher().leaf(tree.leafHash(0), tree.leafHash(1));
        assertThat(inner).isNotEqualTo(forged);
        assertThat(InclusionProof.verify(forged, 0, 2, List.of(tree.path(0).get(1)), tree.root()))
                .isFalse();
    }

    @Test
    void treeOfNothingOrOfOtherLengthsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.ofLeafHashes(new byte[][] {new byte[31]}));
        assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.ofLeafHashes(new byte[0][]));
    }

    @Test
    void pathOfNoLeafIsRefused() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> numbered(3).path(3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> numbered(3).leafHash(-1));
    }

    @Test
    void handedOutRootIsACopy() {
        MerkleTree tree = numbered(1);
        tree.root()[0] ^= 1;
        assertThat(tree.root()).isEqualTo(tree.leafHash(0));
    }

    private static MerkleTree tree(int size) {
        NodeHasher hasher = new NodeHasher();
        return MerkleTree.ofLeafHashes(LEAVES.stream()
                .limit(size)
                .map(HexFormat.of()::parseHex)
                .map(data -> hasher.leaf(data))
                .toArray(byte[][]::new));
    }

    private static MerkleTree numbered(int size) {
        NodeHasher hasher = new NodeHasher();
        byte[][] hashes = new byte[size][];
        for (int i = 0; i < size; i++) {
            hashes[i] = hasher.leaf(new byte[] {(byte) i, (byte) (i >> 8)});
        }
        return MerkleTree.ofLeafHashes(hashes);
    }
}
