package io.creto.messaging.crypto.batch;

import static io.creto.messaging.crypto.batch.SampleBatches.KEY;
import static io.creto.messaging.crypto.batch.SampleBatches.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifiedBatchTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64, 256})
    void batchVerifiesOnceAndEachEnvelopeByItsPath(int count) throws Exception {
        SignedBatch batch = SampleBatches.signed(SampleBatches.envelopes(count));
        VerifiedBatch verified = VerifiedBatch.verify(batch, KEY.publicKey());
        VerifiedHeader header = VerifiedHeader.verify(batch.getHeader(), batch.getSignature(), KEY.publicKey());
        assertThat(verified.envelopes()).isEqualTo(batch.getEnvelopesList());
        assertThat(verified.header().getCount()).isEqualTo(count);
        for (int i = 0; i < count; i++) {
            header.verifyEnvelope(batch.getEnvelopes(i), i, verified.path(i));
            assertThat(verified.leafHash(i).toByteArray()).isEqualTo(EnvelopeLeaf.hash(batch.getEnvelopes(i)));
        }
    }

    @Test
    void loneEnvelopeIsItsOwnRootWithAnEmptyPath() throws Exception {
        SignedBatch batch = SampleBatches.signed(SampleBatches.envelopes(1));
        VerifiedBatch verified = VerifiedBatch.verify(batch, KEY.publicKey());
        assertThat(verified.path(0)).isEmpty();
        assertThat(verified.header().getRoot()).isEqualTo(verified.leafHash(0));
    }

    @Test
    void envelopesInAnotherOrderAreRefused() throws Exception {
        List<Envelope> reversed = new ArrayList<>(SampleBatches.envelopes(3));
        SignedBatch batch = SampleBatches.signed(reversed);
        Collections.reverse(reversed);
        assertRefused(
                batch.toBuilder().clearEnvelopes().addAllEnvelopes(reversed).build(),
                RejectionReason.REJECTION_REASON_ROOT_MISMATCH);
    }

    @Test
    void envelopeMissingOrAddedIsRefused() throws Exception {
        SignedBatch batch = SampleBatches.signed(SampleBatches.envelopes(3));
        assertRefused(batch.toBuilder().removeEnvelopes(2).build(), RejectionReason.REJECTION_REASON_ROOT_MISMATCH);
        assertRefused(
                batch.toBuilder().addEnvelopes(batch.getEnvelopes(0)).build(),
                RejectionReason.REJECTION_REASON_ROOT_MISMATCH);
        assertRefused(batch.toBuilder().clearEnvelopes().build(), RejectionReason.REJECTION_REASON_ROOT_MISMATCH);
    }

    @Test
    void headerThatNamesAnotherKeyIsRefusedBeforeAnySignature() throws Exception {
        SignedBatch batch = SampleBatches.signed(SampleBatches.envelopes(1));
        CompositePrivateKey other = CompositePrivateKey.generate(RANDOM);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> VerifiedBatch.verify(batch, other.publicKey()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectionReason.REJECTION_REASON_KEY_NOT_VALID));
    }

    @Test
    void headerOfAnotherBatchUnderThisSignatureIsRefused() throws Exception {
        SignedBatch batch = SampleBatches.signed(SampleBatches.envelopes(2));
        BatchHeader header = BatchHeader.parseFrom(batch.getHeader());
        ByteString later =
                header.toBuilder().setSequence(header.getSequence() + 1).build().toByteString();
        assertRefused(batch.toBuilder().setHeader(later).build(), RejectionReason.REJECTION_REASON_BAD_SIGNATURE_BOTH);
    }

    @Test
    void envelopeAtAnotherIndexOrWithAnotherPathIsRefused() throws Exception {
        SignedBatch batch = SampleBatches.signed(SampleBatches.envelopes(5));
        VerifiedBatch verified = VerifiedBatch.verify(batch, KEY.publicKey());
        VerifiedHeader header = VerifiedHeader.verify(batch.getHeader(), batch.getSignature(), KEY.publicKey());
        assertRootMismatch(header, batch.getEnvelopes(1), 2, verified.path(1));
        assertRootMismatch(header, batch.getEnvelopes(1), 1, verified.path(2));
        assertRootMismatch(header, batch.getEnvelopes(2), 1, verified.path(1));
        assertRootMismatch(header, batch.getEnvelopes(1), 5, verified.path(1));
        assertRootMismatch(header, batch.getEnvelopes(1), -1, verified.path(1));
        assertRootMismatch(header, batch.getEnvelopes(1), 1, List.of(ByteString.copyFrom(new byte[31])));
    }

    @Test
    void signerRefusesNoneTooManyAndTooLarge() {
        BatchSigner signer = new BatchSigner(SampleBatches.SIGNER, KEY, RANDOM);
        Envelope large = Envelope.newBuilder()
                .setBody(ByteString.copyFrom(new byte[WireLimits.MAX_BATCH_BYTES]))
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> signer.sign(SampleBatches.position(), List.of()))
                .withMessage("a batch has 1 to 256 envelopes, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> signer.sign(SampleBatches.position(), SampleBatches.envelopes(257)));
        assertNotSigned(SampleBatches.position(), List.of(large), RejectionReason.REJECTION_REASON_TOO_LARGE);
    }

    /** What every reader would refuse is refused before it costs a signature and a sequence number. */
    @Test
    void signerRefusesWhatReadersWould() {
        BatchSigner.Position good = SampleBatches.position();
        List<Envelope> envelopes = SampleBatches.envelopes(1);
        RejectionReason malformed = RejectionReason.REJECTION_REASON_MALFORMED;
        assertNotSigned(position(good, 0, 1, good.lane(), good.createdAtMs()), envelopes, malformed);
        assertNotSigned(position(good, 1, 0, good.lane(), good.createdAtMs()), envelopes, malformed);
        assertNotSigned(position(good, 1, 1, Lane.LANE_UNSPECIFIED, good.createdAtMs()), envelopes, malformed);
        assertNotSigned(position(good, 1, 1, good.lane(), good.createdAtMs() + 300_001), envelopes, malformed);
        assertNotSigned(good, List.of(Envelope.getDefaultInstance()), malformed);
    }

    @Test
    void signerWithADestroyedKeySaysSo() {
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        BatchSigner signer = new BatchSigner(SampleBatches.SIGNER, key, RANDOM);
        key.destroy();
        assertThatIllegalStateException()
                .isThrownBy(() -> signer.sign(SampleBatches.position(), SampleBatches.envelopes(1)))
                .withMessage("the key has been destroyed");
    }

    private static BatchSigner.Position position(
            BatchSigner.Position good, long incarnation, long sequence, Lane lane, long createdAtMs) {
        return new BatchSigner.Position(good.batchId(), incarnation, sequence, lane, createdAtMs);
    }

    private static void assertNotSigned(
            BatchSigner.Position position, List<Envelope> envelopes, RejectionReason reason) {
        BatchSigner signer = new BatchSigner(SampleBatches.SIGNER, KEY, RANDOM);
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> signer.sign(position, envelopes))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static void assertRefused(SignedBatch batch, RejectionReason reason) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> VerifiedBatch.verify(batch, KEY.publicKey()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static void assertRootMismatch(VerifiedHeader header, Envelope envelope, int index, List<ByteString> path) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> header.verifyEnvelope(envelope, index, path))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectionReason.REJECTION_REASON_ROOT_MISMATCH));
    }
}
