package io.creto.messaging.gateway.limit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections there are, in all and from each address. Bounded by its own limits. Thread-safe. */
public final class Connections {
    private final int max;
    private final int maxPerAddress;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

    /**
     * @param max of all, from 1
     * @param maxPerAddress from one address, from 1
     */
    public Connections(int max, int maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /** Whether one more from there may stay; then {@link #leave} must follow. */
    boolean enter(String address) {
        if (open.incrementAndGet() > max) {
            open.decrementAndGet();
            return false;
        }
        // Counted one beyond the limit for a moment: what was there already stays.
        if (byAddress.merge(address, 1, Integer::sum) > maxPerAddress) {
            leave(address);
            return false;
        }
        return true;
    }

    /** One from there is closed. */
    void leave(String address) {
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        open.decrementAndGet();
    }

    /** Open ones. */
    public int open() {
        return open.get();
    }
}
