package io.creto.messaging.jobs.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.jobs.state.QuotaUse;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.Quota;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendBudgetTest {
    private static final long NOW = 1_800_000_000_000L;

    private QuotaUse used = QuotaUse.getDefaultInstance();

    @Test
    void aBurstMayBeSentAtOnceAndThenTheRate() {
        Quota quota = quota(5, 0, 2);
        for (int i = 0; i < 10; i++) {
            assertThat(take(quota, NOW, 1)).isZero();
        }
        assertThat(take(quota, NOW, 1)).isEqualTo(200);
        assertThat(take(quota, NOW + 199, 1)).isEqualTo(1);
        assertThat(take(quota, NOW + 200, 1)).isZero();
        assertThat(take(quota, NOW + 200, 1)).isEqualTo(200);
    }

    @Test
    void whatIsRefusedCostsNothing() {
        Quota quota = quota(1, 0, 1);
        assertThat(take(quota, NOW, 1)).isZero();
        for (int i = 0; i < 100; i++) {
            assertThat(take(quota, NOW + 500, 1)).isEqualTo(500);
        }
        assertThat(take(quota, NOW + 1_000, 1)).isZero();
    }

    @Test
    void aMessageLargerThanTheBurstGoesAndIsPaidForAfterwards() {
        Quota quota = quota(0, 1_000, 1);
        assertThat(take(quota, NOW, 5_000)).isZero();
        assertThat(take(quota, NOW, 1)).isEqualTo(4_001);
        assertThat(take(quota, NOW + 4_000, 1)).isEqualTo(1);
        assertThat(take(quota, NOW + 4_001, 1)).isZero();
    }

    @Test
    void whereBothAreLimitedTheLongerWaitIsTold() {
        Quota quota = quota(1, 100, 1);
        assertThat(take(quota, NOW, 1_000)).isZero();
        assertThat(take(quota, NOW, 1)).isEqualTo(9_010);
        assertThat(take(quota, NOW + 9_010, 1)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 3", "1000, 1", "1000000000, 3600"})
    void inTheLongRunTheRateHolds(long rate, int burst) {
        Quota quota = quota(rate, 0, burst);
        Random random = new Random(rate);
        long now = NOW;
        long sent = 0;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(3);
            sent += take(quota, now, 1) == 0 ? 1 : 0;
        }
        long allowed = rate * burst + rate * (now - NOW) / 1_000;
        assertThat(sent).isEqualTo(Math.min(20_000, allowed));
    }

    @Test
    void timeThatGoesBackGivesNothingAndBreaksNothing() {
        Quota quota = quota(1, 0, 1);
        assertThat(take(quota, NOW, 1)).isZero();
        assertThat(take(quota, NOW - 60_000, 1)).isPositive();
        assertThat(take(quota, NOW + 999, 1)).isEqualTo(1);
        assertThat(take(quota, NOW + 1_000, 1)).isZero();
    }

    @Test
    void lanesAreCountedApart() {
        Quota quota = quota(1, 0, 1);
        assertThat(take(quota, NOW, 1)).isZero();
        SendBudget bulk = new SendBudget(quota, Lane.LANE_BULK, used, NOW);
        assertThat(bulk.take(1)).isZero();
        used = bulk.in(used);
        assertThat(used.getLanesList()).hasSize(2);
        assertThat(take(quota, NOW, 1)).isPositive();
        assertThat(new SendBudget(quota, Lane.LANE_BULK, used, NOW).take(1)).isPositive();
    }

    @Test
    void anotherQuotaKeepsTheShareThatIsLeft() {
        for (int i = 0; i < 5; i++) {
            take(quota(10, 0, 1), NOW, 1);
        }
        Quota larger = quota(100, 0, 1);
        for (int i = 0; i < 50; i++) {
            assertThat(take(larger, NOW, 1)).isZero();
        }
        assertThat(take(larger, NOW, 1)).isPositive();
    }

    @Test
    void aLargerQuotaMakesWhatIsOwedNoMore() {
        assertThat(take(quota(0, 1_000, 1), NOW, 1_000_000)).isZero();
        assertThat(take(quota(0, 1_000_000, 10), NOW, 1)).isBetween(1L, 1_000L);
    }

    @Test
    void aLimitThatIsTakenAwayIsForgotten() {
        assertThat(take(quota(1, 0, 1), NOW, 1)).isZero();
        assertThat(take(quota(0, 10, 1), NOW, 1)).isZero();
        assertThat(take(quota(1, 0, 1), NOW, 1)).isZero();
    }

    private long take(Quota quota, long nowMs, int size) {
        SendBudget budget = new SendBudget(quota, Lane.LANE_NORMAL, used, nowMs);
        long wait = budget.take(size);
        used = budget.in(used);
        return wait;
    }

    private static Quota quota(long messages, long bytes, int burstSeconds) {
        return Quota.newBuilder()
                .setMessagesPerSecond(messages)
                .setBytesPerSecond(bytes)
                .setBurstSeconds(burstSeconds)
                .build();
    }
}
