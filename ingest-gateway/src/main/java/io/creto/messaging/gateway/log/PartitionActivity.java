package io.creto.messaging.gateway.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When this gateway last had something appended to each partition, and which of them are due for a tick: those that were
 * quiet for the interval and have no tick on its way. Times are of a monotonic clock, in nanoseconds. Thread-safe.
 */
public final class PartitionActivity {
    private final long quietNanos;
    private final Map<IngestPartition, State> states = new LinkedHashMap<>();

    private static final class State {
        private long lastAppend;
        private boolean tickUnderWay;
    }

    /** @param quietNanos how long a partition may be without a record */
    public PartitionActivity(long quietNanos) {
        this.quietNanos = quietNanos;
    }

    /** Begins to watch partitions; they count as quiet. */
    public synchronized void watch(Collection<IngestPartition> partitions, long now) {
        partitions.forEach(partition -> appended(partition, now - quietNanos));
    }

    /** The log has a record in that partition, which is watched from now on if it was not. */
    public synchronized void appended(IngestPartition partition, long now) {
        states.computeIfAbsent(partition, p -> new State()).lastAppend = now;
    }

    /** The partitions that need a tick now; each is under way until {@link #tickDone}. */
    public synchronized List<IngestPartition> takeDue(long now) {
        List<IngestPartition> due = new ArrayList<>();
        states.forEach((partition, state) -> {
            if (!state.tickUnderWay && now - state.lastAppend >= quietNanos) {
                state.tickUnderWay = true;
                due.add(partition);
            }
        });
        return due;
    }

    /** A tick was written, or was given up. */
    public synchronized void tickDone(IngestPartition partition) {
        State state = states.get(partition);
        if (state != null) {
            state.tickUnderWay = false;
        }
    }
}
