package io.creto.messaging.jobs.verify;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.Held;
import io.creto.messaging.jobs.state.Outcome;
import io.creto.messaging.jobs.verify.BatchVerification.Refused;
import io.creto.messaging.jobs.verify.BatchVerification.Unknown;
import io.creto.messaging.jobs.verify.BatchVerification.Verified;
import io.creto.messaging.jobs.verify.SequenceGuard.Turn;
import io.creto.messaging.jobs.verify.SignerMemory.Place;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import java.util.Optional;

/**
 * Admits the verified batches of a signer in one lane.
 *
 * <pre>
 *   the same header bytes as an admitted batch ─► said again
 *   verified ─► sequence ─┬─ fenced, taken ─────► refused
 *                         ├─ ahead ─► parked ─┬── 5 s pass: SEQUENCE_GAP
 *                         └─ next ◄───────────┘
 *                             ├─ a delegation missing ─► parked as next, ≤ 5 s, then admitted without the undelegated
 *                             └─ else ─────────────────► admitted
 * </pre>
 *
 * <p>What is taken from parking is verified again: that is rarer than it is dear. Lives for one event.
 */
final class LaneAdmission {
    private static final String FENCED = "a newer incarnation of the signer has sent in this lane";
    private static final String GAP = "an earlier batch did not arrive in time, or too much waits for it";
    private static final String TAKEN = "the sequence is used by other bytes, or its outcome is no longer kept";

    private final Lane lane;
    private final SignerMemory memory;
    private final AdmissionOutput output;
    private final Verification verification;
    private final SequenceGuard guard;

    /** Verifies batches. */
    interface Verification {
        /** A batch that was parked. */
        BatchVerification of(Arrival batch) throws Exception;

        /** A batch whose header was admitted before, at that ingest time. */
        Optional<Verified> again(SignedBatch batch, long ingestTimeMs) throws Exception;
    }

    LaneAdmission(Lane lane, SignerMemory memory, AdmissionOutput output, Verification verification) throws Exception {
        this.lane = lane;
        this.memory = memory;
        this.output = output;
        this.verification = verification;
        this.guard = new SequenceGuard(memory.lane(lane));
    }

    /**
     * Says again what was said of a batch that was admitted before: the outcome of the same bytes does not depend on when they
     * come again, so this stands before clock, key and incarnation are looked at.
     *
     * @return false if it is not one
     */
    boolean repeat(SignedBatch signed) throws Exception {
        Optional<Outcome> said = guard.said(HeaderHash.of(signed.getHeader()));
        if (said.isEmpty()) {
            return false;
        }
        Optional<Verified> verified = verification.again(signed, said.get().getIngestTimeMs());
        verified.ifPresent(same -> {
            output.repeated();
            emit(same, EnvelopeVerifier.repeat(same, said.get()));
        });
        return verified.isPresent();
    }

    /** Takes a verified batch to its place. */
    void take(Arrival batch, Verified verified) throws Exception {
        ByteString hash = HeaderHash.of(verified.signed().getHeader());
        Turn turn = guard.turn(verified.batch().header(), hash);
        for (Held held : turn.fenced()) {
            Place place = Place.parked(lane, held.getPosition());
            refuse(memory.held(place), RejectionReason.REJECTION_REASON_FENCED, FENCED, batch.getIngestTimeMs());
            memory.forget(place);
        }
        long now = batch.getIngestTimeMs();
        switch (turn.place()) {
            case FENCED -> refuse(batch, RejectionReason.REJECTION_REASON_FENCED, FENCED, now);
            case TAKEN -> refuse(batch, RejectionReason.REJECTION_REASON_DUPLICATE_ID, TAKEN, now);
            case PARKED -> output.repeated();
            case AHEAD -> {
                if (!park(batch, verified, hash)) {
                    refuse(batch, RejectionReason.REJECTION_REASON_SEQUENCE_GAP, GAP, now);
                }
            }
            case NEXT -> {
                if (admit(verified, hash, false) || (!park(batch, verified, hash) && admit(verified, hash, true))) {
                    admitReady();
                }
            }
        }
    }

