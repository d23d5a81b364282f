package io.creto.messaging.jobs.authz;

import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.HeldForFleet;
import io.creto.messaging.jobs.state.HeldForFleets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The envelopes of one signer that wait for news of a fleet. Whatever goes to the same recipient needs the same fleets,
 * so it waits behind them, and order is kept. Bounded in number and bytes, and each for {@link #PATIENCE_MS} of log time from
 * its ingest time. Immutable.
 *
 * @param waiting by order of arrival
 */
public record FleetWaiting(HeldForFleets waiting) {
    /** What waits for no fleet: policies have not been read up. {@link PolicyFeed} says how long. */
    public static final String POLICIES = "";
    /** How long envelopes wait for news of a fleet, in log time. */
    public static final long PATIENCE_MS = 5_000;
    /** How many slices of one signer wait. */
    public static final int MAX_SLICES = 64;
    /** How much of one signer waits, in bytes. */
    public static final int MAX_BYTES = 4 << 20;

    /** When envelopes have waited long enough. */
    public static long deadline(Admitted admitted) {
        return admitted.getSlice().getIngestTimeMs() + PATIENCE_MS;
    }

    /** These and one more, or empty if that would be too much. */
    public Optional<FleetWaiting> with(String fleet, Admitted admitted) {
        boolean full = waiting.getHeldCount() >= MAX_SLICES
                || waiting.getSerializedSize() + admitted.getSerializedSize() > MAX_BYTES;
        return full ? Optional.empty() : Optional.of(again(fleet, admitted));
    }

    /** These and one that has waited before, for another fleet. */
    public FleetWaiting again(String fleet, Admitted admitted) {
        return new FleetWaiting(waiting.toBuilder()
                .addHeld(HeldForFleet.newBuilder().setFleet(fleet).setAdmitted(admitted))
                .build());
    }

    /** Those for a fleet. */
    public List<Admitted> of(String fleet) {
        return matching(held -> held.getFleet().equals(fleet)).stream()
                .map(HeldForFleet::getAdmitted)
                .toList();
    }

    /** Those whose time is over when log time has passed {@code watermarkMs}. */
    public List<HeldForFleet> overdue(long watermarkMs) {
        return matching(held -> isOverdue(held, watermarkMs));
    }

    /** What is left without those for a fleet. */
    public FleetWaiting without(String fleet) {
        return remaining(held -> !held.getFleet().equals(fleet));
    }

    /** What is left without those whose time is over. */
    public FleetWaiting withoutOverdue(long watermarkMs) {
        return remaining(held -> !isOverdue(held, watermarkMs));
    }

    /** When those that wait for news of fleets have waited long enough. */
    public List<Long> deadlines() {
        return waiting.getHeldList().stream()
                .filter(held -> !held.getFleet().equals(POLICIES))
                .map(held -> deadline(held.getAdmitted()))
                .toList();
    }

    private static boolean isOverdue(HeldForFleet held, long watermarkMs) {
        return !held.getFleet().equals(POLICIES) && deadline(held.getAdmitted()) <= watermarkMs;
    }

    private List<HeldForFleet> matching(Predicate<HeldForFleet> which) {
        return waiting.getHeldList().stream().filter(which).toList();
    }

    private FleetWaiting remaining(Predicate<HeldForFleet> which) {
        HeldForFleets.Builder left = HeldForFleets.newBuilder();
        waiting.getHeldList().stream().filter(which).forEach(left::addHeld);
        return new FleetWaiting(left.build());
    }
}
