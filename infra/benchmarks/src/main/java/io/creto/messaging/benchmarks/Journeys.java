package io.creto.messaging.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Messages sent at a steady pace, each measured from the moment when it was due, so that a sender who is held up does not hide
 * it. Thread-safe.
 */
public final class Journeys {
    /** Messages a second. */
    public static final int PER_SECOND = 200;

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
    private static final long PATIENCE_S = 60;

    private final int warmUp;
    private final AtomicLongArray dueAt;
    private final AtomicLongArray doneAt;
    private final CountDownLatch left;

    /** Sends a message. */
    @FunctionalInterface
    public interface Sender {
        void send(int number) throws InterruptedException;
    }

    /**
     * @param warmUpSeconds whose messages are sent and forgotten
     * @param seconds whose messages are measured
     */
    public Journeys(int warmUpSeconds, int seconds) {
        this.warmUp = warmUpSeconds * PER_SECOND;
        int count = warmUp + seconds * PER_SECOND;
        this.dueAt = new AtomicLongArray(count);
        this.doneAt = new AtomicLongArray(count);
        this.left = new CountDownLatch(count);
    }

    /** Sends all of them, at their pace, on this thread, and waits until all have arrived. */
    public Latencies run(Sender sender) {
        try {
            long start = System.nanoTime() + PERIOD_NANOS;
            for (int i = 0; i < dueAt.length(); i++) {
                long due = start + i * PERIOD_NANOS;
                dueAt.set(i, due);
                for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                    LockSupport.parkNanos(due - now);
                }
                sender.send(i);
            }
            if (!left.await(PATIENCE_S, TimeUnit.SECONDS)) {
                throw new IllegalStateException(left.getCount() + " of " + dueAt.length() + " messages did not arrive");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return measured();
    }

    /** A message has arrived; a second time counts for nothing. */
    public void arrived(int number) {
        if (doneAt.compareAndSet(number, 0, System.nanoTime())) {
            left.countDown();
        }
    }

    private Latencies measured() {
        long[] nanos = new long[dueAt.length() - warmUp];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = doneAt.get(warmUp + i) - dueAt.get(warmUp + i);
        }
        return Latencies.of(nanos);
    }
}
