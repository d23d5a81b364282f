package io.creto.messaging.jobs.authz;

import io.creto.messaging.jobs.announce.Announcements;
import io.creto.messaging.jobs.announce.RejectionRecords;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import io.creto.messaging.v1.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What becomes of the envelopes of a slice when a policy is asked of each.
 *
 * @param permitted those that it permits, in the same order; has no envelope if none is
 * @param refusal of the others, if any
 */
public record Authorization(Admitted permitted, Optional<Announcement> refusal) {

    /**
     * Asks of each envelope.
     *
     * @param admitted verified envelopes
     * @param policy decides by an envelope's header
     * @throws WireException if the slice does not hold what has been verified
     */
    public static Authorization of(Admitted admitted, Function<EnvelopeHeader, AccessDecision> policy)
            throws WireException {
        Slice slice = admitted.getSlice();
        Slice.Builder permitted = slice.toBuilder().clearEnvelopes();
        Admitted.Builder onward = admitted.toBuilder().clearLeafHashes();
        List<EnvelopeVerdict> refused = new ArrayList<>();
        for (int i = 0; i < slice.getEnvelopesCount(); i++) {
            SlicedEnvelope envelope = slice.getEnvelopes(i);
            EnvelopeHeader header = EnvelopeParser.header(envelope.getEnvelope().getHeader());
            AccessDecision decision = policy.apply(header);
            if (decision.answer() == AccessDecision.Answer.ALLOW) {
                permitted.addEnvelopes(envelope).setPolicyVersion(decision.version());
                onward.addLeafHashes(admitted.getLeafHashes(i));
            } else {
                refused.add(RejectionRecords.denied(header, admitted.getLeafHashes(i), decision));
            }
        }
        return new Authorization(onward.setSlice(permitted).build(), refusal(slice, refused));
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
