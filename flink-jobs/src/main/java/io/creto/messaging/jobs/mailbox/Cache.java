package io.creto.messaging.jobs.mailbox;

import java.util.LinkedHashMap;
import java.util.Map;

/** The values used last, in front of a store that nobody else writes to. Not thread-safe. */
final class Cache<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private static final float LOAD = 0.75f;
    private static final int INITIAL = 64;

    private final int capacity;

    Cache(int capacity) {
        super(INITIAL, LOAD, true);
        this.capacity = capacity;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > capacity;
    }
}
