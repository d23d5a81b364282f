package io.creto.messaging.jobs.authz;

import io.creto.messaging.jobs.announce.Announcements;
import io.creto.messaging.jobs.announce.RejectionRecords;
import io.creto.messaging.jobs.split.Parts;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of the envelopes of a slice.
 *
 * @param permitted those that go on, in the same order, with the fleets that they go to
 * @param waiting those that wait, by the fleet that they wait for
 * @param refusal of the others, if any
 * @param conditionFailures how many of these are refused because a condition could not be evaluated
 */
record Authorization(
        Optional<Admitted> permitted,
        Map<String, Admitted> waiting,
        Optional<Announcement> refusal,
        int conditionFailures) {

    /** Decides on each envelope. */
    @FunctionalInterface
    interface Rule {
        Ruling of(EnvelopeHeader header, int place) throws WireException;
    }

    /**
     * Asks of each envelope.
     *
     * @param admitted verified envelopes
     * @throws WireException if the slice does not hold what has been verified
     */
    static Authorization of(Admitted admitted, AccessControl control) throws WireException {
        Slice slice = admitted.getSlice();
        return of(
                admitted,
                (header, place) ->
                        control.rule(header, slice.getEnvelopes(place).getEnvelope(), slice.getIngestTimeMs()));
    }

    static Authorization of(Admitted admitted, Rule rule) throws WireException {
        Slice slice = admitted.getSlice();
        List<Integer> permitted = new ArrayList<>();
        Set<FleetShare> fleets = new LinkedHashSet<>();
        Map<String, List<Integer>> waiting = new LinkedHashMap<>();
        List<EnvelopeVerdict> refused = new ArrayList<>();
        long version = 0;
        int failures = 0;
        for (int i = 0; i < slice.getEnvelopesCount(); i++) {
            EnvelopeHeader header =
                    EnvelopeParser.header(slice.getEnvelopes(i).getEnvelope().getHeader());
            Ruling ruling = rule.of(header, i);
            if (ruling instanceof Ruling.Permitted going) {
                permitted.add(i);
                going.to().ifPresent(fleets::add);
                version = Math.max(version, going.version());
            } else if (ruling instanceof Ruling.Waits waits) {
                waiting.computeIfAbsent(waits.fleet(), none -> new ArrayList<>())
                        .add(i);
            } else if (ruling instanceof Ruling.Refused no) {
                refused.add(RejectionRecords.denied(header, admitted.getLeafHashes(i), no.decision()));
                failures += no.conditionFailed() ? 1 : 0;
            }
        }
        Map<String, Admitted> held = new LinkedHashMap<>();
        waiting.forEach((fleet, places) -> held.put(fleet, Parts.of(admitted, places)));
        return new Authorization(onward(admitted, permitted, version, fleets), held, refusal(slice, refused), failures);
    }

    private static Optional<Admitted> onward(
            Admitted admitted, List<Integer> permitted, long version, Set<FleetShare> fleets) {
        if (permitted.isEmpty()) {
            return Optional.empty();
        }
        Admitted part = Parts.of(admitted, permitted);
        return Optional.of(part.toBuilder()
                .setSlice(part.getSlice().toBuilder().setPolicyVersion(version))
                .addAllFleets(fleets)
                .build());
    }

    private static Optional<Announcement> refusal(Slice slice, List<EnvelopeVerdict> refused) throws WireException {
        if (refused.isEmpty()) {
            return Optional.empty();
        }
        BatchHeader batch = BatchParser.header(slice.getBatchHeader());
        Verdict verdict = RejectionRecords.verdict(batch, refused, slice.getIngestTimeMs());
        return Optional.of(Announcements.of(batch.getLane(), verdict));
    }
}
