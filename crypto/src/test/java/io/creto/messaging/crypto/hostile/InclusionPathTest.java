package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.refusal;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_MALFORMED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_ROOT_MISMATCH;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.batch.VerifiedBatch;
import io.creto.messaging.crypto.batch.VerifiedHeader;
import io.creto.messaging.crypto.merkle.InclusionProof;
import io.creto.messaging.crypto.merkle.MerkleTree;
import io.creto.messaging.schemas.SliceParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inclusion paths and the slices that carry them. */
final class InclusionPathTest {
    private static final int COUNT = 64;
    private static final int INDEX = 37;
    private static final SignedBatch BATCH = Fixtures.batch(Fixtures.commands(COUNT));
    private static final VerifiedBatch VERIFIED = verified(BATCH);
    private static final VerifiedHeader HEADER = header(BATCH);
    private static final Envelope ENVELOPE = BATCH.getEnvelopes(INDEX);
    private static final List<ByteString> PATH = VERIFIED.path(INDEX);

    @Test
    void everyBitFlipOfThePath() throws Exception {
        HEADER.verifyEnvelope(ENVELOPE, INDEX, PATH);
        for (int level = 0; level < PATH.size(); level++) {
            int changed = level;
            Bits.flips(PATH.get(level), (flipped, at) -> {
                List<ByteString> path = new ArrayList<>(PATH);
                path.set(changed, flipped);
                assertRefused(ENVELOPE, INDEX, path);
            });
        }
    }

    @Test
    void everyTruncationOfThePathIsTooShort() {
        for (int length = 0; length < PATH.size(); length++) {
            assertRefused(ENVELOPE, INDEX, PATH.subList(0, length));
            assertRefused(ENVELOPE, INDEX, PATH.subList(PATH.size() - length, PATH.size()));
        }
    }

    @Test
    void pathTooLong() {
        for (ByteString extra : List.of(PATH.get(0), VERIFIED.header().getRoot(), hash(0))) {
            List<ByteString> after = new ArrayList<>(PATH);
            after.add(extra);
            assertRefused(ENVELOPE, INDEX, after);
            List<ByteString> before = new ArrayList<>(PATH);
            before.add(0, extra);
            assertRefused(ENVELOPE, INDEX, before);
        }
        assertRefused(ENVELOPE, INDEX, Collections.nCopies(100_000, hash(0)));
    }

    @Test
    void pathOfALoneEnvelopeNotEmpty() {
        SignedBatch lone = Fixtures.batch(Fixtures.commands(1));
        VerifiedHeader header = header(lone);
        assertThat(refusal(() -> header.verifyEnvelope(lone.getEnvelopes(0), 0, List.of(hash(0)))))
                .isEqualTo(REJECTION_REASON_ROOT_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 33, 64, 100_000})
    void pathWithAHashOfWrongLength(int length) {
        for (int level = 0; level < PATH.size(); level++) {
            List<ByteString> path = new ArrayList<>(PATH);
            path.set(level, ByteString.copyFrom(new byte[length]));
            assertRefused(ENVELOPE, INDEX, path);
        }
    }

    @Test
    void pathReversed() {
        List<ByteString> path = new ArrayList<>(PATH);
        Collections.reverse(path);
        assertRefused(ENVELOPE, INDEX, path);
    }

