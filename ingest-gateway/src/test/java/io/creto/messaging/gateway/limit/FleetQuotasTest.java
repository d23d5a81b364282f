package io.creto.messaging.gateway.limit;

import static io.creto.messaging.gateway.limit.SampleQuotas.bytes;
import static io.creto.messaging.gateway.limit.SampleQuotas.messages;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.gateway.admission.AdmittedBatch;
import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.v1.Lane;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FleetQuotasTest {
    private final SampleQuotas policies = new SampleQuotas();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FleetQuotas quotas = policies.counted(new GatewayMetrics(registry));

    @Test
    void allSignersOfAFleetShareItsQuotaAndOtherFleetsHaveTheirOwn() {
        policies.put("acme", 3, messages(4, 1));
        policies.put("acme-2", 1, messages(1, 1));
        for (int i = 0; i < 4; i++) {
            assertThat(take("acme/agent-" + i, 1)).isEmpty();
        }

        GatewayException refused = take("acme/other", 1).orElseThrow();
        assertThat(refused)
                .hasMessage("fleet acme sends too many messages a second: fleet_quota of its policy"
                        + " \"policy-of-acme\", version 3");
        assertThat(refused.kind()).isEqualTo(GatewayException.Kind.LIMITED);
        assertThat(refused.retryAfterMs()).isEqualTo(251);
        assertThat(take("acme-2/a", 1)).isEmpty();
        assertThat(take("beta/a", 256)).as("of a fleet without quota").isEmpty();
        assertThat(limited("fleet_messages")).isOne();
    }

    @Test
    void bytesAreThoseOfTheBatch() {
        policies.put("acme", 3, bytes(1000, 1));
        assertThat(take("acme/a", 1, 1500)).isEmpty();
        assertThat(take("acme/a", 1, 1).orElseThrow())
                .hasMessageStartingWith("fleet acme sends too many bytes a second: ");
        assertThat(limited("fleet_bytes")).isOne();
        policies.advance(Duration.ofMillis(501));
        assertThat(take("acme/a", 1, 1)).isEmpty();
    }

    @Test
    void nobodyIsToldToWaitForMoreThanAMinute() {
        policies.put("acme", 3, bytes(1000, 1));
        assertThat(take("acme/a", 1, 61_500)).isEmpty();
        assertThat(take("acme/a", 1, 1).orElseThrow().retryAfterMs()).isEqualTo(60_000);
        policies.advance(Duration.ofSeconds(1));
        assertThat(take("acme/a", 1, 1).orElseThrow().retryAfterMs()).isEqualTo(59_502);
    }

    @Test
    void otherNumbersBeginAnewAndAnotherVersionWithTheSameOnesDoesNot() {
        policies.put("acme", 1, messages(2, 1));
        assertThat(take("acme/a", 2)).isEmpty();
        assertThat(take("acme/a", 1)).isPresent();

        policies.put("acme", 2, messages(2, 1));
        assertThat(take("acme/a", 1).orElseThrow()).hasMessageEndingWith("version 2");
        policies.put("acme", 3);
        assertThat(take("acme/a", 100)).as("no limit").isEmpty();
        policies.put("acme", 4, messages(2, 1));
        assertThat(take("acme/a", 1)).as("what was used is not forgotten").isPresent();

        policies.put("acme", 5, messages(3, 1));
        assertThat(take("acme/a", 3)).isEmpty();
        assertThat(take("acme/a", 1).orElseThrow()).hasMessageEndingWith("version 5");
    }

    @Test
    void whatStrangersBringIsNoFleetsAndWhereNobodyIsAskedAllIs() {
        policies.put("acme", 1, messages(1, 1));
        for (int i = 0; i < 10; i++) {
            assertThat(quotas.take(batch("acme/new", 1, 100), Caller.STRANGER)).isEmpty();
        }
        assertThat(quotas.take(batch("acme/a", 1, 100), new Caller.Agent("acme/a")))
                .as("strangers have used nothing")
                .isEmpty();
        assertThat(quotas.take(batch("acme/a", 1, 100), new Caller.Agent("acme/a")))
                .isPresent();
        assertThat(quotas.take(batch("acme/new", 1, 100), Caller.STRANGER)).isEmpty();
        assertThat(quotas.take(batch("acme/a", 1, 100), Caller.ANYONE)).isPresent();
    }

    @Test
    void anAdminIsNeverRefusedAndTheOthersPayForIt() {
        Caller admin = new Caller.Agent("acme/admin", true);
        policies.put("acme", 1, messages(10, 1));
        assertThat(take("acme/a", 10)).isEmpty();
        for (int i = 0; i < 10; i++) {
            assertThat(quotas.take(batch("acme/admin", 1, 100), admin)).isEmpty();
        }
        assertThat(take("acme/a", 1).orElseThrow().retryAfterMs()).isEqualTo(1101);
        policies.advance(Duration.ofMillis(1100));
        assertThat(take("acme/a", 1)).isEmpty();
    }

    @Test
    void whatWasUsedIsRememberedUntilItIsThereAgain() {
        policies.put("acme", 1, messages(10, 1));
        policies.put("idle", 1, messages(10, 1));
        assertThat(take("acme/a", 25)).isEmpty(); // 15 owed, 10 to fill: 2.5 s
        policies.advance(Duration.ofMillis(1600));
        assertThat(quotas.counted()).isOne();
        assertThat(take("acme/a", 5)).as("one is there").isEmpty(); // 4 owed, 10 to fill
        policies.advance(Duration.ofMillis(1399));
        assertThat(quotas.counted()).as("used again, so remembered again").isOne();
        policies.advance(Duration.ofSeconds(5));
        assertThat(quotas.counted()).isZero();
    }

    @Test
    void fleetsAreNotRememberedWithoutBound() {
        for (int i = 0; i < 2 * FleetQuotas.MAX_FLEETS; i++) {
            policies.put("fleet-" + i, 1, messages(1, 3600));
            assertThat(take("fleet-" + i + "/a", 1)).isEmpty();
        }
        assertThat(quotas.counted()).isBetween(1L, (long) FleetQuotas.MAX_FLEETS);
    }

    @Test
    void batchesAtOnceTakeNoMoreThanOneAfterTheOther() throws Exception {
        policies.put("acme", 1, messages(100, 1));
        AtomicInteger gone = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 4; i++) {
            threads.execute(() -> {
                awaitQuietly(start);
                for (int j = 0; j < 1000; j++) {
                    gone.addAndGet(take("acme/a", 1).isEmpty() ? 1 : 0);
                }
            });
        }
        start.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(gone).hasValue(100);
    }

    private Optional<GatewayException> take(String signer, int envelopes) {
        return take(signer, envelopes, 1 << 20);
    }

    private Optional<GatewayException> take(String signer, int envelopes, int size) {
        return quotas.take(batch(signer, envelopes, size), new Caller.Agent(signer));
    }

    private static AdmittedBatch batch(String signer, int envelopes, int size) {
        return new AdmittedBatch(ByteString.EMPTY, signer, Lane.LANE_NORMAL, envelopes, size, new byte[0]);
    }

    private double limited(String limit) {
        return registry.get("creto.gateway.limited")
                .tags("limit", limit, "caller", "agent")
                .counter()
                .count();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
