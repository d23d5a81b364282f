package io.creto.messaging.jobs.authz;

import io.creto.messaging.jobs.announce.Announcements;
import io.creto.messaging.jobs.announce.RejectionRecords;
import io.creto.messaging.jobs.external.ExternalChecks;
import io.creto.messaging.jobs.split.Parts;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.ExternalCheck;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AuthorizationCheck;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.Envelope;
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
 * @param unchecked a record of those that go on though policies could not be asked, if any
 * @param external those that go on if an external service permits it as well
 * @param conditionFailures how many of these are refused because a condition could not be evaluated
 */
record Authorization(
        Optional<Admitted> permitted,
        Map<String, Admitted> waiting,
        Optional<Announcement> refusal,
        Optional<Announcement> unchecked,
        List<ExternalCheck> external,
        int conditionFailures) {

    /**
     * Envelopes that go one way.
     *
     * @param fleets that they go to
     */
    private record Going(List<Integer> places, Set<FleetShare> fleets) {
        Going() {
            this(new ArrayList<>(), new LinkedHashSet<>());
        }

        void add(int place, Optional<FleetShare> to) {
            places.add(place);
            to.ifPresent(fleets::add);
        }
    }

    /** Decides on each envelope. */
    @FunctionalInterface
    interface Rule {
        Ruling of(EnvelopeHeader header, Envelope envelope) throws Exception;
    }

    /**
     * Asks of each envelope.
     *
     * @param admitted verified envelopes
     * @param metering of the same, which the control asks
     * @throws WireException if the slice does not hold what has been verified
     */
    static Authorization of(Admitted admitted, AccessControl control, Metering metering) throws Exception {
        long ingestTimeMs = admitted.getSlice().getIngestTimeMs();
        Authorization decided = of(admitted, (header, envelope) -> control.rule(header, envelope, ingestTimeMs));
        metering.store();
        return metering.isCounted() ? decided.metered() : decided;
    }

    static Authorization of(Admitted admitted, Rule rule) throws Exception {
        Slice slice = admitted.getSlice();
        Going permitted = new Going();
        Going asked = new Going();
        List<AuthorizationCheck> checks = new ArrayList<>();
        Map<String, List<Integer>> waiting = new LinkedHashMap<>();
        List<EnvelopeVerdict> refused = new ArrayList<>();
        List<EnvelopeVerdict> unchecked = new ArrayList<>();
        long version = 0;
        int failures = 0;
        for (int i = 0; i < slice.getEnvelopesCount(); i++) {
            Envelope envelope = slice.getEnvelopes(i).getEnvelope();
            EnvelopeHeader header = EnvelopeParser.header(envelope.getHeader());
            Ruling ruling = rule.of(header, envelope);
            if (ruling instanceof Ruling.Permitted going) {
                if (going.check().isPresent() && !admitted.getRepeat()) { // of a repeat it was asked the first time
                    asked.add(i, going.to());
                    checks.add(going.check().get());
                } else {
                    permitted.add(i, going.to());
                }
                version = Math.max(version, going.version());
                if (going.unchecked()) {
                    unchecked.add(RejectionRecords.unchecked(header, admitted.getLeafHashes(i)));
                }
            } else if (ruling instanceof Ruling.Waits waits) {
                waiting.computeIfAbsent(waits.fleet(), none -> new ArrayList<>())
                        .add(i);
            } else if (ruling instanceof Ruling.Refused no) {
                refused.add(RejectionRecords.denied(header, admitted.getLeafHashes(i), no.decision()));
                failures += no.conditionFailed() ? 1 : 0;
            } else if (ruling instanceof Ruling.Exceeded exceeded) {
                refused.add(RejectionRecords.overQuota(header, admitted.getLeafHashes(i), exceeded.quota()));
            }
        }
        Map<String, Admitted> held = new LinkedHashMap<>();
        waiting.forEach((fleet, places) -> held.put(fleet, Parts.of(admitted, places)));
        return new Authorization(
                onward(admitted, permitted, version),
                held,
                announcement(slice, refused),
                announcement(slice, unchecked)
                        .map(note -> note.toBuilder().setRecordOnly(true).build()),
                onward(admitted, asked, version)
                        .map(part -> ExternalChecks.of(part, checks))
                        .orElse(List.of()),
                failures);
    }

    /** What waits is not counted again when it is decided. */
    private Authorization metered() {
        Map<String, Admitted> held = new LinkedHashMap<>();
        waiting.forEach((fleet, admitted) ->
                held.put(fleet, admitted.toBuilder().setMetered(true).build()));
        return new Authorization(permitted, held, refusal, unchecked, external, conditionFailures);
    }

    private static Optional<Admitted> onward(Admitted admitted, Going going, long version) {
        if (going.places().isEmpty()) {
            return Optional.empty();
        }
        Admitted part = Parts.of(admitted, going.places());
        return Optional.of(part.toBuilder()
                .setSlice(part.getSlice().toBuilder().setPolicyVersion(version))
                .addAllFleets(going.fleets())
                .build());
    }

    private static Optional<Announcement> announcement(Slice slice, List<EnvelopeVerdict> verdicts)
            throws WireException {
        if (verdicts.isEmpty()) {
            return Optional.empty();
        }
        BatchHeader batch = BatchParser.header(slice.getBatchHeader());
        Verdict verdict = RejectionRecords.verdict(batch, verdicts, slice.getIngestTimeMs());
        return Optional.of(Announcements.of(batch.getLane(), verdict));
    }
}