    @Test
    void pathOfEveryOtherIndex() {
        for (int index = 0; index < COUNT; index++) {
            if (index != INDEX) {
                assertRefused(ENVELOPE, INDEX, VERIFIED.path(index));
                assertRefused(ENVELOPE, index, PATH);
                assertRefused(ENVELOPE, index, VERIFIED.path(index));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -INDEX, Integer.MIN_VALUE, COUNT, COUNT + INDEX, 2 * COUNT + INDEX, Integer.MAX_VALUE})
    void indexNegativeOrFromTheCountOn(int index) {
        assertRefused(ENVELOPE, index, PATH);
    }

    @Test
    void wrongCount() {
        byte[] leaf = VERIFIED.leafHash(INDEX).toByteArray();
        byte[] root = VERIFIED.header().getRoot().toByteArray();
        List<byte[]> path = PATH.stream().map(ByteString::toByteArray).toList();
        assertThat(InclusionProof.verify(leaf, INDEX, COUNT, path, root)).isTrue();
        for (long count : new long[] {Long.MIN_VALUE, -1, 0, 1, INDEX, 2 * COUNT, 1L << 32, Long.MAX_VALUE}) {
            assertThat(InclusionProof.verify(leaf, INDEX, count, path, root))
                    .as("count %d", count)
                    .isFalse();
        }
    }

    /** A node's two children, given as the header hash and body hash of an envelope, would need a leaf's prefix. */
    @Test
    void nodeGivenAsLeaf() {
        List<ByteString> oneLevelUp = PATH.subList(1, PATH.size());
        byte[] node = new MerkleTree.NodeHasher()
                .node(
                        VERIFIED.leafHash(INDEX - 1).toByteArray(),
                        VERIFIED.leafHash(INDEX).toByteArray());
        byte[] asLeaf = new MerkleTree.NodeHasher()
                .leaf(
                        VERIFIED.leafHash(INDEX - 1).toByteArray(),
                        VERIFIED.leafHash(INDEX).toByteArray());
        byte[] root = VERIFIED.header().getRoot().toByteArray();
        List<byte[]> path = oneLevelUp.stream().map(ByteString::toByteArray).toList();
        assertThat(InclusionProof.verify(node, INDEX / 2, COUNT / 2, path, root))
                .as("the node itself, in the tree of half the count")
                .isTrue();
        assertThat(InclusionProof.verify(asLeaf, INDEX / 2, COUNT / 2, path, root))
                .isFalse();
        assertThat(InclusionProof.verify(node, INDEX / 2, COUNT, path, root)).isFalse();
        assertThat(InclusionProof.verify(node, INDEX, COUNT, path, root)).isFalse();
        assertRefused(ENVELOPE, INDEX / 2, oneLevelUp);
    }

    /** A leaf's hash, passed off as an inner node of the path, and a leaf with the root as its hash. */
    @Test
    void leafGivenAsNode() {
        byte[] root = VERIFIED.header().getRoot().toByteArray();
        assertThat(InclusionProof.verify(root, 0, COUNT, List.of(), root)).isFalse();
        assertThat(InclusionProof.verify(root, INDEX, COUNT, List.of(), root)).isFalse();
        List<ByteString> path = new ArrayList<>(PATH);
        path.set(PATH.size() - 1, VERIFIED.leafHash(0));
        assertRefused(ENVELOPE, INDEX, path);
    }

    @Test
    void everyTruncationOfASliceOfOneEnvelopeIsMalformed() throws Exception {
        ByteString slice = slice().toByteString();
        verify(slice);
        Bits.truncations(
                slice, (cut, at) -> assertThat(refusal(() -> verify(cut))).isEqualTo(REJECTION_REASON_MALFORMED));
    }

    @Test
    void everyBitFlipOfASlicesPathAndIndexIsRefused() {
        ByteString slice = slice().toByteString();
        Layout layout = Layout.of(Slice.getDescriptor(), slice);
        int first = layout.start("envelopes.envelope.body");
        Bits.flips(slice, bit -> bit / Byte.SIZE >= first, (flipped, at) -> {
            boolean framing = layout.fieldAt(at).equals(Layout.FRAMING);
            Enum<?> reason = refusal(() -> verify(flipped));
            if (framing) {
                assertThat(reason).isIn(REJECTION_REASON_MALFORMED, REJECTION_REASON_ROOT_MISMATCH);
            } else {
                assertThat(reason).isEqualTo(REJECTION_REASON_ROOT_MISMATCH);
            }
        });
    }

    private static Slice slice() {
        return Slice.newBuilder()
                .setBatchHeader(BATCH.getHeader())
                .setSignature(BATCH.getSignature())
                .setIngestTimeMs(Fixtures.NOW)
                .addEnvelopes(SlicedEnvelope.newBuilder()
                        .setEnvelope(ENVELOPE)
                        .setIndex(INDEX)
                        .addAllPath(PATH))
                .build();
    }

    private static void verify(ByteString bytes) throws WireException, VerificationException {
        Slice slice = SliceParser.slice(bytes);
        VerifiedHeader header =
                VerifiedHeader.verify(slice.getBatchHeader(), slice.getSignature(), Fixtures.ALICE_KEY.publicKey());
        for (SlicedEnvelope envelope : slice.getEnvelopesList()) {
            header.verifyEnvelope(envelope.getEnvelope(), envelope.getIndex(), envelope.getPathList());
        }
    }

    private static void assertRefused(Envelope envelope, int index, List<ByteString> path) {
        assertThat(refusal(() -> HEADER.verifyEnvelope(envelope, index, path)))
                .isEqualTo(REJECTION_REASON_ROOT_MISMATCH);
    }

    private static ByteString hash(int fill) {
        return ByteString.copyFrom(Fixtures.seed(fill, MerkleTree.HASH_BYTES));
    }

    private static VerifiedHeader header(SignedBatch batch) {
        try {
            return VerifiedHeader.verify(batch.getHeader(), batch.getSignature(), Fixtures.ALICE_KEY.publicKey());
        } catch (WireException | VerificationException e) {
            throw new AssertionError(e);
        }
    }

    private static VerifiedBatch verified(SignedBatch batch) {
        try {
            return VerifiedBatch.verify(batch, Fixtures.ALICE_KEY.publicKey());
        } catch (WireException | VerificationException e) {
            throw new AssertionError(e);
        }
    }
}
