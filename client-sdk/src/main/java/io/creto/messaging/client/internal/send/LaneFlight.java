package io.creto.messaging.client.internal.send;

import com.google.protobuf.ByteString;
import io.creto.messaging.client.internal.send.Unit.State;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The batches of one lane that are under way, in sequence (architecture §5, Sequence): gapless from 1 within an incarnation; a
 * batch that was never accepted keeps its sequence. Decides only; signs and submits nothing. Belongs to the submitter's
 * worker.
 *
 * <pre>
 *   open ─► READY ─► SENT ─► ACCEPTED ─► (verdicts on all its envelopes) ─► forgotten
 *             ▲        │         │
 *             └────────┴─────────┘  no answer, stream lost, SEQUENCE_GAP: the same bytes again
 *
 *   refused as a whole ─► its sequence stays free, so nothing behind it can be admitted: the lane begins again under a new
 *                         incarnation, which fences what is still parked of the old one
 * </pre>
 */
final class LaneFlight {
    /** Batches of a lane without answer: less than the outcomes that the dataflow keeps of a signer (64). */
    static final int MAX_UNANSWERED = 16;
    /** Their bytes. */
    static final long MAX_UNANSWERED_BYTES = 4L << 20;

    /** In so many submissions a batch must be refused before that is believed. */
    static final int MAX_REFUSALS = 3;

    private final Lane lane;
    /** READY and SENT, by sequence. */
    private final TreeMap<Long, Unit> unanswered = new TreeMap<>();
    /** These, and the accepted ones whose envelopes have not all come to their end. */
    private final Map<ByteString, Unit> byBatchId = new HashMap<>();

    private long incarnation;
    private long nextSequence = 1;
    private long notBeforeMs;

    /** What follows from the refusal of a whole batch. */
    enum Consequence {
        /** Nothing: it is not known, or judged in another form. */
        NONE,
        /** Submit the same bytes again. */
        REPEAT,
        /** Sign it anew under its sequence. */
        RESIGN,
        /** It had been admitted before: its outcome follows or has come. */
        ADMITTED,
        /** Another process uses this identity: stop. */
        FENCED,
        /** It is of an older incarnation: sign its envelopes anew, at the end. */
        REQUEUE,
        /** Sign all that is not admitted anew, in a new incarnation. */
        RESTART,
        /** Fail its envelopes; sign all behind it anew, in a new incarnation. */
        FAIL_AND_RESTART
    }

    LaneFlight(Lane lane, long incarnation) {
        this.lane = lane;
        this.incarnation = incarnation;
    }

    Lane lane() {
        return lane;
    }

    long incarnation() {
        return incarnation;
    }

    /** The sequence of the next batch. */
    long nextSequence() {
        return nextSequence;
    }

    /** Whether another batch may be signed. */
    boolean hasRoom() {
        long bytes = unanswered.values().stream()
                .mapToLong(unit -> unit.form().bytes().size())
                .sum();
        return unanswered.isEmpty() || (unanswered.size() < MAX_UNANSWERED && bytes < MAX_UNANSWERED_BYTES);
    }

    /** Takes a new batch, which has {@link #nextSequence()}. */
    void open(Unit unit) {
        if (unit.sequence() != nextSequence || unit.incarnation() != incarnation) {
            throw new IllegalArgumentException("sequence " + unit.sequence() + ", must be " + nextSequence);
        }
        unanswered.put(nextSequence, unit);
        byBatchId.put(unit.form().batchId(), unit);
        nextSequence++;
    }

    /** What is to be submitted now, in sequence. */
    List<Unit> due(long nowMs) {
        if (nowMs < notBeforeMs) {
            return List.of();
        }
        return unanswered.values().stream()
                .filter(unit -> unit.state() == State.READY)
                .toList();
    }

    /** Whether a new batch may be signed and submitted now. */
    boolean mayOpen(long nowMs) {
        return nowMs >= notBeforeMs && hasRoom();
    }

    /** Submits nothing before then. */
    void pauseUntil(long timeMs) {
        notBeforeMs = Math.max(notBeforeMs, timeMs);
    }

    /** The batch of this id, in any form that it has had. */
    Optional<Unit> find(ByteString batchId) {
        return Optional.ofNullable(byBatchId.get(batchId));
    }

    /** The log has it. */
    void accepted(Unit unit) {
        unit.accepted();
        unanswered.remove(unit.sequence(), unit);
    }

    /** It is to be submitted again, with the same bytes. */
    void repeat(Unit unit) {
        unit.again();
        unanswered.put(unit.sequence(), unit);
    }

    /** It is to be submitted under its sequence with other bytes. */
    void resigned(Unit unit, Unit.Form form) {
        unit.resign(form);
        unanswered.put(unit.sequence(), unit);
        byBatchId.put(form.batchId(), unit);
    }

