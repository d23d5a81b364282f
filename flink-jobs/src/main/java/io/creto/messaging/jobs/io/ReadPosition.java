package io.creto.messaging.jobs.io;

import io.creto.messaging.jobs.io.LogEnds.Extent;
import io.creto.messaging.jobs.state.ReadOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far a topic has been read, and how far it has to be. Not thread-safe. */
final class ReadPosition {
    private final Map<Integer, Long> next = new HashMap<>();
    private final Map<Integer, Long> missing = new HashMap<>();
    private boolean sought;

    /** A record has been read. */
    void passed(int partition, long offset) {
        next.merge(partition, offset + 1, Math::max);
        missing.computeIfPresent(partition, (same, end) -> end <= offset + 1 ? null : end);
    }

    /** The topic reaches so far: all of that is sought. */
    void seek(Map<Integer, Extent> extents) {
        missing.clear();
        extents.forEach((partition, extent) -> {
            if (extent.end() > Math.max(extent.begin(), next.getOrDefault(partition, 0L))) {
                missing.put(partition, extent.end());
            }
        });
        sought = true;
    }

    /** Whether what was sought has been read; says so once. */
    boolean isReached() {
        boolean reached = sought && missing.isEmpty();
        sought = sought && !reached;
        return reached;
    }

    /** To be kept. */
    List<ReadOffset> stored() {
        return next.entrySet().stream()
                .map(entry -> ReadOffset.newBuilder()
                        .setPartition(entry.getKey())
                        .setNext(entry.getValue())
                        .build())
                .toList();
    }

    /** As it was kept. */
    void restore(Iterable<ReadOffset> stored) {
        stored.forEach(offset -> next.put(offset.getPartition(), offset.getNext()));
    }
}
