package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.SubmitRequest;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes in by gRPC stands in Kafka, byte for byte. */
class SubmitITCase {
    private static EmbeddedKafka kafka;
    private static GatewayStand stand;

    private final SampleBatches samples = new SampleBatches(1);

    @BeforeAll
    static void start() {
        kafka = GatewayStand.kafka();
        stand = GatewayStand.start(kafka);
    }

    @AfterAll
    static void stop() {
        stand.close();
        kafka.close();
    }

    @Test
    void batchesOfAllLanesStandInKafkaAsTheyWereSubmitted() {
        Map<ByteString, SignedBatch> submitted = new HashMap<>();
        Map<ByteString, SubmitResponse> answers = new HashMap<>();
        for (Lane lane : SampleBatches.LANES) {
            for (String signer : List.of("acme/worker-1", "acme/worker-2", "fleet/host-7")) {
                SignedBatch batch = samples.batch(signer, lane, 3, 2000);
                submitted.put(SampleBatches.idOf(batch), batch);
                SubmitResponse answer = stand.blocking().submit(GatewayStand.request(batch));
                answers.put(answer.getBatchId(), answer);
            }
        }
        assertThat(answers).containsOnlyKeys(submitted.keySet());

        Map<ByteString, IngestReader.Line> lines = new HashMap<>();
        for (IngestReader.Line line : IngestReader.batches(kafka.bootstrapServers())) {
            ByteString id = SampleBatches.idOf(line.parsed().getBatch());
            if (submitted.containsKey(id)) {
                assertThat(lines.put(id, line)).as("written once").isNull();
            }
        }
        assertThat(lines).containsOnlyKeys(submitted.keySet());
        submitted.forEach((id, batch) -> {
            IngestReader.Line line = Objects.requireNonNull(lines.get(id));
            SubmitResponse answer = Objects.requireNonNull(answers.get(id));
            var header = SampleBatches.headerOf(batch);
            assertThat(ByteString.copyFrom(line.value()).endsWith(batch.toByteString()))
                    .as("exact bytes")
                    .isTrue();
            assertThat(line.parsed().getBatch()).isEqualTo(batch);
            assertThat(line.key()).isEqualTo(header.getSigner());
            assertThat(line.topic()).isEqualTo(Topics.ingest(header.getLane()).name());
            assertThat(line.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
            assertThat(line.timestamp())
                    .isEqualTo(answer.getAccepted().getIngestTimeMs())
                    .isGreaterThanOrEqualTo(header.getCreatedAtMs());
        });
        assertThat(lines.values().stream()
                        .map(l -> l.topic() + l.key() + l.partition())
                        .distinct())
                .as("a signer has one partition in each lane")
                .hasSize(9);
    }

    @Test
    void fieldsInAnotherOrderAndWrittenZerosReachKafkaUnchanged() throws Exception {
        SignedBatch batch = samples.batch("acme/odd", Lane.LANE_NORMAL);
        ByteString odd = SignedBatch.newBuilder()
                .addAllEnvelopes(batch.getEnvelopesList())
                .build()
                .toByteString()
                .concat(SignedBatch.newBuilder()
                        .setSignature(batch.getSignature())
                        .build()
                        .toByteString())
                .concat(SignedBatch.newBuilder()
                        .setHeader(batch.getHeader())
                        .build()
                        .toByteString());
        assertThat(odd).isNotEqualTo(batch.toByteString());

        stand.blocking().submit(SubmitRequest.newBuilder().setBatch(odd).build());

        assertThat(IngestReader.batches(kafka.bootstrapServers()))
                .filteredOn(line -> "acme/odd".equals(line.key()))
                .singleElement()
                .satisfies(line -> assertThat(ByteString.copyFrom(line.value()).endsWith(odd))
                        .isTrue());
    }

    @Test
    void theLargestBatchGoesIn() {
        int free = WireLimits.MAX_BATCH_BYTES
                - samples.batch("acme/large", Lane.LANE_BULK, 2, 1 << 19).getSerializedSize();
        SignedBatch largest = samples.batch("acme/large", Lane.LANE_BULK, 2, (1 << 19) + Math.floorDiv(free, 2));
        assertThat(largest.getSerializedSize()).isBetween(WireLimits.MAX_BATCH_BYTES - 8, WireLimits.MAX_BATCH_BYTES);
        assertThat(stand.blocking().submit(GatewayStand.request(largest)).hasAccepted())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "garbage", "1 MB of noise", "too large", "another version"})
    void badInputIsRefusedWithItsReason(String kind) {
        ByteString bytes = switch (kind) {
            case "empty" -> ByteString.EMPTY;
            case "garbage" -> samples.noise(100);
            case "1 MB of noise" -> samples.noise(1 << 20);
            case "too large" ->
                samples.batch("acme/x", Lane.LANE_BULK, 3, 1 << 19).toByteString();
            default ->
                samples.under(samples.header("acme/x", Lane.LANE_BULK, 1).setVersion(2), 10)
                        .build()
                        .toByteString();
        };
        int before = IngestReader.batches(kafka.bootstrapServers()).size();

        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> stand.blocking()
                        .submit(SubmitRequest.newBuilder().setBatch(bytes).build()));

        boolean version = "another version".equals(kind);
        assertThat(refusal.getStatus().getCode())
                .isEqualTo(version ? Status.Code.FAILED_PRECONDITION : Status.Code.INVALID_ARGUMENT);
        String reason = version ? "UNSUPPORTED_VERSION" : "too large".equals(kind) ? "TOO_LARGE" : "MALFORMED";
        assertThat(errorInfo(refusal)).isEqualTo(new ErrorInfoValue("creto.io", reason));
        assertThat(IngestReader.batches(kafka.bootstrapServers())).hasSize(before);
    }

    @Test
    void whatIsFarTooLargeIsCutOffByGrpc() {
        ByteString bytes = samples.noise(WireLimits.MAX_RECORD_BYTES + 1);
        assertThatThrownBy(() -> stand.blocking()
                        .submit(SubmitRequest.newBuilder().setBatch(bytes).build()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
    }

    private record ErrorInfoValue(String domain, String reason) {}

    private static ErrorInfoValue errorInfo(StatusRuntimeException e) {
        var status = StatusProto.fromThrowable(e);
        try {
            ErrorInfo info = status.getDetails(0).unpack(ErrorInfo.class);
            return new ErrorInfoValue(info.getDomain(), info.getReason());
        } catch (com.google.protobuf.InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
        }
    }
}
