package io.creto.messaging.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    /** Ten requests a second, four at once; a hundred bytes a second, fifty at once; three open calls. */
    private static final Rates RATES = new Rates(10, 4, 100, 50, 3);

    private final ManualTime time = new ManualTime();
    private final Allowance allowance = new Allowance(RATES, time);

    @Test
    void soManyCallsAtOnceAndThenOneForEachTenthOfASecond() {
        for (int i = 0; i < 4; i++) {
            call();
        }
        assertThat(allowance.beginCall())
                .contains(new Excess(Limit.REQUESTS, Duration.ofMillis(100).toNanos()));

        time.advance(Duration.ofMillis(99));
        assertThat(allowance.beginCall())
                .contains(new Excess(Limit.REQUESTS, Duration.ofMillis(1).toNanos()));
        time.advance(Duration.ofMillis(1));
        call();
        assertThat(allowance.beginCall()).isPresent();
    }

    @Test
    void soManyCallsAreOpenAndEachThatEndsMakesRoomForOne() {
        for (int i = 0; i < 3; i++) {
            assertThat(allowance.beginCall()).isEmpty();
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(allowance.beginCall()).contains(new Excess(Limit.STREAMS, 0));
        allowance.endCall();
        assertThat(allowance.beginCall()).isEmpty();
        assertThat(allowance.beginCall()).isPresent();
    }

    @Test
    void aCallThatIsRefusedTakesNeitherPlaceNorRequest() {
        for (int i = 0; i < 3; i++) {
            assertThat(allowance.beginCall()).isEmpty();
        }
        for (int i = 0; i < 10; i++) {
            assertThat(allowance.beginCall()).map(Excess::limit).contains(Limit.STREAMS);
        }
        allowance.endCall();
        assertThat(allowance.beginCall()).as("the fourth request").isEmpty();
        allowance.endCall();
        for (int i = 0; i < 10; i++) {
            assertThat(allowance.beginCall()).map(Excess::limit).contains(Limit.REQUESTS);
        }
        time.advance(Duration.ofMillis(100));
        assertThat(allowance.beginCall()).isEmpty();
    }

    @Test
    void theMessageOfACallIsTakenWholeOrNotAtAll() {
        assertThat(allowance.takeOnly(30)).isEmpty();
        assertThat(allowance.takeOnly(30))
                .contains(new Excess(Limit.BYTES, Duration.ofMillis(100).toNanos()));
        assertThat(allowance.takeOnly(20)).isEmpty();
        assertThat(allowance.takeOnly(0)).isEmpty();
    }

    @Test
    void aMessageOfAStreamCountsInAnyCaseAndTheNextOneWaits() {
        assertThat(allowance.takeOneOfMany(50)).isEmpty();
        assertThat(allowance.takeOneOfMany(20))
                .contains(new Excess(Limit.BYTES, Duration.ofMillis(200).toNanos()));
        assertThat(allowance.takeOneOfMany(10))
                .contains(new Excess(Limit.BYTES, Duration.ofMillis(300).toNanos()));
        time.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 4; i++) {
            assertThat(allowance.takeOneOfMany(0)).isEmpty();
        }
        assertThat(allowance.takeOneOfMany(1)).map(Excess::limit).contains(Limit.REQUESTS);
    }

    @Test
    void whoOwesBytesBeginsNoOtherCall() {
        assertThat(allowance.takeOneOfMany(60)).isPresent();
        assertThat(allowance.beginCall()).map(Excess::limit).contains(Limit.BYTES);
        time.advance(Duration.ofMillis(110));
        assertThat(allowance.beginCall()).isEmpty();
    }

    @Test
    void tokensThatAreNotBelievedCountAndOthersDoNot() {
        for (int i = 0; i < 100; i++) {
            assertThat(allowance.beginAttempt()).as("believed").isEmpty();
        }
        for (int i = 0; i < 6; i++) {
            var unused = allowance.failAttempt();
        }
        assertThat(allowance.beginAttempt())
                .contains(new Excess(Limit.REQUESTS, Duration.ofMillis(300).toNanos()));
        time.advance(Duration.ofMillis(300));
        assertThat(allowance.beginAttempt()).isEmpty();
    }

    @Property
    void noMoreThanBurstAndRateGetThroughWhateverTheCallerTries(
            @ForAll @Size(max = 200) List<@IntRange(max = 300) Integer> pausesMs,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 50) Integer> sizes) {
        ManualTime clock = new ManualTime();
        Allowance one = new Allowance(RATES, clock);
        long elapsedMs = 0;
        long calls = 0;
        long bytes = 0;
        for (int i = 0; i < pausesMs.size(); i++) {
            elapsedMs += pausesMs.get(i);
            clock.advance(Duration.ofMillis(pausesMs.get(i)));
            int size = sizes.get(i % sizes.size());
            if (one.beginCall().isEmpty()) {
                calls++;
                bytes += one.takeOnly(size).isEmpty() ? size : 0;
                one.endCall();
            }
            assertThat(calls).isLessThanOrEqualTo(4 + elapsedMs * 10 / 1000);
            assertThat(bytes).isLessThanOrEqualTo(50 + elapsedMs * 100 / 1000);
        }
    }

    @Property
    void whoWaitsAsLongAsItIsToldIsNotRefusedAgain(
            @ForAll @Size(min = 1, max = 50) List<@IntRange(min = 1, max = 50) Integer> sizes) {
        ManualTime clock = new ManualTime();
        Allowance one = new Allowance(RATES, clock);
        for (int size : sizes) {
            Optional<Excess> excess = one.takeOnly(size);
            if (excess.isPresent()) {
                clock.advance(Duration.ofNanos(excess.get().waitNanos()));
                assertThat(one.takeOnly(size)).isEmpty();
            }
        }
    }

    @Property
    void aStreamThatIsReadWhenItMayBeStaysWithinItsRateAndOneMessage(
            @ForAll @Size(min = 1, max = 100) List<@IntRange(min = 1, max = 200) Integer> sizes) {
        ManualTime clock = new ManualTime();
        Allowance one = new Allowance(RATES, clock);
        long start = clock.currentTimeNanos();
        long bytes = 0;
        for (int size : sizes) {
            long elapsed = clock.currentTimeNanos() - start;
            assertThat(bytes)
                    .isLessThanOrEqualTo(
                            50 + elapsed * 100 / Duration.ofSeconds(1).toNanos());
            bytes += size;
            one.takeOneOfMany(size).ifPresent(excess -> clock.advance(Duration.ofNanos(excess.waitNanos())));
        }
    }

    private void call() {
        assertThat(allowance.beginCall()).isEmpty();
        allowance.endCall();
    }
}
