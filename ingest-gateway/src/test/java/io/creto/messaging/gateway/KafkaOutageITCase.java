package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka goes away in mid-stream and comes back: callers get answers, memory stays bounded, nothing accepted is lost. */
class KafkaOutageITCase {
    private static final int MAX_BATCHES = 40;
    private static final long MAX_BYTES = 8L << 20;

    private final SampleBatches samples = new SampleBatches(6);
    private final SignedBatch template = samples.batch("acme/outage", Lane.LANE_BULK, 2, 500_000);
    private EmbeddedKafka kafka;
    private GatewayStand stand;

    @BeforeEach
    void start() {
        kafka = GatewayStand.kafka();
        stand = GatewayStand.start(
                kafka,
                "limits: {in-flight-batches: " + MAX_BATCHES + ", in-flight-bytes: " + MAX_BYTES + "}",
                "time: {tick-ms: 200, silence-ms: 1000, drain-ms: 500}");
    }

    @AfterEach
    void stop() {
        stand.close();
        kafka.close();
    }

    @Test
    void aKafkaThatIsTooSlowFillsTheLimitsAndNoMore() throws Exception {
        throttle(300_000.0);
        Load load = Load.start(stand.stub(), 60, this::largeBatch, false);

        AtomicLong most = new AtomicLong();
        Awaitility.await().atMost(GatewayStand.PATIENCE).until(() -> {
            most.accumulateAndGet((long) stand.metric("creto_gateway_in_flight_bytes"), Math::max);
            // More than the heap holds has passed by.
            return load.failed(Status.Code.RESOURCE_EXHAUSTED) > 1200 && load.failed(Status.Code.UNAVAILABLE) > 10;
        });
        assertThat(most).hasValueGreaterThan(MAX_BYTES / 2).hasValueLessThanOrEqualTo(MAX_BYTES);
        assertThat(load.failures()).containsExactlyInAnyOrder(Status.Code.RESOURCE_EXHAUSTED, Status.Code.UNAVAILABLE);

        throttle(null);
        awaitRecovery(load);
    }

    @Test
    void aKafkaThatIsGoneIsAnsweredAtOnceAndServedAgainWhenItIsBack() throws Exception {
        Load load = Load.start(stand.stub(), 8, () -> samples.batch("acme/outage", Lane.LANE_NORMAL), false);
        Awaitility.await()
                .atMost(GatewayStand.PATIENCE)
                .until(() -> load.accepted().size() > 100);

        kafka.stop();
        stand.awaitHealth(ServingStatus.NOT_SERVING);
        Awaitility.await().atMost(GatewayStand.PATIENCE).until(() -> load.failed(Status.Code.UNAVAILABLE) > 100);
        assertThat(load.failures()).isSubsetOf(Status.Code.RESOURCE_EXHAUSTED, Status.Code.UNAVAILABLE);
        assertThat(stand.metric("creto_gateway_in_flight_batches")).isLessThanOrEqualTo(MAX_BATCHES);

        kafka.start();
        awaitRecovery(load);
    }

    @Test
    void aStopDuringAnOutageIsBoundedAndSaysSo() throws Exception {
        throttle(1.0);
        StreamClient client = StreamClient.open(stand.stub());
        Awaitility.await().atMost(GatewayStand.PATIENCE).until(() -> {
            client.send(samples.batch("acme/outage", Lane.LANE_BULK));
            return stand.metric("creto_gateway_in_flight_batches") > 5;
        });

        stand.gateway().close();

        Optional<Throwable> end = client.ended().get(10, TimeUnit.SECONDS);
        assertThat(Status.fromThrowable(end.orElseThrow()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(client.answers().values())
                .extracting(SubmitResponse::getFault)
                .filteredOn(fault -> fault.getDetail().equals("the gateway is stopping"))
                .hasSizeGreaterThan(5)
                .allMatch(fault -> fault.getCode() == Status.Code.UNAVAILABLE.value());
    }

    private void awaitRecovery(Load load) throws Exception {
        int before = load.accepted().size();
        Awaitility.await()
                .atMost(GatewayStand.PATIENCE)
                .until(() -> load.accepted().size() > before + 20);
        stand.awaitHealth(ServingStatus.SERVING);
        load.stop();
        assertThat(load.awaitAnswers()).isTrue();

        Set<ByteString> inLog = IngestReader.batches(kafka.bootstrapServers()).stream()
                .map(line -> SampleBatches.idOf(line.parsed().getBatch()))
                .collect(Collectors.toSet());
        assertThat(inLog).as("nothing accepted is lost").containsAll(load.accepted());
        Awaitility.await()
                .atMost(GatewayStand.PATIENCE)
                .until(() -> stand.metric("creto_gateway_in_flight_batches") == 0
                        && stand.metric("creto_gateway_in_flight_bytes") == 0);
        assertThat(stand.metric("creto_gateway_batches_submitted_total"))
                .as("every batch is accepted, refused or failed")
                .isEqualTo(stand.metric("creto_gateway_batches_accepted_total")
                        + stand.metric("creto_gateway_batches_refused_total")
                        + stand.metric("creto_gateway_batches_failed_total"));
    }

    /** Kafka makes the gateway pause so long after each request that so many bytes a second remain; null: no limit. */
    private void throttle(@Nullable Double bytesPerSecond) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            ClientQuotaEntity gateway =
                    new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, "gateway-under-test"));
            ClientQuotaAlteration.Op rate = new ClientQuotaAlteration.Op("producer_byte_rate", bytesPerSecond);
            admin.alterClientQuotas(List.of(new ClientQuotaAlteration(gateway, List.of(rate))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    /** Nearly the largest there is, from noise made once. */
    private SignedBatch largeBatch() {
        return template.toBuilder()
                .setHeader(samples.header("acme/outage", Lane.LANE_BULK, template.getEnvelopesCount())
                        .build()
                        .toByteString())
                .build();
    }
}
