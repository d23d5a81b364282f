package io.creto.messaging.client.internal.send;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.CodedOutputStream;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What waits to be signed, by lane and in order. A batch is whatever waits when the worker is free, up to what a batch may
 * hold: that is all there is to batching. Its bound is the {@link Budget} of those who add. Thread-safe.
 */
final class OutgoingQueue {
    /** Header, signature and their framing; the rest of a batch is envelopes. */
    private static final int FRAME_BYTES = WireLimits.MAX_BATCH_HEADER_BYTES + WireLimits.SIGNATURE_BYTES + 64;

    private static final int MAX_ENVELOPES_BYTES = WireLimits.MAX_BATCH_BYTES - FRAME_BYTES;

    @GuardedBy("this")
    private final Map<Lane, Deque<Outgoing>> waiting = new EnumMap<>(Lane.class);

    /** Adds one at the end of its lane. */
    synchronized void add(Outgoing outgoing) {
        lane(outgoing.lane()).addLast(outgoing);
    }

    /** Puts some back in front of what waits in their lane, in this order. */
    synchronized void putBack(Lane lane, List<Outgoing> outgoing) {
        for (int i = outgoing.size() - 1; i >= 0; i--) {
            lane(lane).addFirst(outgoing.get(i));
        }
    }

    /** Takes what one batch may hold, 1 to 256 envelopes and 1 MiB with its frame; empty if nothing waits. */
    synchronized List<Outgoing> take(Lane lane) {
        Deque<Outgoing> queue = lane(lane);
        List<Outgoing> batch = new ArrayList<>();
        long bytes = 0;
        while (!queue.isEmpty() && batch.size() < WireLimits.MAX_BATCH_COUNT) {
            long size = CodedOutputStream.computeMessageSize(
                    SignedBatch.ENVELOPES_FIELD_NUMBER, queue.getFirst().envelope());
            if (!batch.isEmpty() && bytes + size > MAX_ENVELOPES_BYTES) {
                break;
            }
            bytes += size;
            batch.add(queue.removeFirst());
        }
        return batch;
    }

    synchronized boolean isEmpty(Lane lane) {
        return lane(lane).isEmpty();
    }

    synchronized boolean isEmpty() {
        return waiting.values().stream().allMatch(Deque::isEmpty);
    }

    @GuardedBy("this")
    private Deque<Outgoing> lane(Lane lane) {
        return waiting.computeIfAbsent(lane, none -> new ArrayDeque<>());
    }
}
