package io.creto.messaging.gateway.delivery;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that wait for receivers, all together. The last one in may exceed the limit, by one record at most. Thread-safe. */
final class PendingBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /** @param limit bytes, from 1 */
    PendingBudget(long limit) {
        this.limit = limit;
    }

    /** Takes so many bytes if there is room. */
    boolean tryAcquire(int bytes) {
        long before = used.get();
        while (before < limit) {
            if (used.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = used.get();
        }
        return false;
    }

    void release(long bytes) {
        used.addAndGet(-bytes);
    }

    boolean hasRoom() {
        return used.get() < limit;
    }

    long used() {
        return used.get();
    }
}