    /** The stream is gone: what it has not answered is to be submitted again. */
    void streamLost() {
        byBatchId.values().forEach(Unit::lost);
    }

    /** When the oldest submission without answer was made. */
    Optional<Long> oldestSentMs() {
        return unanswered.values().stream()
                .filter(unit -> unit.state() == State.SENT)
                .map(Unit::sentAtMs)
                .min(Long::compare);
    }

    /** The first batch that is not accepted. */
    Optional<Unit> firstUnanswered() {
        return unanswered.values().stream().findFirst();
    }

    /** Whether every batch is accepted. */
    boolean allAccepted() {
        return unanswered.isEmpty();
    }

    /** Forgets a batch that is accepted and whose envelopes have all come to their end. */
    void forgetIfSettled(Unit unit) {
        if (unit.state() == State.ACCEPTED && unit.open().isEmpty()) {
            forget(unit);
        }
    }

    /**
     * What follows from the refusal of a whole batch.
     *
     * @param batchId of the form that was refused
     * @param signedWithCurrentKey whether the signer's key is still the one that signed it
     */
    Consequence refused(Unit unit, ByteString batchId, RejectionReason reason, boolean signedWithCurrentKey) {
        if (unit.judged() && !isProven(reason)) {
            return Consequence.NONE;
        }
        if (unit.incarnation() != incarnation) {
            return Consequence.REQUEUE;
        }
        if (reason == RejectionReason.REJECTION_REASON_FENCED) {
            return Consequence.FENCED;
        }
        if (!unit.form().batchId().equals(batchId)) {
            return Consequence.NONE;
        }
        if (!isProven(reason) && unit.refused() < MAX_REFUSALS) {
            boolean skewed = reason == RejectionReason.REJECTION_REASON_CLOCK_SKEW;
            return skewed ? Consequence.RESIGN : Consequence.REPEAT;
        }
        return switch (reason) {
            case REJECTION_REASON_SEQUENCE_GAP, REJECTION_REASON_INTERNAL -> Consequence.REPEAT;
            case REJECTION_REASON_DUPLICATE_ID -> unit.maybeRepeated() ? Consequence.ADMITTED : Consequence.FENCED;
            case REJECTION_REASON_KEY_NOT_VALID ->
                signedWithCurrentKey ? Consequence.FAIL_AND_RESTART : Consequence.RESTART;
            default -> Consequence.FAIL_AND_RESTART;
        };
    }

    /**
     * Whether the refusal proves that the dataflow has judged this signer's bytes. These others are found before or by checking
     * the signature: anybody can call them forth with a batch that names this signer and this id. The same bytes again bring the
     * stored outcome if they were admitted, and the same refusal if it was meant.
     */
    private static boolean isProven(RejectionReason reason) {
        return switch (reason) {
            case REJECTION_REASON_MALFORMED,
                    REJECTION_REASON_TOO_LARGE,
                    REJECTION_REASON_UNSUPPORTED_VERSION,
                    REJECTION_REASON_ROOT_MISMATCH,
                    REJECTION_REASON_BAD_SIGNATURE_CLASSICAL,
                    REJECTION_REASON_BAD_SIGNATURE_POST_QUANTUM,
                    REJECTION_REASON_BAD_SIGNATURE_BOTH,
                    REJECTION_REASON_UNKNOWN_SIGNER,
                    REJECTION_REASON_KEY_NOT_VALID,
                    REJECTION_REASON_CLOCK_SKEW,
                    REJECTION_REASON_SENDER_SUSPENDED,
                    REJECTION_REASON_SENDER_REVOKED -> false;
            default -> true;
        };
    }

    /**
     * Begins again under a newer incarnation, and gives back the envelopes that must be signed anew, in order: those of the
     * refused batch and of all behind it, and of those before it that were never accepted. What was accepted before it may have
     * been admitted, and waits for its verdict; what has one on any of its envelopes was.
     */
    List<Outgoing> restart(Unit refused, long newIncarnation) {
        List<Unit> lost = byBatchId.values().stream()
                .distinct()
                .filter(unit -> unit.incarnation() == incarnation && !unit.judged())
                .filter(unit -> unit.sequence() >= refused.sequence() || unit.state() != State.ACCEPTED)
                .sorted(Comparator.comparingLong(Unit::sequence))
                .toList();
        List<Outgoing> again =
                lost.stream().flatMap(unit -> unit.open().stream()).toList();
        lost.forEach(this::forget);
        unanswered.clear();
        incarnation = newIncarnation;
        nextSequence = 1;
        return again;
    }

    /** Forgets a batch; gives back its envelopes that have not come to their end. */
    List<Outgoing> requeue(Unit unit) {
        forget(unit);
        return unit.open();
    }

    private void forget(Unit unit) {
        unanswered.remove(unit.sequence(), unit);
        unit.batchIds().forEach(byBatchId::remove);
    }
}
