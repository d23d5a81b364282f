package io.creto.messaging.gateway;

import static io.creto.messaging.gateway.limit.SampleQuotas.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.gateway.RestClient.Answer;
import io.creto.messaging.gateway.directory.DirectorySamples;
import io.creto.messaging.v1.FleetQuota;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.PolicyRecord;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A fleet's quota as its policies put it, with a real read model, over gRPC and HTTP. */
class FleetQuotaITCase {
    private static final SampleBatches SAMPLES = new SampleBatches(31);
    /** Nobody in this test waits for all of it. */
    private static final int LONG = 3600;

    private static EmbeddedKafka kafka;
    private static ReadModel readModel;
    private static GatewayStand stand;
    private static RestClient rest;

    @BeforeAll
    static void start() throws Exception {
        kafka = GatewayStand.kafka();
        readModel = ReadModel.start();
        stand = GatewayStand.startRest(kafka, readModel.options());
        rest = RestClient.plaintext(stand.gateway().restPort().orElseThrow(), Version.HTTP_2);
    }

    @AfterAll
    static void stop() {
        stand.close();
        readModel.close();
        kafka.close();
    }

    @Test
    void aPolicyIsPutAndItsQuotaIsInForceUntilAnotherOneCounts() throws Exception {
        put("acme", 1, Optional.empty(), 0);
        assertThat(submit("acme/a", 256)).as("no quota").isEmpty();
        put("acme", 2, Optional.of(messages(1, LONG)), 0);
        // The whole burst at once, as soon as the gateway knows: what went before is not counted.
        StatusRuntimeException refused = Awaitility.await()
                .atMost(GatewayStand.PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> submit("acme/a", 256), Optional::isPresent)
                .orElseThrow();

        assertThat(refused.getStatus().getDescription())
                .isEqualTo(
                        "fleet acme sends too many messages a second: fleet_quota of its policy \"policy-2\", version 2");
        assertThat(submit("acme/b", 1)).as("another signer").isPresent();
        assertThat(submit("beta/b", 1)).as("another fleet").isEmpty();
        assertThat(stand.metric("creto_gateway_limited_total{caller=\"agent\",limit=\"fleet_messages\"}"))
                .isGreaterThanOrEqualTo(2);

        put("acme", 3, Optional.empty(), 3_600_000); // counts in an hour
        put("other", 1, Optional.of(messages(1, 1)), 0);
        awaitRefused("other/a"); // so the gateway has looked since
        assertThat(submit("acme/b", 1)).isPresent();
        put("acme", 4, Optional.empty(), 0);
        Awaitility.await()
                .atMost(GatewayStand.PATIENCE)
                .until(() -> submit("acme/b", 1).isEmpty());
    }

    @Test
    void overHttpItIsToldWithTheTimeToWaitAndPassesLater() throws Exception {
        put("web", 1, Optional.of(messages(2, 1)), 0);

        Answer refused = Awaitility.await()
                .atMost(GatewayStand.PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> post("web/a"), answer -> answer.status() != 200);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.reason()).isEqualTo("QUOTA_EXCEEDED");
        assertThat(refused.header("retry-after")).isEqualTo("1");
        assertThat(refused.json().path("message").asText()).startsWith("fleet web sends too many messages a second: ");
        Awaitility.await()
                .atMost(GatewayStand.PATIENCE)
                .until(() -> post("web/a").status() == 200);
    }

    @Test
    void anOutageOfTheReadModelNeitherRefusesNorStallsAndWhatIsKnownCounts() throws Exception {
        put("known", 1, Optional.of(messages(1, LONG)), 0);
        put("unknown", 1, Optional.of(messages(1, 1)), 0);
        awaitRefused("known/a");
        readModel.outage();
        try {
            for (int i = 0; i < 10; i++) {
                assertThat(submit("unknown/a", 1)).isEmpty();
            }
            assertThat(submit("known/a", 1)).isPresent();
        } finally {
            readModel.over();
        }
        awaitRefused("unknown/a");
    }

    private static void awaitRefused(String signer) {
        Awaitility.await()
                .atMost(GatewayStand.PATIENCE)
                .until(() -> submit(signer, 256).isPresent());
    }

    private static Optional<StatusRuntimeException> submit(String signer, int envelopes) {
        try {
            boolean accepted = stand.blocking()
                    .withDeadlineAfter(30, TimeUnit.SECONDS)
                    .submit(GatewayStand.request(SAMPLES.batch(signer, Lane.LANE_NORMAL, envelopes, 10)))
                    .hasAccepted();
            assertThat(accepted).isTrue();
            return Optional.empty();
        } catch (StatusRuntimeException refused) {
            return Optional.of(refused);
        }
    }

    private static Answer post(String signer) throws Exception {
        return rest.post("/v1/batches", null, RestClient.body(SAMPLES.batch(signer, Lane.LANE_NORMAL)));
    }

    private static void put(String fleet, long version, Optional<FleetQuota.Builder> quota, long countsInMs) {
        PolicyRecord.Builder record = DirectorySamples.policy(fleet, version).toBuilder();
        quota.ifPresent(record.getDocumentBuilder()::setFleetQuota);
        PolicyRecord unused = readModel.put(record.setEffectiveFromMs(System.currentTimeMillis() + countsInMs)
                .build());
    }
}
