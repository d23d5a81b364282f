package io.creto.messaging.jobs.verify;

import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.IdentityShare;
import io.creto.messaging.jobs.state.LaneSequence;
import io.creto.messaging.jobs.state.WaitingRoom;
import io.creto.messaging.v1.Lane;
import java.util.Optional;

/** What is kept of one signer. Whoever implements it decides where; its failures are failures of the store. */
public interface SignerMemory extends EnvelopeVerifier.Delegators {
    /** The signer's own record. */
    Optional<SignerRecord> signer() throws Exception;

    /** Keeps a share of an identity record: the signer's own, or that of an agent that delegates to it. */
    void keep(IdentityShare share) throws Exception;

    /** Where the signer stands in a lane. */
    LaneSequence lane(Lane lane) throws Exception;

    /** Keeps where the signer stands in a lane. */
    void keep(Lane lane, LaneSequence sequence) throws Exception;

    /** The list of batches that wait for their signer or key. */
    WaitingRoom waitingRoom() throws Exception;

    /** Keeps that list; an empty one leaves nothing behind. */
    void keep(WaitingRoom room) throws Exception;

    /** The held batch of a place. */
    Arrival held(Place place) throws Exception;

    /** Holds a batch at a place. */
    void hold(Place place, Arrival batch) throws Exception;

    /** Forgets the batch of a place. */
    void forget(Place place) throws Exception;

    /**
     * Where a held batch is kept.
     *
     * @param room number of its lane, or {@link #WAITING}
     * @param position its sequence, or its order of arrival
     */
    record Place(int room, long position) {
        /** The room of batches whose signer or key is not known. */
        static final int WAITING = 0;

        static Place parked(Lane lane, long sequence) {
            return new Place(lane.getNumber(), sequence);
        }

        static Place waiting(long position) {
            return new Place(WAITING, position);
        }
    }
}
