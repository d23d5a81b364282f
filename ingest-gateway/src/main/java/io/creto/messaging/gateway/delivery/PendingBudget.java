package io.creto.messaging.gateway.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that wait for receivers, all together, and of each caller a part of that, so that nobody takes the room of all. The last
 * record in may exceed a limit. Thread-safe.
 */
final class PendingBudget {
    private static final int CALLERS = 8;

    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final Map<String, Long> usedBy = new ConcurrentHashMap<>();

    /** @param limit bytes, from 8 */
    PendingBudget(long limit) {
        this.limit = limit;
    }

    /** Takes so many bytes for a caller if there is room. */
    boolean tryAcquire(String caller, int bytes) {
        if (!hasRoom(caller)) {
            return false;
        }
        used.addAndGet(bytes);
        usedBy.merge(caller, (long) bytes, Long::sum);
        return true;
    }

    void release(String caller, long bytes) {
        if (bytes > 0) {
            used.addAndGet(-bytes);
            usedBy.computeIfPresent(caller, (one, before) -> before == bytes ? null : before - bytes);
        }
    }

    boolean hasRoom(String caller) {
        return used.get() < limit && usedBy.getOrDefault(caller, 0L) < limit / CALLERS;
    }

    long used() {
        return used.get();
    }
}
