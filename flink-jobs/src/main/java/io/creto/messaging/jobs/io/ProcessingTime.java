package io.creto.messaging.jobs.io;

import io.creto.messaging.jobs.io.OperatorMetrics.Work;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The time that an operator takes for its events, one at a time. Operators that are chained call each other: what those behind
 * it take is theirs and not its own. Not thread-safe.
 */
final class ProcessingTime {
    private static final long NANOS_PER_MICRO = 1000;
    /** Whose turn it is on this thread. */
    private static final ThreadLocal<@Nullable ProcessingTime> CURRENT = new ThreadLocal<>();

    private final Histogram micros;
    private final LongSupplier nanoTime;
    private long elsewhere;

    ProcessingTime(Histogram micros, LongSupplier nanoTime) {
        this.micros = micros;
        this.nanoTime = nanoTime;
    }

    <E extends Exception> void of(Work<E> work) throws E {
        ProcessingTime caller = CURRENT.get();
        CURRENT.set(this);
        elsewhere = 0;
        long startedAt = nanoTime.getAsLong();
        try {
            work.run();
        } finally {
            long nanos = nanoTime.getAsLong() - startedAt;
            micros.update((nanos - elsewhere) / NANOS_PER_MICRO);
            CURRENT.set(caller);
            if (caller != null) {
                caller.elsewhere += nanos;
            }
        }
    }
}
