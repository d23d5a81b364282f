package io.creto.messaging.client.internal.receive;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.ByteString;
import io.creto.messaging.client.ClientLimits;
import io.creto.messaging.client.internal.receive.InboxIndex.Entry;
import io.creto.messaging.client.internal.store.ClientStore;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.SliceParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.Slice;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that are received and not yet handled: on disk, sealed as they were delivered, bounded; with the positions behind them,
 * what has been handled, and how often each was tried, all of which change together. Thread-safe.
 */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int LANE_SHIFT = 56;
    /** Receiving goes on when this much is free again, so that it does not stop and go for each message. */
    private static final double RESUME_AT = 0.75;

    private final ClientStore store;
    private final MVMap<Long, byte[]> slices;
    private final MVMap<Long, Long> tries;
    private final MVMap<String, Long> positions;
    private final Dedupe dedupe;
    private final ClientLimits limits;

    @GuardedBy("this")
    private boolean closed;

    @GuardedBy("this")
    private final InboxIndex index = new InboxIndex();

    @GuardedBy("this")
    private long arrivals;

    /**
     * A message for the inbox.
     *
     * @param slice of one envelope
     * @param header of the envelope
     */
    record Arrival(Slice slice, EnvelopeHeader header, String signer) {}

    /**
     * How often a message was handed to the handler.
     *
     * @param started times, this one not included
     * @param unfinished whether the last one never ended: its process did
     */
    record Tries(long started, boolean unfinished) {}

    Inbox(ClientStore store, ClientLimits limits) {
        this.store = store;
        this.limits = limits;
        this.slices = store.bytes("inbox");
        this.tries = store.counts("inbox.tries");
        this.positions = store.numbers("positions");
        this.dedupe = new Dedupe(store);
        slices.forEach(this::restore);
    }

    private synchronized void restore(long key, byte[] bytes) {
        arrivals = Math.max(arrivals, key & ((1L << LANE_SHIFT) - 1));
        try {
            Slice slice = SliceParser.slice(bytes);
            EnvelopeHeader header =
                    EnvelopeParser.header(slice.getEnvelopes(0).getEnvelope().getHeader());
            String signer = BatchParser.header(slice.getBatchHeader()).getSigner();
            index.add(new Entry(key, conversation(header, signer), bytes.length));
        } catch (WireException e) {
            LOG.error("the inbox holds what it cannot have taken, dropped: {}", e.getMessage());
            store.update(() -> slices.remove(key));
        }
    }

    /** Where to go on in a partition. */
    Optional<Long> position(TopicPartition partition) {
        return Optional.ofNullable(positions.get(partition.toString()));
    }

    /** Whether a message of this identity has been handled. */
    boolean isHandled(EnvelopeHeader header) {
        return dedupe.contains(Dedupe.identity(header));
    }

    /**
     * Whether more fits; the empty inbox takes one record of any size.
     *
     * @param taken messages of this round that are not yet in the inbox
     * @param takenBytes of them
     */
    synchronized boolean hasRoom(int taken, long takenBytes, int messages, long bytes) {
        int before = index.size() + taken;
        long bytesBefore = index.bytes() + takenBytes;
        return messages == 0
                || before == 0
                || (before + messages <= limits.inboxMessages() && bytesBefore + bytes <= limits.inboxBytes());
    }

    /** Whether so much is free that receiving may go on. */
    synchronized boolean mayResume() {
        return index.size() <= limits.inboxMessages() * RESUME_AT && index.bytes() <= limits.inboxBytes() * RESUME_AT;
    }

    /** Takes messages and the positions behind them, all or nothing. */
    synchronized void take(List<Arrival> arrivalsTaken, Map<TopicPartition, Long> behind) {
        List<Entry> added = new ArrayList<>();
        long first = arrivals + 1;
        arrivals += arrivalsTaken.size();
        store.update(() -> {
            for (int i = 0; i < arrivalsTaken.size(); i++) {
                Arrival arrival = arrivalsTaken.get(i);
                byte[] bytes = arrival.slice().toByteArray();
                long key = rank(arrival.header().getLane()) << LANE_SHIFT | (first + i);
                slices.put(key, bytes);
                added.add(new Entry(key, conversation(arrival.header(), arrival.signer()), bytes.length));
            }
            behind.forEach((partition, offset) -> positions.put(partition.toString(), offset));
            return true;
        });
        added.forEach(index::add);
        notifyAll();
    }

    /** Waits for a message whose turn it is; empty when the inbox has been closed. */
    synchronized Optional<Entry> await(InstantSource clock) throws InterruptedException {
        Optional<Entry> next = index.next(clock.millis());
        while (next.isEmpty() && !closed) {
            long wait = index.nextReadyMs()
                    .map(at -> Math.max(1, at - clock.millis()))
                    .orElse(0L);
            wait(wait);
            next = index.next(clock.millis());
        }
        return closed ? Optional.empty() : next;
    }

    /** Hands out no more; what is in it stays. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** The message itself. */
    Slice read(Entry entry) throws WireException {
        byte @Nullable [] bytes = slices.get(entry.key());
        if (bytes == null) {
            throw new IllegalStateException("the inbox has lost a message");
        }
        return SliceParser.slice(ByteString.copyFrom(bytes));
    }

    /** How often it was tried. */
    Tries tries(Entry entry) {
        long value = tries.getOrDefault(entry.key(), 0L);
        return new Tries(value >> 1, (value & 1) != 0);
    }

    /** It is about to be handed to the handler, for the n-th time: noted before that happens. */
    void started(Entry entry, long attempt) {
        store.update(() -> tries.put(entry.key(), attempt << 1 | 1));
    }

    /** It is to be tried again, not before then. */
    synchronized void again(Entry entry, long attempts, long untilMs) {
        store.update(() -> tries.put(entry.key(), attempts << 1));
        index.stall(entry, untilMs);
    }

    /** It could not even be looked at; that is no attempt. */
    synchronized void later(Entry entry, long untilMs) {
        index.stall(entry, untilMs);
    }

    /** It has come to its end, and does not come again. */
    synchronized void handled(Entry entry, EnvelopeHeader header, long nowMs) {
        store.update(() -> {
            remove(entry);
            dedupe.add(Dedupe.identity(header), header.getExpiresAtMs());
            dedupe.evict(nowMs);
            return true;
        });
        index.done(entry);
    }

    /** It is dropped: what is not proven must not keep a message of this identity out. */
    synchronized void dropped(Entry entry) {
        store.update(() -> {
            remove(entry);
            return true;
        });
        index.done(entry);
    }

    private void remove(Entry entry) {
        slices.remove(entry.key());
        tries.remove(entry.key());
    }

    synchronized int size() {
        return index.size();
    }

    synchronized long bytes() {
        return index.bytes();
    }

    private static String conversation(EnvelopeHeader header, String signer) {
        return signer + ' ' + header.getSender() + ' ' + header.getLaneValue();
    }

    private static long rank(Lane lane) {
        return switch (lane) {
            case LANE_URGENT -> 0;
            case LANE_NORMAL -> 1;
            default -> 2;
        };
    }
}
