package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many batches on one stream, over real sockets, into a real Kafka. */
class StreamITCase {
    private static EmbeddedKafka kafka;
    private static GatewayStand stand;

    /** Answers that fill every buffer on the way many times. */
    private static final int ENDLESS = 20_000;

    private final SampleBatches samples = new SampleBatches(5);

    @BeforeAll
    static void start() {
        kafka = GatewayStand.kafka();
        stand = GatewayStand.start(kafka, "limits: {stream-batches: 256}");
    }

    @AfterAll
    static void stop() {
        stand.close();
        kafka.close();
    }

    @Test
    void twoHundredBatchesInFlightAreAnsweredByIdAndKeepTheirOrder() throws Exception {
        StreamClient client = StreamClient.open(stand.stub());
        Map<ByteString, SignedBatch> submitted = new HashMap<>();
        Map<String, List<ByteString>> bySigner = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            String signer = "acme/worker-" + i % 7;
            SignedBatch batch = samples.batch(signer, SampleBatches.LANES.get(i % 3), 1 + i % 4, 700);
            submitted.put(SampleBatches.idOf(batch), batch);
            bySigner.computeIfAbsent(
                            Topics.ingest(SampleBatches.headerOf(batch).getLane())
                                            .name()
                                    + signer,
                            s -> new ArrayList<>())
                    .add(SampleBatches.idOf(batch));
            client.send(batch);
        }
        client.finish();

        assertThat(client.ended().get(60, TimeUnit.SECONDS)).isEmpty();
        assertThat(client.answers()).containsOnlyKeys(submitted.keySet());
        assertThat(client.answers().values()).allMatch(SubmitResponse::hasAccepted);

        Map<String, List<ByteString>> inLog = new HashMap<>();
        for (IngestReader.Line line : IngestReader.batches(kafka.bootstrapServers())) {
            ByteString id = SampleBatches.idOf(line.parsed().getBatch());
            if (submitted.containsKey(id)) {
                assertThat(line.parsed().getBatch()).isEqualTo(submitted.get(id));
                assertThat(Objects.requireNonNull(client.answers().get(id))
                                .getAccepted()
                                .getIngestTimeMs())
                        .isEqualTo(line.timestamp());
                inLog.computeIfAbsent(line.topic() + line.key(), s -> new ArrayList<>())
                        .add(id);
            }
        }
        assertThat(inLog).as("each once, in the order of submission").isEqualTo(bySigner);
    }

    @Test
    void badBatchesAreAnsweredInPlaceAndNoiseEndsTheStream() throws Exception {
        StreamClient client = StreamClient.open(stand.stub());
        SignedBatch tooLarge = samples.batch("acme/a", Lane.LANE_BULK, 3, 1 << 19);
        SignedBatch noSignature = samples.batch("acme/a", Lane.LANE_URGENT).toBuilder()
                .clearSignature()
                .build();
        SignedBatch good = samples.batch("acme/a", Lane.LANE_NORMAL);
        client.send(tooLarge);
        client.send(noSignature);
        client.send(good);
        client.send(samples.noise(1 << 20));

        StatusRuntimeException end = (StatusRuntimeException)
                client.ended().get(60, TimeUnit.SECONDS).orElseThrow();
        assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(Objects.requireNonNull(StatusProto.fromThrowable(end))
                        .getDetails(0)
                        .unpack(ErrorInfo.class)
                        .getReason())
                .isEqualTo("MALFORMED");
        assertThat(client.answers().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, e -> e.getValue().getFault().getReason())))
                .isEqualTo(Map.of(
                        SampleBatches.idOf(tooLarge),
                        RejectionReason.REJECTION_REASON_TOO_LARGE,
                        SampleBatches.idOf(noSignature),
                        RejectionReason.REJECTION_REASON_MALFORMED,
                        SampleBatches.idOf(good),
                        RejectionReason.REJECTION_REASON_UNSPECIFIED));
    }

    @Test
    void aClientThatNeverReadsIsPushedBack() {
        ManagedChannel channel = NettyChannelBuilder.forAddress(
                        "127.0.0.1", stand.gateway().port())
                .usePlaintext()
                .flowControlWindow(65_535)
                .build();
        try {
            StreamClient client = StreamClient.open(SubmissionServiceGrpc.newStub(channel), false);
            int sent = 0;
            while (sent < ENDLESS && becomesReady(client)) {
                client.send(samples.batch("acme/slow", Lane.LANE_BULK));
                sent++;
            }
            assertThat(sent).as("sockets and buffers take some, then no more").isLessThan(ENDLESS);

            client.read(ENDLESS);
            assertThat(becomesReady(client)).as("reading opens the way again").isTrue();
            client.cancel();
            Awaitility.await()
                    .atMost(GatewayStand.PATIENCE)
                    .until(() -> stand.metric("creto_gateway_streams_open") == 0);
        } finally {
            channel.shutdownNow();
        }
    }

    private static boolean becomesReady(StreamClient client) {
        if (client.isReady()) {
            return true;
        }
        try {
            Awaitility.await()
                    .pollInterval(5, TimeUnit.MILLISECONDS)
                    .atMost(3, TimeUnit.SECONDS)
                    .until(client::isReady);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }
}
