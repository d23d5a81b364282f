package io.creto.messaging.jobs.io;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Says how far a topic reaches. Thread-safe. */
public interface LogEnds extends AutoCloseable {
    /** Opens one where it is needed. */
    interface Factory extends Serializable {
        /** One that its caller closes. */
        LogEnds open();
    }

    /**
     * The offsets that a partition holds.
     *
     * @param begin of its first record
     * @param end of the record that comes next
     */
    record Extent(long begin, long end) {}

    /** Asks for all partitions, by number; fails if one of them cannot be reached within some seconds. */
    CompletableFuture<Map<Integer, Extent>> ask();

    @Override
    void close();
}
