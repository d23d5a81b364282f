package io.creto.messaging.jobs.verify;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.Held;
import io.creto.messaging.jobs.state.LaneSequence;
import io.creto.messaging.jobs.state.Outcome;
import io.creto.messaging.jobs.state.RefusedEnvelope;
import io.creto.messaging.jobs.verify.EnvelopeVerification.Refusal;
import io.creto.messaging.v1.BatchHeader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The order of one signer's verified batches in one lane (architecture §5, Sequence): gapless from 1 within an incarnation.
 *
 * <pre>
 *                        older incarnation ─────────────────────► FENCED
 *   batch ──┬─ newer incarnation: starts again at 1, then ┐
 *           └─ same incarnation ──┬─ sequence = next ─────┴─────► NEXT       (admit, or park for its delegations)
 *                                 ├─ sequence &gt; next ──────────► AHEAD      (park)
 *                                 │      the same is parked ────► PARKED     (nothing to do)
 *                                 │      another is parked ─────► TAKEN
 *                                 └─ sequence &lt; next ──────────► TAKEN      (by other bytes, or forgotten)
 * </pre>
 *
 * <p>A lane is one log, so what is decided here follows from the order of that log alone; other lanes of the signer have no
 * part in it. Only admitted batches are remembered: one that is refused as a whole leaves its sequence free. A batch is
 * identified by SHA-256 of its header's bytes, never by its signature, which is not unique. Not thread-safe.
 */
public final class SequenceGuard {
    /** How many outcomes are kept: more than a signer has in flight. */
    public static final int RECENT = 64;

    /** Where a batch stands. */
    public enum Place {
        FENCED,
        NEXT,
        AHEAD,
        PARKED,
        TAKEN
    }

    /**
     * Where a batch stands, and what follows.
     *
     * @param place where it stands
     * @param fenced batches of the older incarnation that were parked, and are now refused
     */
    public record Turn(Place place, List<Held> fenced) {}

    private final Holding parked;
    private final Deque<Outcome> recent;
    private long incarnation;
    private long next;
    private boolean changed;

    /** A guard as {@link #stored()} left it; the default instance for a signer that is new in this lane. */
    public SequenceGuard(LaneSequence stored) {
        this.parked = new Holding(stored.getParkedList());
        this.recent = new ArrayDeque<>(stored.getRecentList());
        this.incarnation = stored.getIncarnation();
        this.next = stored.getNext();
    }

    /** Whether there is something new to keep. */
    public boolean changed() {
        return changed;
    }

    /** What to keep. */
    public LaneSequence stored() {
        return LaneSequence.newBuilder()
                .setIncarnation(incarnation)
                .setNext(next)
                .addAllRecent(recent)
                .addAllParked(parked.all())
                .build();
    }

    /**
     * What was said of the batch with this header, of whatever incarnation.
     *
     * @param headerHash SHA-256 of the header's bytes
     */
    public Optional<Outcome> said(ByteString headerHash) {
        return recent.stream()
                .filter(outcome -> outcome.getHeaderHash().equals(headerHash))
                .findFirst();
    }

    /**
     * Where a batch stands, which has not been admitted before. A newer incarnation takes over at once.
     *
     * @param header of a batch whose signature has been verified
     * @param headerHash SHA-256 of the header's bytes
     */
    public Turn turn(BatchHeader header, ByteString headerHash) {
        if (header.getIncarnation() < incarnation) {
            return new Turn(Place.FENCED, List.of());
        }
        List<Held> fenced = List.of();
        if (header.getIncarnation() > incarnation) {
            fenced = parked.all();
            changed = true;
            parked.clear();
            incarnation = header.getIncarnation();
            next = 1;
        }
        if (header.getSequence() < next) {
            return new Turn(Place.TAKEN, fenced);
        }
        Optional<Held> waiting = parked.at(header.getSequence());
        if (waiting.isPresent()) {
            boolean same = waiting.get().getHeaderHash().equals(headerHash);
            return new Turn(same ? Place.PARKED : Place.TAKEN, fenced);
        }
        return new Turn(header.getSequence() == next ? Place.NEXT : Place.AHEAD, fenced);
    }

    /**
     * Parks a batch that is NEXT or AHEAD.
     *
     * @return false if it would exceed the bounds: SEQUENCE_GAP
     */
    public boolean park(Held batch) {
        boolean added = parked.add(batch);
        changed |= added;
        return added;
    }

    /** Takes a batch out that is admitted or given up. */
    public void release(long sequence) {
        changed = true;
        parked.remove(sequence);
    }

    /** Admits the batch that is NEXT and remembers what was said of it. */
    public void admit(ByteString headerHash, long ingestTimeMs, List<Refusal> refused) {
        Outcome.Builder outcome =
                Outcome.newBuilder().setSequence(next).setHeaderHash(headerHash).setIngestTimeMs(ingestTimeMs);
        for (Refusal refusal : refused) {
            outcome.addRefused(RefusedEnvelope.newBuilder()
                    .setIndex(refusal.index())
                    .setReason(refusal.reason().getNumber()));
        }
        recent.addLast(outcome.build());
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
        next++;
        changed = true;
    }

    /** The parked batch whose turn has come. */
    public Optional<Held> ready() {
        return parked.at(next);
    }

    /** The first parked batch whose time is over when log time has passed {@code watermarkMs}. */
    public Optional<Held> overdue(long watermarkMs) {
        return parked.overdue(watermarkMs);
    }

    /** The sequence that comes next. */
    public long next() {
        return next;
    }
}
