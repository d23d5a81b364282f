package io.creto.messaging.jobs.verify;

import io.creto.messaging.jobs.state.Held;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The list of batches that are held back, by position; their bytes are elsewhere. Bounded in bytes and number, and each for
 * {@link #PATIENCE_MS} of log time from its ingest time (architecture §4, verify). Not thread-safe.
 */
public final class Holding {
    /** How long a batch is held, in log time. */
    public static final long PATIENCE_MS = 5_000;
    /** How much of one signer is held, in bytes, in a lane or in the waiting room. */
    public static final long MAX_BYTES = 4L << 20;
    /** How many batches of one signer are held, in a lane or in the waiting room. */
    public static final int MAX_BATCHES = 1024;

    private final TreeMap<Long, Held> held = new TreeMap<>();
    private long bytes;

    Holding(Collection<Held> stored) {
        stored.forEach(this::put);
    }

    /** Adds a batch, unless it would exceed the bounds. */
    boolean add(Held batch) {
        if (held.size() >= MAX_BATCHES || bytes + batch.getSize() > MAX_BYTES) {
            return false;
        }
        put(batch);
        return true;
    }

    private void put(Held batch) {
        held.put(batch.getPosition(), batch);
        bytes += batch.getSize();
    }

    void remove(long position) {
        Held removed = held.remove(position);
        bytes -= removed == null ? 0 : removed.getSize();
    }

    Optional<Held> at(long position) {
        return Optional.ofNullable(held.get(position));
    }

    /** The first one, by position, whose time is over when log time has passed {@code watermarkMs}. */
    Optional<Held> overdue(long watermarkMs) {
        return held.values().stream()
                .filter(batch -> deadline(batch.getIngestTimeMs()) <= watermarkMs)
                .findFirst();
    }

    /** All of them, by position. */
    List<Held> all() {
        return new ArrayList<>(held.values());
    }

    void clear() {
        held.clear();
        bytes = 0;
    }

    /** When a batch has been held long enough. */
    public static long deadline(long ingestTimeMs) {
        return ingestTimeMs + PATIENCE_MS;
    }
}
