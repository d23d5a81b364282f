package io.creto.messaging.jobs.verify;

import com.google.protobuf.InvalidProtocolBufferException;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.Held;
import io.creto.messaging.jobs.state.IdentityShare;
import io.creto.messaging.jobs.verify.BatchVerification.Refused;
import io.creto.messaging.jobs.verify.BatchVerification.Unknown;
import io.creto.messaging.jobs.verify.BatchVerification.Verified;
import io.creto.messaging.jobs.verify.SignerMemory.Place;
import io.creto.messaging.v1.IngestRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import java.util.List;
import java.util.Optional;

/**
 * Admits the batches of a signer, in order, each with the time that its lane's log gave it.
 *
 * <pre>
 *   arrival ─► verify ─┬─ refused ────────────────────────────────────► refused
 *                      ├─ signer or key unknown ─► waiting list ─┐
 *                      │        ▲     a record comes: verify ◄───┤
 *                      │        └──────── 5 s pass: refused ◄────┘
 *                      └─ verified ─► {@link LaneAdmission}
 * </pre>
 *
 * <p>Signatures are verified before anything is remembered, so nobody can fence, park or advance another's sequence. An
 * enrolment has no part in the sequence: whoever holds any key can send one in anybody's name. Not thread-safe.
 */
public final class Admission {
    private static final List<Lane> LANES = List.of(Lane.LANE_URGENT, Lane.LANE_NORMAL, Lane.LANE_BULK);

    private final BatchVerifier verifier = new BatchVerifier();
    private final SignerMemory memory;
    private final AdmissionOutput output;
    private final WaitingList waiting;

    /**
     * @param memory of the signer whose turn it is
     * @param output where decisions go
     */
    public Admission(SignerMemory memory, AdmissionOutput output) {
        this.memory = memory;
        this.output = output;
        this.waiting = new WaitingList(memory);
    }

    /** A batch has arrived: log time in its lane has come up to its ingest time. */
    public void arrive(Arrival batch) throws Exception {
        LaneAdmission lane = lane(laneOf(batch));
        lane.settleGaps(batch.getIngestTimeMs() - 1);
        SignedBatch signed = signed(batch);
        if (!lane.repeat(signed)) {
            admitOrHold(lane, batch, signed);
        }
        lane.store();
    }

    private void admitOrHold(LaneAdmission lane, Arrival batch, SignedBatch signed) throws Exception {
        BatchVerification verification = verify(batch, signed);
        if (verification instanceof Unknown unknown) {
            if (waiting.add(batch)) {
                output.held(Holding.deadline(batch.getIngestTimeMs()));
            } else {
                Refused refused = new Refused(unknown.reason(), "too many batches wait for this signer or its key");
                output.refused(batch, refused, batch.getIngestTimeMs());
            }
        } else {
            proceed(lane, batch, verification);
        }
    }

    /** A share of an identity record has arrived, at a log time. */
    public void learn(IdentityShare share, long logTimeMs) throws Exception {
        boolean own = share.getAgent().equals(share.getSigner());
        Optional<SignerRecord> known = own ? memory.signer() : memory.find(share.getAgent());
        SignerRecord now = new SignerRecord(share);
        if (!now.replaces(known)) {
            return;
        }
        if (known.filter(before -> now.cameLate(before, logTimeMs)).isPresent()) {
            output.learntLate();
        }
        memory.keep(share);
        for (Held held : waiting.all()) {
            Arrival batch = memory.held(Place.waiting(held.getPosition()));
            SignedBatch signed = signed(batch);
            BatchVerification verification = verify(batch, signed);
            if (!(verification instanceof Unknown)) {
                waiting.remove(held.getPosition());
                admit(batch, signed, verification);
            }
        }
        for (Lane name : LANES) {
            LaneAdmission lane = lane(name);
            lane.admitReady();
            lane.store();
        }
    }

    /** Log time has passed {@code watermarkMs}: what was held long enough is decided. */
    public void wake(long watermarkMs) throws Exception {
        for (Optional<Held> held = waiting.overdue(watermarkMs);
                held.isPresent();
                held = waiting.overdue(watermarkMs)) {
            Arrival batch = waiting.remove(held.get().getPosition());
            SignedBatch signed = signed(batch);
            BatchVerification verification = verify(batch, signed);
            if (verification instanceof Unknown unknown) {
                Refused refused = new Refused(unknown.reason(), unknown.detail());
                output.refused(batch, refused, Holding.deadline(batch.getIngestTimeMs()));
            } else {
                admit(batch, signed, verification);
            }
        }
        for (Lane name : LANES) {
            LaneAdmission lane = lane(name);
            lane.settleOverdue(watermarkMs);
            lane.store();
        }
    }

    private void admit(Arrival batch, SignedBatch signed, BatchVerification verification) throws Exception {
        LaneAdmission lane = lane(laneOf(batch));
        if (!lane.repeat(signed)) { // the same bytes may have waited beside it
            proceed(lane, batch, verification);
        }
        lane.store();
    }

    private void proceed(LaneAdmission lane, Arrival batch, BatchVerification verification) throws Exception {
        if (verification instanceof Verified verified) {
            if (verified.enrolment()) {
                lane.emit(verified, EnvelopeVerifier.verify(verified, memory));
            } else {
                lane.take(batch, verified);
            }
        } else if (verification instanceof Refused refused) {
            output.refused(batch, refused, batch.getIngestTimeMs());
        }
    }

    private BatchVerification verify(Arrival batch, SignedBatch signed) throws Exception {
        return verifier.verify(signed, laneOf(batch), batch.getIngestTimeMs(), memory.signer());
    }

    /** The batch of a record that {@link ReadFunction} has read strictly: once is enough. */
    private static SignedBatch signed(Arrival batch) throws InvalidProtocolBufferException {
        return IngestRecord.parseFrom(batch.getRecord()).getBatch();
    }

    private LaneAdmission lane(Lane lane) throws Exception {
        return new LaneAdmission(lane, memory, output, new LaneAdmission.Verification() {
            @Override
            public BatchVerification of(Arrival batch) throws Exception {
                return verify(batch, signed(batch));
            }

            @Override
            public Optional<Verified> again(SignedBatch batch, long ingestTimeMs) throws Exception {
                return verifier.again(batch, ingestTimeMs, memory.signer());
            }
        });
    }

    private static Lane laneOf(Arrival batch) {
        Lane lane = Lane.forNumber(batch.getLane());
        return lane == null ? Lane.UNRECOGNIZED : lane;
    }
}
