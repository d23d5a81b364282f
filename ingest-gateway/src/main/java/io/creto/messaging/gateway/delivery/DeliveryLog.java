package io.creto.messaging.gateway.delivery;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What is kept of delivery partitions, and how far receivers have acknowledged them. Nothing here blocks; futures fail with {@link
 * io.creto.messaging.gateway.fault.GatewayException} and complete on threads that must not be blocked. Thread-safe.
 */
public interface DeliveryLog {
    /**
     * What a partition holds.
     *
     * @param begin offset of the oldest record
     * @param end offset of the record that comes next
     */
    record Range(long begin, long end) {
        boolean contains(long offset) {
            return offset >= begin && offset <= end;
        }
    }

    /** What partitions hold now. */
    CompletableFuture<Map<Place, Range>> ranges(Collection<Place> partitions);

    /** How far a group has acknowledged those partitions that it has acknowledged at all. */
    CompletableFuture<Map<Place, Long>> acknowledged(String group, Collection<Place> partitions);

    /** Acknowledges for a group: offsets of the records that come next. */
    CompletableFuture<Void> acknowledge(String group, Map<Place, Long> offsets);
}
