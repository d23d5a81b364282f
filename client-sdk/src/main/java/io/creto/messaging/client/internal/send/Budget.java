package io.creto.messaging.client.internal.send;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * What may be under way: so many messages and so many bytes. Who wants to send takes its share and waits for it where there
 * is none; first come, first served is not promised. Thread-safe.
 */
final class Budget {
    private final int maxMessages;
    private final long maxBytes;

    @GuardedBy("this")
    private int messages;

    @GuardedBy("this")
    private long bytes;

    @GuardedBy("this")
    private boolean closed;

    Budget(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /**
     * Takes a share, waiting for it. One that exceeds all there is gets all there is, alone.
     *
     * @return false if the budget has been closed
     */
    synchronized boolean take(long size) throws InterruptedException {
        while (!closed && !fits(size)) {
            wait();
        }
        return tryTake(size);
    }

    /** Takes a share if there is one. */
    synchronized boolean tryTake(long size) {
        if (closed || !fits(size)) {
            return false;
        }
        messages++;
        bytes += size;
        return true;
    }

    /** Gives a share back. */
    synchronized void give(long size) {
        messages--;
        bytes -= size;
        notifyAll();
    }

    /** Lets nobody wait any longer. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized int messages() {
        return messages;
    }

    @GuardedBy("this")
    private boolean fits(long size) {
        return messages == 0 || (messages < maxMessages && bytes + size <= maxBytes);
    }
}
