package io.creto.messaging.jobs.verify;

import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.Held;
import io.creto.messaging.jobs.state.WaitingRoom;
import io.creto.messaging.jobs.verify.SignerMemory.Place;
import java.util.List;
import java.util.Optional;

/**
 * Batches that cannot be verified yet because their signer or key is not known, in order of arrival. Nothing here has been
 * verified, so it is apart from what is parked: noise in a signer's name cannot push out what the signer sent.
 */
final class WaitingList {
    private final SignerMemory memory;

    WaitingList(SignerMemory memory) {
        this.memory = memory;
    }

    /** Lets a batch wait; false if too much waits already. */
    boolean add(Arrival batch) throws Exception {
        WaitingRoom room = memory.waitingRoom();
        Holding holding = new Holding(room.getWaitingList());
        long position = room.getNextPosition();
        boolean added = holding.add(Held.newBuilder()
                .setPosition(position)
                .setSize(batch.getRecord().size())
                .setIngestTimeMs(batch.getIngestTimeMs())
                .build());
        if (added) {
            memory.hold(Place.waiting(position), batch);
            memory.keep(room(position + 1, holding));
        }
        return added;
    }

    /** Takes a batch out. */
    Arrival remove(long position) throws Exception {
        WaitingRoom room = memory.waitingRoom();
        Holding holding = new Holding(room.getWaitingList());
        holding.remove(position);
        memory.keep(room(room.getNextPosition(), holding));
        Arrival batch = memory.held(Place.waiting(position));
        memory.forget(Place.waiting(position));
        return batch;
    }

    /** The first one whose time is over when log time has passed {@code watermarkMs}. */
    Optional<Held> overdue(long watermarkMs) throws Exception {
        return new Holding(memory.waitingRoom().getWaitingList()).overdue(watermarkMs);
    }

    /** All of them, in order of arrival. */
    List<Held> all() throws Exception {
        return memory.waitingRoom().getWaitingList();
    }

    private static WaitingRoom room(long next, Holding holding) {
        return WaitingRoom.newBuilder()
                .setNextPosition(next)
                .addAllWaiting(holding.all())
                .build();
    }
}
