package io.creto.messaging.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.creto.messaging.gateway.SampleBatches;
import io.creto.messaging.gateway.SampleEnrolments;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.IngestRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionTest {
    private static final RejectionReason MALFORMED = RejectionReason.REJECTION_REASON_MALFORMED;
    private static final RejectionReason TOO_LARGE = RejectionReason.REJECTION_REASON_TOO_LARGE;
    private static final RejectionReason UNSUPPORTED = RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION;

    private static final SampleBatches SAMPLES = new SampleBatches(2);

    @ParameterizedTest
    @EnumSource(
            value = Lane.class,
            names = {"LANE_UNSPECIFIED", "UNRECOGNIZED"},
            mode = EnumSource.Mode.EXCLUDE)
    void anAdmittedBatchNamesWhatItsRecordNeeds(Lane lane) throws Exception {
        SignedBatch batch = SAMPLES.batch("acme/worker-1", lane, 3, 500);

        AdmittedBatch admitted = Admission.admit(batch.toByteString());

        assertThat(admitted.batchId()).isEqualTo(SampleBatches.idOf(batch));
        assertThat(admitted.signer()).isEqualTo("acme/worker-1");
        assertThat(admitted.fleet()).isEqualTo("acme");
        assertThat(admitted.lane()).isEqualTo(lane);
        assertThat(admitted.envelopes()).isEqualTo(3);
        assertThat(admitted.bytes()).isEqualTo(batch.getSerializedSize());
        assertThat(BatchParser.ingestRecord(admitted.recordValue()))
                .isEqualTo(IngestRecord.newBuilder().setBatch(batch).build());
    }

    @Test
    void theRecordHoldsTheExactBytesWhateverTheOrderOfFields() throws Exception {
        SignedBatch batch = SAMPLES.batch("acme/worker-1", Lane.LANE_NORMAL, 2, 500);
        ByteString reordered = batch.toBuilder()
                .clearHeader()
                .build()
                .toByteString()
                .concat(SignedBatch.newBuilder()
                        .setHeader(batch.getHeader())
                        .build()
                        .toByteString());

        byte[] value = Admission.admit(reordered).recordValue();

        assertThat(reordered).isNotEqualTo(batch.toByteString());
        assertThat(ByteString.copyFrom(value).endsWith(reordered)).isTrue();
        assertThat(BatchParser.ingestRecord(value).getBatch()).isEqualTo(batch);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments("nothing", ByteString.EMPTY, MALFORMED, "batch_header.version"),
                arguments("noise", SAMPLES.noise(1 << 20), MALFORMED, "signed_batch"),
                arguments("over 1 MiB", SAMPLES.noise((1 << 20) + 1), TOO_LARGE, "signed_batch"),
                arguments("trailing byte", valid().toByteString().concat(SAMPLES.noise(1)), MALFORMED, "signed_batch"),
                arguments("unknown field", valid().toByteString().concat(unknownField()), MALFORMED, "signed_batch"),
                arguments("cut off", cutOff(), MALFORMED, "signed_batch"),
                batch("no header", b -> b.clearHeader(), MALFORMED, "batch_header.version"),
                batch(
                        "header over 512 bytes",
                        b -> b.setHeader(SAMPLES.noise(WireLimits.MAX_BATCH_HEADER_BYTES + 1)),
                        TOO_LARGE,
                        "batch_header"),
                batch("no signature", b -> b.clearSignature(), MALFORMED, "signed_batch.signature"),
                batch(
                        "short signature",
                        b -> b.setSignature(SAMPLES.noise(WireLimits.SIGNATURE_BYTES - 1)),
                        MALFORMED,
                        "signed_batch.signature"),
                batch("an envelope missing", b -> b.removeEnvelopes(0), MALFORMED, "signed_batch.envelopes"),
                batch("an envelope too many", b -> b.addEnvelopes(envelope(1, 1)), MALFORMED, "signed_batch.envelopes"),
                batch(
                        "envelope without header",
                        b -> b.setEnvelopes(0, envelope(0, 1)),
                        MALFORMED,
                        "signed_batch.envelopes.header"),
                batch(
                        "envelope without body",
                        b -> b.setEnvelopes(0, envelope(1, 0)),
                        MALFORMED,
                        "signed_batch.envelopes.body"),
                batch(
                        "envelope header too large",
                        b -> b.setEnvelopes(0, envelope(WireLimits.MAX_ENVELOPE_HEADER_BYTES + 1, 1)),
                        TOO_LARGE,
                        "signed_batch.envelopes.header"),
                batch(
                        "body too large",
                        b -> b.setEnvelopes(0, envelope(1, WireLimits.MAX_BODY_BYTES + 1)),
                        TOO_LARGE,
                        "signed_batch.envelopes.body"),
                header("another version", h -> h.setVersion(2), UNSUPPORTED, "batch_header.version"),
                header("another suite", h -> h.setSuite(2), UNSUPPORTED, "batch_header.suite"),
                header("no batch id", h -> h.clearBatchId(), MALFORMED, "batch_header.batch_id"),
                header(
                        "id that is no UUIDv7",
                        h -> h.setBatchId(SAMPLES.noise(16)),
                        MALFORMED,
                        "batch_header.batch_id"),
                header("id of another time", h -> h.setCreatedAtMs(1), MALFORMED, "batch_header.batch_id"),
                header("no signer", h -> h.clearSigner(), MALFORMED, "batch_header.signer"),
                header("signer against the grammar", h -> h.setSigner("Acme/X"), MALFORMED, "batch_header.signer"),
                header("no key id", h -> h.clearSignerKeyId(), MALFORMED, "batch_header.signer_key_id"),
                header("incarnation 0", h -> h.setIncarnation(0), MALFORMED, "batch_header.incarnation"),
                header("sequence 0", h -> h.setSequence(0), MALFORMED, "batch_header.sequence"),
                header("sequence over int64", h -> h.setSequence(-1), MALFORMED, "batch_header.sequence"),
                header("no lane", h -> h.clearLane(), MALFORMED, "batch_header.lane"),
                header("unknown lane", h -> h.setLaneValue(9), MALFORMED, "batch_header.lane"),
                header("count 0", h -> h.setCount(0), MALFORMED, "batch_header.count"),
                header("count over 256", h -> h.setCount(257), MALFORMED, "batch_header.count"),
                header("no time", h -> h.clearCreatedAtMs(), MALFORMED, "batch_header.created_at_ms"),
                header("short root", h -> h.setRoot(SAMPLES.noise(31)), MALFORMED, "batch_header.root"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void whatIsNoBatchIsRefusedByReasonAndField(String kind, ByteString bytes, RejectionReason reason, String field) {
        WireException refusal = catchThrowableOfType(WireException.class, () -> Admission.admit(bytes));
        assertThat(refusal).as(kind).isNotNull();
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.field()).startsWith(field);
        assertThat(String.valueOf(refusal.getMessage()).length()).isLessThan(WireLimits.MAX_TEXT_BYTES);
    }

    @Test
    void theIdOfARefusedBatchIsReadWhereItStands() {
        SignedBatch batch = valid();
        ByteString id = SampleBatches.idOf(batch);
        ByteString bytes = batch.toByteString();
        assertThat(Admission.readBatchId(bytes)).contains(id);
        assertThat(Admission.readBatchId(bytes.concat(SAMPLES.noise(20)))).contains(id);
        assertThat(Admission.readBatchId(
                        batch.toBuilder().clearSignature().build().toByteString()))
                .contains(id);

        assertThat(Admission.readBatchId(ByteString.EMPTY)).isEmpty();
        assertThat(Admission.readBatchId(SAMPLES.noise(1000))).isEmpty();
        assertThat(Admission.readBatchId(bytes.substring(0, 20))).isEmpty();
        assertThat(Admission.readBatchId(changed(h -> h.setBatchId(SAMPLES.noise(15)))))
                .isEmpty();
    }

    private static SignedBatch valid() {
        return SAMPLES.batch("acme/worker-1", Lane.LANE_NORMAL, 2, 100);
    }

    private static Envelope envelope(int headerBytes, int bodyBytes) {
        return Envelope.newBuilder()
                .setHeader(SAMPLES.noise(headerBytes))
                .setBody(SAMPLES.noise(bodyBytes))
                .build();
    }

    private static ByteString unknownField() {
        return ByteString.copyFrom(new byte[] {9 << 3, 1});
    }

    private static ByteString cutOff() {
        ByteString bytes = valid().toByteString();
        return bytes.substring(0, bytes.size() - 1);
    }

    private static Arguments batch(
            String kind, UnaryOperator<SignedBatch.Builder> change, RejectionReason reason, String field) {
        return arguments(kind, change.apply(valid().toBuilder()).build().toByteString(), reason, field);
    }

    private static Arguments header(
            String kind, UnaryOperator<BatchHeader.Builder> change, RejectionReason reason, String field) {
        return arguments(kind, changed(change), reason, field);
    }

    private static ByteString changed(UnaryOperator<BatchHeader.Builder> change) {
        BatchHeader.Builder header = SAMPLES.header("acme/worker-1", Lane.LANE_NORMAL, 2);
        return SAMPLES.under(header, 100)
                .setHeader(change.apply(header).build().toByteString())
                .build()
                .toByteString();
    }

    static Stream<Arguments> whatIsAnEnrolment() {
        return Stream.of(
                arguments("an enrolment", SampleEnrolments.enrolment("acme/new"), true),
                arguments("in another's batch", SampleEnrolments.enrolmentUnderAnother("acme/new", "acme/host"), false),
                arguments("with more", SampleEnrolments.enrolmentAndMore("acme/new"), false),
                arguments("another command", SampleEnrolments.otherCommand("acme/new"), false),
                arguments("noise", SAMPLES.batch("acme/new", Lane.LANE_NORMAL), false));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource
    void whatIsAnEnrolment(String what, SignedBatch batch, boolean enrolment) {
        assertThat(Admission.isEnrolment(batch.toByteString())).isEqualTo(enrolment);
    }
}