    /** Admits what is parked, as long as the next one is there and complete. */
    void admitReady() throws Exception {
        Optional<Held> ready = guard.ready();
        while (ready.isPresent() && settle(ready.get(), false)) {
            ready = guard.ready();
        }
    }

    /**
     * Gives up what a missing batch has kept parked long enough, when the lane's own log has passed {@code logTimeMs}. A batch
     * whose turn it is lacks a delegation instead, and how far those have been read the lane's log does not tell: it waits
     * for {@link #settleOverdue}.
     */
    void settleGaps(long logTimeMs) throws Exception {
        if (guard.ready().isEmpty()) {
            settleOverdue(logTimeMs);
        }
    }

    /** Decides on what has been parked long enough when log time has passed {@code watermarkMs}. */
    void settleOverdue(long watermarkMs) throws Exception {
        for (Optional<Held> held = guard.overdue(watermarkMs); held.isPresent(); held = guard.overdue(watermarkMs)) {
            if (held.get().getPosition() == guard.next()) {
                settle(held.get(), true);
                admitReady();
            } else {
                Place place = Place.parked(lane, held.get().getPosition());
                long deadline = Holding.deadline(held.get().getIngestTimeMs());
                refuse(memory.held(place), RejectionReason.REJECTION_REASON_SEQUENCE_GAP, GAP, deadline);
                release(place);
            }
        }
    }

    /** Says what became of the envelopes of an admitted batch. */
    void emit(Verified verified, EnvelopeVerification envelopes) {
        if (envelopes.accepted().getLeafHashesCount() > 0) {
            output.accepted(envelopes.accepted());
        }
        if (!envelopes.refused().isEmpty()) {
            output.refused(verified, envelopes.refused());
        }
    }

    /** Keeps what has changed. */
    void store() throws Exception {
        if (guard.changed()) {
            memory.keep(lane, guard.stored());
        }
    }

    /** Admits the batch whose turn it is, unless a delegation is missing and may still become known. */
    private boolean admit(Verified verified, ByteString hash, boolean last) throws Exception {
        EnvelopeVerification envelopes = EnvelopeVerifier.verify(verified, memory);
        if (envelopes.undelegated() && !last) {
            return false;
        }
        guard.admit(hash, verified.ingestTimeMs(), envelopes.refused());
        emit(verified, envelopes);
        return true;
    }

    /** Decides on the parked batch whose turn it is; false if it has to wait on. */
    private boolean settle(Held held, boolean last) throws Exception {
        Place place = Place.parked(lane, held.getPosition());
        Arrival batch = memory.held(place);
        BatchVerification again = verification.of(batch);
        if (again instanceof Verified verified) {
            if (!admit(verified, held.getHeaderHash(), last)) {
                return false;
            }
        } else if (again instanceof Refused refused) {
            output.refused(batch, refused, batch.getIngestTimeMs());
        } else if (again instanceof Unknown unknown) {
            refuse(batch, unknown.reason(), unknown.detail(), batch.getIngestTimeMs());
        }
        release(place);
        return true;
    }

    private boolean park(Arrival batch, Verified verified, ByteString hash) throws Exception {
        long sequence = verified.batch().header().getSequence();
        boolean parked = guard.park(Held.newBuilder()
                .setPosition(sequence)
                .setSize(batch.getRecord().size())
                .setIngestTimeMs(batch.getIngestTimeMs())
                .setHeaderHash(hash)
                .build());
        if (parked) {
            memory.hold(Place.parked(lane, sequence), batch);
            output.held(Holding.deadline(batch.getIngestTimeMs()));
        }
        return parked;
    }

    private void release(Place place) throws Exception {
        guard.release(place.position());
        memory.forget(place);
    }

    private void refuse(Arrival batch, RejectionReason reason, String detail, long decidedAtMs) {
        output.refused(batch, new Refused(reason, detail), decidedAtMs);
    }
}
