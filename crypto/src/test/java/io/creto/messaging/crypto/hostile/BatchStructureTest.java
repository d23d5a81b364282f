package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.refusal;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_BAD_SIGNATURE_BOTH;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_MALFORMED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_ROOT_MISMATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.batch.VerifiedBatch;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.SignedBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches whose parts are all genuine but do not belong together. */
final class BatchStructureTest {
    private static final SignedBatch VALID = Fixtures.batch(Fixtures.commands(3));

    @Test
    void envelopesSwapped() {
        List<Envelope> envelopes = new ArrayList<>(VALID.getEnvelopesList());
        Collections.swap(envelopes, 0, 2);
        assertRootMismatch(with(envelopes));
    }

    @Test
    void envelopesReordered() {
        List<Envelope> envelopes = new ArrayList<>(VALID.getEnvelopesList());
        Collections.rotate(envelopes, 1);
        assertRootMismatch(with(envelopes));
    }

    @Test
    void envelopeReplacedByACopyOfAnother() {
        assertRootMismatch(
                VALID.toBuilder().setEnvelopes(2, VALID.getEnvelopes(1)).build());
    }

    @Test
    void envelopeDuplicated() {
        SignedBatch batch =
                VALID.toBuilder().addEnvelopes(VALID.getEnvelopes(2)).build();
        assertCountMismatch(batch);
    }

    @Test
    void lastOfAnOddNumberDuplicatedAndCounted() throws Exception {
        List<Envelope> envelopes = new ArrayList<>(VALID.getEnvelopesList());
        envelopes.add(VALID.getEnvelopes(2));
        BatchHeader header = BatchParser.header(VALID.getHeader());
        SignedBatch batch = with(envelopes).toBuilder()
                .setHeader(header.toBuilder().setCount(4).build().toByteString())
                .build();
        assertRootMismatch(batch);
    }

    @Test
    void envelopeDropped() {
        assertCountMismatch(VALID.toBuilder().removeEnvelopes(1).build());
    }

    @Test
    void allEnvelopesDropped() {
        assertCountMismatch(VALID.toBuilder().clearEnvelopes().build());
    }

    @Test
    void headerAndBodyOfTwoEnvelopesExchanged() {
        Envelope mixed = VALID.getEnvelopes(0).toBuilder()
                .setBody(VALID.getEnvelopes(1).getBody())
                .build();
        assertRootMismatch(VALID.toBuilder().setEnvelopes(0, mixed).build());
    }

    @Test
    void headerAndBodyOfOneEnvelopeExchanged() {
        Envelope envelope = VALID.getEnvelopes(0);
        Envelope exchanged = Envelope.newBuilder()
                .setHeader(envelope.getBody())
                .setBody(envelope.getHeader())
                .build();
        assertRootMismatch(VALID.toBuilder().setEnvelopes(0, exchanged).build());
    }

    @Test
    void bytesMovedBetweenHeaderAndBody() {
        Envelope envelope = VALID.getEnvelopes(0);
        Envelope moved = Envelope.newBuilder()
                .setHeader(envelope.getHeader().concat(envelope.getBody().substring(0, 1)))
                .setBody(envelope.getBody().substring(1))
                .build();
        assertRootMismatch(VALID.toBuilder().setEnvelopes(0, moved).build());
    }

    @Test
    void headerOfOneBatchWithTheSignatureOfAnother() {
        SignedBatch other = other();
        assertThat(refusal(() -> verify(
                        VALID.toBuilder().setSignature(other.getSignature()).build())))
                .isEqualTo(REJECTION_REASON_BAD_SIGNATURE_BOTH);
    }

    @Test
    void headerOfOneBatchWithTheEnvelopesOfAnother() {
        assertRootMismatch(with(other().getEnvelopesList()));
    }

    @Test
    void headerAndEnvelopesOfOneBatchWithTheSignatureOfAnotherAgainstItsOwnHeader() {
        SignedBatch other = other();
        SignedBatch mixed = other.toBuilder().setHeader(VALID.getHeader()).build();
        assertRootMismatch(mixed);
    }

    private static SignedBatch other() {
        return Fixtures.batch(Fixtures.commands(4).subList(1, 4));
    }

    private static SignedBatch with(List<Envelope> envelopes) {
        return VALID.toBuilder().clearEnvelopes().addAllEnvelopes(envelopes).build();
    }

    private static void assertRootMismatch(SignedBatch batch) {
        assertThat(refusal(() -> verify(batch))).isEqualTo(REJECTION_REASON_ROOT_MISMATCH);
    }

    /** The parser refuses already; so does verification where somebody did not parse. */
    private static void assertCountMismatch(SignedBatch batch) {
        assertThat(refusal(() -> BatchParser.signedBatch(batch.toByteString()))).isEqualTo(REJECTION_REASON_MALFORMED);
        assertRootMismatch(batch);
    }

    private static void verify(SignedBatch batch) throws WireException, VerificationException {
        VerifiedBatch.verify(batch, Fixtures.ALICE_KEY.publicKey());
    }
}
