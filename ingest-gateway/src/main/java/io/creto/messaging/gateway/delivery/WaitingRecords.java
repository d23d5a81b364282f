package io.creto.messaging.gateway.delivery;

import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.ReceiveResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one receiver, by lane, urgent ones first: few of each partition, and bounded for all receivers together by the
 * budget. Not thread-safe.
 */
final class WaitingRecords {
    /** Of one partition. */
    static final int MAX_RECORDS = 256;
    /** Of one partition; the last one in may exceed it. */
    static final long MAX_BYTES = 1024 * 1024;

    private final String caller;
    private final PendingBudget budget;
    private final Map<Lane, Deque<Waiting>> byLane = new HashMap<>();
    private final Map<Subscription, Used> shares = new HashMap<>();

    /** A record that waits; its bytes are those of the response. */
    record Waiting(Subscription of, ReceiveResponse response, int bytes) {}

    private record Used(int records, long bytes) {
        static final Used NOTHING = new Used(0, 0);
    }

    WaitingRecords(String caller, PendingBudget budget) {
        this.caller = caller;
        this.budget = budget;
    }

    boolean isEmpty() {
        return shares.isEmpty();
    }

    /** Whether nothing waits of one partition. */
    boolean isEmpty(Subscription of) {
        return !shares.containsKey(of);
    }

    /** Whether it is worth reading more of a partition: half of what it may have is free. */
    boolean hasRoom(Subscription of) {
        Used used = used(of);
        return used.records <= MAX_RECORDS / 2 && used.bytes <= MAX_BYTES / 2 && budget.hasRoom(caller);
    }

    /** Takes a record, or says that there is no room for it. */
    boolean tryAdd(Subscription of, ReceiveResponse response) {
        Used used = used(of);
        int bytes = response.getSerializedSize();
        if (used.records >= MAX_RECORDS || used.bytes >= MAX_BYTES || !budget.tryAcquire(caller, bytes)) {
            return false;
        }
        shares.put(of, new Used(used.records + 1, used.bytes + bytes));
        byLane.computeIfAbsent(of.place().lane(), lane -> new ArrayDeque<>()).add(new Waiting(of, response, bytes));
        return true;
    }

    /** Takes out the first of the most urgent lane that has any; there must be one. */
    Waiting remove() {
        for (Lane lane : List.of(Lane.LANE_URGENT, Lane.LANE_NORMAL, Lane.LANE_BULK)) {
            Deque<Waiting> queue = byLane.get(lane);
            if (queue != null && !queue.isEmpty()) {
                Waiting first = queue.remove();
                shares.computeIfPresent(first.of, (of, used) -> less(used, first.bytes));
                budget.release(caller, first.bytes);
                return first;
            }
        }
        throw new NoSuchElementException("nothing waits");
    }

    /** Drops all, and gives their room back. */
    void clear() {
        budget.release(caller, shares.values().stream().mapToLong(Used::bytes).sum());
        shares.clear();
        byLane.clear();
    }

    private Used used(Subscription of) {
        return shares.getOrDefault(of, Used.NOTHING);
    }

    private static @Nullable Used less(Used used, int bytes) {
        return used.records == 1 ? null : new Used(used.records - 1, used.bytes - bytes);
    }
}
