package io.creto.messaging.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllowancesTest {
    private static final Rates AGENT = new Rates(10, 4, 100, 50, 3);
    private static final Rates STRANGER = new Rates(1, 2, 100, 50, 1);
    private static final CallerKey OFFENDER = new CallerKey(false, "acme/offender");
    private static final CallerKey OTHER = new CallerKey(false, "acme/other");

    private final ManualTime time = new ManualTime();
    private final Allowances allowances = new Allowances(AGENT, STRANGER, time);

    @Test
    void onlyTheOffenderIsRefused() {
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            refused += call(OFFENDER) ? 0 : 1;
            if (i % 250 == 0) {
                assertThat(call(OTHER)).isTrue();
            }
        }
        assertThat(refused).isEqualTo(996);
    }

    @Test
    void strangersHaveLimitsOfTheirOwn() {
        CallerKey stranger = new CallerKey(true, "192.0.2.1");
        assertThat(call(stranger)).isTrue();
        assertThat(call(stranger)).isTrue();
        assertThat(call(stranger)).isFalse();
        assertThat(call(new CallerKey(true, "192.0.2.2"))).isTrue();
    }

    @Test
    void whoHasOpenCallsIsKeptWhateverTheTime() {
        Allowance held = allowances.enter(OFFENDER);
        assertThat(held.beginCall()).isEmpty();
        time.advance(Duration.ofDays(1));
        assertThat(allowances.idle()).isZero();
        assertThat(allowances.enter(OFFENDER)).isSameAs(held);
        allowances.leave(OFFENDER);
        assertThat(allowances.inUse()).isOne();
        allowances.leave(OFFENDER);
        assertThat(allowances.inUse()).isZero();
    }

    @Test
    void whatWasUsedIsRememberedUntilItIsThereAgain() {
        Allowance used = allowances.enter(OFFENDER);
        assertThat(used.takeOneOfMany(250)).isPresent(); // 200 owed, 50 to fill: 2.5 s
        allowances.leave(OFFENDER);
        time.advance(Duration.ofMillis(2400));
        assertThat(allowances.idle()).isOne();
        assertThat(allowances.enter(OFFENDER)).isSameAs(used);
        allowances.leave(OFFENDER);

        time.advance(Duration.ofSeconds(10));
        assertThat(allowances.idle()).isZero();
        assertThat(allowances.enter(OFFENDER)).isNotSameAs(used);
    }

    @Test
    void callersWithoutOpenCallsAreNotRememberedWithoutBound() {
        List<CallerKey> many = new ArrayList<>();
        for (int i = 0; i < 2 * Allowances.MAX_IDLE; i++) {
            many.add(new CallerKey(true, "host-" + i));
        }
        many.forEach(caller -> assertThat(call(caller)).isTrue());
        assertThat(allowances.idle()).isBetween(1L, (long) Allowances.MAX_IDLE);
        assertThat(allowances.inUse()).isZero();
    }

    private boolean call(CallerKey caller) {
        Allowance allowance = allowances.enter(caller);
        boolean begun = allowance.beginCall().isEmpty();
        if (begun) {
            allowance.endCall();
        }
        allowances.leave(caller);
        return begun;
    }
}
