package io.creto.messaging.gateway.admission;

import java.time.Duration;

/**
 * Bounds what is on its way to the log: so many batches, so many bytes, never more. A batch enters before it is handed to
 * the log and leaves when its answer is out, so an empty, closed one owes nobody anything. Thread-safe.
 */
public final class InFlight {
    /** What became of a try to enter. */
    public enum Entry {
        /** It is in, and must leave. */
        ENTERED,
        /** A limit is reached; later it may succeed. */
        FULL,
        /** Closed for good. */
        CLOSED
    }

    private final int maxBatches;
    private final long maxBytes;
    private int batches;
    private long bytes;
    private boolean closed;

    /**
     * @param maxBatches from 1
     * @param maxBytes at least the size of the largest batch
     */
    public InFlight(int maxBatches, long maxBytes) {
        this.maxBatches = maxBatches;
        this.maxBytes = maxBytes;
    }

    /** Tries to bring a batch of so many bytes in. Never waits. */
    public synchronized Entry enter(int size) {
        if (closed) {
            return Entry.CLOSED;
        }
        if (batches >= maxBatches || bytes + size > maxBytes) {
            return Entry.FULL;
        }
        batches++;
        bytes += size;
        return Entry.ENTERED;
    }

    /**
     * A batch that had entered is answered.
     *
     * @throws IllegalStateException if it had not
     */
    public synchronized void leave(int size) {
        if (batches == 0 || bytes < size) {
            throw new IllegalStateException("a batch of " + size + " bytes leaves that is not in");
        }
        batches--;
        bytes -= size;
        if (batches == 0) {
            notifyAll();
        }
    }

    /** Lets nothing in any more. */
    public synchronized void close() {
        closed = true;
    }

    /**
     * Waits until nothing is in flight.
     *
     * @return whether that came true in time
     */
    public synchronized boolean awaitEmpty(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (batches > 0) {
            long leftMillis = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (leftMillis <= 0) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }

    /** Batches in flight. */
    public synchronized int batches() {
        return batches;
    }

    /** Bytes in flight. */
    public synchronized long bytes() {
        return bytes;
    }
}
