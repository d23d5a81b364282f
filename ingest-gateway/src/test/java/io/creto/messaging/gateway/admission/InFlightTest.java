package io.creto.messaging.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.creto.messaging.gateway.admission.InFlight.Entry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class InFlightTest {
    /** A step of at least 0 is a batch of that size that wants in; a negative one lets the oldest out. */
    @Property
    void neverHoldsMoreThanItsLimitsAndRefusesOnlyAtThem(
            @ForAll @IntRange(min = 1, max = 10) int maxBatches,
            @ForAll @IntRange(min = 50, max = 200) int maxBytes,
            @ForAll List<@IntRange(min = -25, max = 50) Integer> steps) {
        InFlight inFlight = new InFlight(maxBatches, maxBytes);
        Deque<Integer> in = new ArrayDeque<>();
        for (int step : steps) {
            int bytes = in.stream().mapToInt(Integer::intValue).sum();
            if (step >= 0) {
                boolean fits = in.size() < maxBatches && bytes + step <= maxBytes;
                assertThat(inFlight.enter(step)).isEqualTo(fits ? Entry.ENTERED : Entry.FULL);
                if (fits) {
                    in.addLast(step);
                }
            } else if (!in.isEmpty()) {
                inFlight.leave(in.removeFirst());
            }
            assertThat(inFlight.batches()).isEqualTo(in.size()).isLessThanOrEqualTo(maxBatches);
            assertThat(inFlight.bytes())
                    .isEqualTo(in.stream().mapToInt(Integer::intValue).sum())
                    .isLessThanOrEqualTo(maxBytes);
        }
    }

    @Test
    void holdsItsLimitsWhenManyThreadsEnterAndLeave() {
        InFlight inFlight = new InFlight(5, 1000);
        AtomicInteger in = new AtomicInteger();
        AtomicLong tooMany = new AtomicLong();
        AtomicLong entered = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CompletableFuture<?>[] work = IntStream.range(0, 8)
                .mapToObj(t -> CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 20_000; i++) {
                                if (inFlight.enter(10) == Entry.ENTERED) {
                                    if (in.incrementAndGet() > 5) {
                                        tooMany.incrementAndGet();
                                    }
                                    entered.incrementAndGet();
                                    in.decrementAndGet();
                                    inFlight.leave(10);
                                }
                            }
                        },
                        threads))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(work).join();
        threads.shutdown();
        assertThat(tooMany).hasValue(0);
        assertThat(entered).hasPositiveValue();
        assertThat(inFlight.batches()).isZero();
        assertThat(inFlight.bytes()).isZero();
    }

    @Test
    void lettingOutWhatIsNotInIsADefect() {
        InFlight inFlight = new InFlight(1, 10);
        assertThatThrownBy(() -> inFlight.leave(0)).isInstanceOf(IllegalStateException.class);
        assertThat(inFlight.enter(5)).isEqualTo(Entry.ENTERED);
        assertThatThrownBy(() -> inFlight.leave(6)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whoWaitsSeesTheLastOneLeave() throws Exception {
        InFlight inFlight = new InFlight(2, 10);
        assertThat(inFlight.enter(3)).isEqualTo(Entry.ENTERED);
        assertThat(inFlight.enter(4)).isEqualTo(Entry.ENTERED);
        inFlight.close();
        assertThat(inFlight.enter(1)).isEqualTo(Entry.CLOSED);
        assertThat(inFlight.awaitEmpty(Duration.ofMillis(5))).isFalse();
        CompletableFuture<Boolean> waiter = CompletableFuture.supplyAsync(() -> {
            try {
                return inFlight.awaitEmpty(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                return false;
            }
        });
        inFlight.leave(3);
        assertThat(waiter).isNotDone();
        inFlight.leave(4);
        assertThat(waiter.join()).isTrue();
        assertThat(inFlight.awaitEmpty(Duration.ZERO)).isTrue();
    }
}
