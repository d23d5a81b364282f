package io.creto.messaging.jobs.authz;

import io.creto.messaging.jobs.announce.Announcements;
import io.creto.messaging.jobs.announce.RejectionRecords;
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
public record Authorization(Slice permitted, Optional<Announcement> refusal) {

    /**
     * Asks of each envelope.
     *
     * @param slice of verified envelopes
     * @param policy decides by an envelope's header
     * @throws WireException if the slice does not hold what has been verified
     */
    public static Authorization of(Slice slice, Function<EnvelopeHeader, AccessDecision> policy) throws WireException {
        Slice.Builder permitted = slice.toBuilder().clearEnvelopes();
        List<EnvelopeVerdict> refused = new ArrayList<>();
        for (SlicedEnvelope envelope : slice.getEnvelopesList()) {
            EnvelopeHeader header = EnvelopeParser.header(envelope.getEnvelope().getHeader());
            AccessDecision decision = policy.apply(header);
            if (decision.answer() == AccessDecision.Answer.ALLOW) {
                permitted.addEnvelopes(envelope).setPolicyVersion(decision.version());
            } else {
                refused.add(RejectionRecords.denied(header, envelope.getEnvelope(), decision));
            }
        }
        if (refused.isEmpty()) {
            return new Authorization(permitted.build(), Optional.empty());
        }
        BatchHeader batch = BatchParser.header(slice.getBatchHeader());
        Verdict verdict = RejectionRecords.verdict(batch, refused, slice.getIngestTimeMs());
        return new Authorization(permitted.build(), Optional.of(Announcements.of(batch.getLane(), verdict)));
    }
}
