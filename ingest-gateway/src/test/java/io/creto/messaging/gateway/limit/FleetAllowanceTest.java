package io.creto.messaging.gateway.limit;

import static io.creto.messaging.gateway.limit.SampleQuotas.bytes;
import static io.creto.messaging.gateway.limit.SampleQuotas.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.FleetQuota;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetAllowanceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final ManualTime time = new ManualTime();

    @ParameterizedTest
    @CsvSource({
        // messages/s, bytes/s, burst, envelopes and bytes of a batch: how many go at once, by what the next is refused,
        // ms to wait
        "10, 0, 1, 1, 1000000, 10, FLEET_MESSAGES, 100",
        "10, 0, 3, 1, 1000000, 30, FLEET_MESSAGES, 100",
        "10, 0, 1, 4, 1000000, 3, FLEET_MESSAGES, 300",
        "1, 0, 1, 256, 1000000, 1, FLEET_MESSAGES, 256000",
        "0, 1000, 1, 256, 500, 2, FLEET_BYTES, 1",
        "0, 1000, 2, 256, 300, 7, FLEET_BYTES, 101",
        "0, 1000, 1, 1, 1048576, 1, FLEET_BYTES, 1047577",
        "10, 1000, 1, 1, 900, 2, FLEET_BYTES, 801",
        "10, 1000, 1, 9, 100, 2, FLEET_MESSAGES, 900",
        "10, 1000, 1, 10, 1000, 1, FLEET_MESSAGES, 100",
    })
    void aBurstGoesAtOnceAndThenTheRate(
            long messagesPerSecond,
            long bytesPerSecond,
            int burst,
            int envelopes,
            int size,
            int go,
            Limit by,
            long ms) {
        FleetAllowance allowance = new FleetAllowance(
                messages(messagesPerSecond, burst)
                        .setBytesPerSecond(bytesPerSecond)
                        .build(),
                time);
        for (int i = 0; i < go; i++) {
            assertThat(allowance.take(envelopes, size)).as("batch %s", i).isEmpty();
        }

        assertThat(allowance.take(envelopes, size))
                .contains(new Excess(by, Duration.ofMillis(ms).toNanos()));
        time.advance(Duration.ofMillis(ms).minusNanos(1));
        assertThat(allowance.take(envelopes, size)).contains(new Excess(by, 1));
        time.advance(Duration.ofNanos(1));
        assertThat(allowance.take(envelopes, size)).isEmpty();
    }

    @Test
    void aRefusalTakesNothing() {
        FleetAllowance allowance =
                new FleetAllowance(messages(10, 1).setBytesPerSecond(1000).build(), time);
        assertThat(allowance.take(10, 100)).isEmpty();
        for (int i = 0; i < 100; i++) {
            assertThat(allowance.take(1, 100)).map(Excess::limit).contains(Limit.FLEET_MESSAGES);
        }
        time.advance(Duration.ofMillis(100));
        assertThat(allowance.take(1, 1001)).as("of the bytes too").isEmpty();
        assertThat(allowance.untilFull()).isEqualTo(Duration.ofMillis(1001).toNanos());
    }

    @Test
    void itIsFullAtFirstAndAgainWhenAllIsPaid() {
        FleetAllowance allowance = new FleetAllowance(bytes(1000, 2).build(), time);
        assertThat(allowance.untilFull()).isZero();
        assertThat(allowance.take(1, 5000)).isEmpty();
        assertThat(allowance.untilFull()).isEqualTo(5 * SECOND);
        time.advance(Duration.ofSeconds(5));
        assertThat(allowance.untilFull()).isZero();
    }

    @Test
    void theLargestQuotaThatTheContractAllowsCanBeCounted() {
        FleetAllowance allowance = new FleetAllowance(
                messages(WireLimits.MAX_QUOTA_PER_SECOND, WireLimits.MAX_QUOTA_BURST_SECONDS)
                        .setBytesPerSecond(WireLimits.MAX_QUOTA_PER_SECOND)
                        .build(),
                time);
        assertThat(allowance.take(WireLimits.MAX_BATCH_COUNT, WireLimits.MAX_BATCH_BYTES))
                .isEmpty();
        assertThat(allowance.untilFull()).isEqualTo(WireLimits.MAX_BATCH_BYTES);
    }

    @Test
    void theSmallestQuotaIsPaidForInTheEnd() {
        FleetAllowance allowance = new FleetAllowance(bytes(1, 1).build(), time);
        assertThat(allowance.take(1, WireLimits.MAX_BATCH_BYTES)).isEmpty();
        assertThat(allowance.take(1, 1)).contains(new Excess(Limit.FLEET_BYTES, WireLimits.MAX_BATCH_BYTES * SECOND));
        assertThat(allowance.untilFull()).isEqualTo(WireLimits.MAX_BATCH_BYTES * SECOND);
    }

    @Test
    void itIsOfItsNumbersAndNoOthers() {
        FleetQuota quota = messages(10, 1).setBytesPerSecond(1000).build();
        FleetAllowance allowance = new FleetAllowance(quota, time);
        assertThat(allowance.isOf(quota.toBuilder().build())).isTrue();
        assertThat(allowance.isOf(quota.toBuilder().setMessagesPerSecond(11).build()))
                .isFalse();
        assertThat(allowance.isOf(quota.toBuilder().setBytesPerSecond(0).build()))
                .isFalse();
        assertThat(allowance.isOf(quota.toBuilder().setBurstSeconds(2).build())).isFalse();
    }

    @Property
    void inTheLongRunItIsTheRateWhateverTheFleetTries(
            @ForAll @Size(max = 200) List<@IntRange(max = 300) Integer> pausesMs,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 256) Integer> batches) {
        ManualTime clock = new ManualTime();
        FleetAllowance one =
                new FleetAllowance(messages(50, 2).setBytesPerSecond(5000).build(), clock);
        long elapsedMs = 0;
        long messages = 0;
        long bytes = 0;
        for (int i = 0; i < pausesMs.size(); i++) {
            elapsedMs += pausesMs.get(i);
            clock.advance(Duration.ofMillis(pausesMs.get(i)));
            int envelopes = batches.get(i % batches.size());
            if (one.take(envelopes, 100 * envelopes + 1).isEmpty()) {
                assertThat(messages).as("before").isLessThan(100 + elapsedMs * 50 / 1000);
                assertThat(bytes).as("before").isLessThan(10_000 + elapsedMs * 5000 / 1000);
                messages += envelopes;
                bytes += 100L * envelopes + 1;
            }
        }
    }

    @Property
    void whoWaitsAsLongAsItIsToldIsNotRefusedAgain(
            @ForAll @Size(min = 1, max = 50) List<@IntRange(min = 1, max = 256) Integer> batches) {
        ManualTime clock = new ManualTime();
        FleetAllowance one =
                new FleetAllowance(messages(50, 1).setBytesPerSecond(5000).build(), clock);
        for (int envelopes : batches) {
            Optional<Excess> excess = one.take(envelopes, 90 * envelopes);
            if (excess.isPresent()) {
                clock.advance(Duration.ofNanos(excess.get().waitNanos()));
                assertThat(one.take(envelopes, 90 * envelopes)).isEmpty();
            }
        }
    }
}
