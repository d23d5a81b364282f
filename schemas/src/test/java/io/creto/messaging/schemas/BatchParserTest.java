package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.Values.MALFORMED;
import static io.creto.messaging.schemas.Values.NOW;
import static io.creto.messaging.schemas.Values.TOO_LARGE;
import static io.creto.messaging.schemas.Values.UNSUPPORTED;
import static io.creto.messaging.schemas.Values.assertRefused;
import static io.creto.messaging.schemas.Values.bytes;
import static io.creto.messaging.schemas.Values.id;
import static io.creto.messaging.schemas.Values.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.IngestRecord;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Tick;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchParserTest {
    private static BatchHeader.Builder header() {
        return WireSamples.batchHeader(1);
    }

    static List<BatchHeader.Builder> accepted() {
        return List.of(
                header().setCount(256),
                header().setIncarnation(Long.MAX_VALUE).setSequence(Long.MAX_VALUE),
                header().setSigner(text(63) + "/" + text(127)),
                header().setBatchId(id(NOW - WireLimits.MAX_CLOCK_SKEW_MS)),
                header().setCreatedAtMs(WireLimits.MAX_TIME_MS).setBatchId(id(WireLimits.MAX_TIME_MS)));
    }

    static List<Arguments> refused() {
        return List.of(
                arguments(header().setBatchId(bytes(16)), MALFORMED, "batch_id"),
                arguments(header().setBatchId(id(NOW - WireLimits.MAX_CLOCK_SKEW_MS - 1)), MALFORMED, "batch_id"),
                arguments(header().setSigner("host"), MALFORMED, "signer"),
                arguments(header().setSignerKeyId(bytes(16)), MALFORMED, "signer_key_id"),
                arguments(header().setSignerKeyId(bytes(17)), UNSUPPORTED, "signer_key_id"),
                arguments(header().setIncarnation(Long.MIN_VALUE), MALFORMED, "incarnation"),
                arguments(header().setSequence(-1), MALFORMED, "sequence"),
                arguments(header().setCount(257), MALFORMED, "count"),
                arguments(header().setCount(-1), MALFORMED, "count"),
                arguments(header().setCreatedAtMs(Long.MAX_VALUE), MALFORMED, "created_at_ms"),
                arguments(header().setRoot(bytes(31)), MALFORMED, "root"),
                arguments(header().setRoot(bytes(33)), MALFORMED, "root"),
                arguments(header().setVersion(2), UNSUPPORTED, "version"),
                arguments(header().setSuite(2), UNSUPPORTED, "suite"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptsHeadersUpToTheLimits(BatchHeader.Builder header) throws WireException {
        assertThat(BatchParser.header(header.build().toByteString())).isEqualTo(header.build());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesHeadersBeyondThem(BatchHeader.Builder header, RejectionReason reason, String field) {
        ByteString bytes = header.build().toByteString();
        assertRefused(() -> BatchParser.header(bytes), reason, "batch_header." + field);
        SignedBatch.Builder batch = WireSamples.batch(1).setHeader(bytes);
        assertBatchRefused(batch, reason, "batch_header." + field);
    }

    @Test
    void refusesLargeHeaders() {
        ByteString bytes = header().setSigner(text(500)).build().toByteString();
        assertRefused(() -> BatchParser.header(bytes), TOO_LARGE, "batch_header");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64, 256})
    void readsBatchesOfEverySize(int count) throws WireException {
        SignedBatch batch = WireSamples.batch(count).build();
        assertThat(BatchParser.signedBatch(batch.toByteString())).isEqualTo(batch);
        assertThat(BatchParser.signedBatch(batch.toByteArray())).isEqualTo(batch);
    }

    @Test
    void refusesOtherCountsThanTheHeaders() {
        Envelope more = WireSamples.envelope().build();
        assertBatchRefused(WireSamples.batch(2).addEnvelopes(more), MALFORMED, "signed_batch.envelopes");
        assertBatchRefused(WireSamples.batch(2).removeEnvelopes(0), MALFORMED, "signed_batch.envelopes");
        assertBatchRefused(WireSamples.batch(1).clearEnvelopes(), MALFORMED, "signed_batch.envelopes");
        assertBatchRefused(WireSamples.batch(256).addEnvelopes(more), TOO_LARGE, "signed_batch.envelopes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3372, 3374})
    void refusesOtherSignatureLengths(int size) {
        assertBatchRefused(WireSamples.batch(1).setSignature(bytes(size)), MALFORMED, "signed_batch.signature");
    }

    @Test
    void holdsEnvelopesToTheirSizes() throws WireException {
        Envelope largest = Envelope.newBuilder()
                .setHeader(bytes(WireLimits.MAX_ENVELOPE_HEADER_BYTES))
                .setBody(bytes(WireLimits.MAX_BODY_BYTES))
                .build();
        SignedBatch batch = WireSamples.batch(1).setEnvelopes(0, largest).build();
        assertThat(BatchParser.signedBatch(batch.toByteString())).isEqualTo(batch);
        String path = "signed_batch.envelopes";
        assertEnvelopeRefused(largest.toBuilder().setHeader(bytes(1025)), TOO_LARGE, path + ".header");
        assertEnvelopeRefused(
                largest.toBuilder().setBody(bytes(WireLimits.MAX_BODY_BYTES + 1)), TOO_LARGE, path + ".body");
        assertEnvelopeRefused(largest.toBuilder().clearHeader(), MALFORMED, path + ".header");
        assertEnvelopeRefused(largest.toBuilder().clearBody(), MALFORMED, path + ".body");
    }

    @Test
    void holdsBatchesToOneMebibyteAlsoInsideAnIngestRecord() throws WireException {
        SignedBatch.Builder fits = WireSamples.batch(2).setEnvelopes(0, body(700_000));
        int rest = WireLimits.MAX_BATCH_BYTES - fits.build().getSerializedSize();
        int size = fits.getEnvelopes(1).getBody().size()
                + rest
                - 2; // the lengths of body and envelope take one byte more each
        fits.setEnvelopes(1, body(size));
        assertThat(fits.build().getSerializedSize()).isEqualTo(WireLimits.MAX_BATCH_BYTES);
        assertThat(BatchParser.signedBatch(fits.build().toByteString()).getEnvelopesCount())
                .isEqualTo(2);
        assertThat(BatchParser.ingestRecord(ingest(fits)).hasBatch()).isTrue();
        fits.setEnvelopes(1, body(size + 1));
        assertBatchRefused(fits, TOO_LARGE, "signed_batch");
        assertRefused(() -> BatchParser.ingestRecord(ingest(fits)), TOO_LARGE, "signed_batch");
    }

    @Test
    void readsTicks() throws WireException {
        Tick.Builder tick = Tick.newBuilder().setCreatedAtMs(NOW).setGateway(text(255));
        IngestRecord record = IngestRecord.newBuilder().setTick(tick).build();
        assertThat(BatchParser.ingestRecord(record.toByteArray())).isEqualTo(record);
        ByteString large = IngestRecord.newBuilder()
                .setTick(tick.setGateway(text(256)))
                .build()
                .toByteString();
        assertRefused(() -> BatchParser.ingestRecord(large), TOO_LARGE, "ingest_record.tick.gateway");
        assertRefused(() -> BatchParser.ingestRecord(ByteString.EMPTY), MALFORMED, "ingest_record.record");
    }

    private static Envelope body(int size) {
        return WireSamples.envelope().setBody(bytes(size)).build();
    }

    private static ByteString ingest(SignedBatch.Builder batch) {
        return IngestRecord.newBuilder().setBatch(batch).build().toByteString();
    }

    private static void assertEnvelopeRefused(Envelope.Builder envelope, RejectionReason reason, String field) {
        assertBatchRefused(WireSamples.batch(1).setEnvelopes(0, envelope), reason, field);
    }

    private static void assertBatchRefused(SignedBatch.Builder batch, RejectionReason reason, String field) {
        ByteString bytes = batch.build().toByteString();
        assertRefused(() -> BatchParser.signedBatch(bytes), reason, field);
    }
}
