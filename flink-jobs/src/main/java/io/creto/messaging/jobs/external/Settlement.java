package io.creto.messaging.jobs.external;

import io.creto.messaging.jobs.announce.Announcements;
import io.creto.messaging.jobs.announce.RejectionRecords;
import io.creto.messaging.jobs.authz.AccessDecision;
import io.creto.messaging.jobs.authz.AccessDecision.Answer;
import io.creto.messaging.jobs.split.Parts;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.ExternalAnswer;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AuthorizationAnswer;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.CheckResponse;
import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of envelopes that an external service was asked about. Where it did not say PERMIT, they are refused: there is no
 * other way out.
 *
 * @param permitted those that go on, in the same order
 * @param refusal of the others, if any
 */
record Settlement(Optional<Admitted> permitted, Optional<Announcement> refusal) {
    /** When a re-send may succeed, if the service could not be asked: it is tried again after as long. */
    static final long RETRY_AFTER_MS = 1000;

    private static final String WHO = "external authorization";

    /**
     * Settles.
     *
     * @throws WireException if the slice does not hold what has been verified
     */
    static Settlement of(ExternalAnswer answer) throws WireException {
        Admitted admitted = answer.getAdmitted();
        Slice slice = admitted.getSlice();
        List<Integer> permitted = new ArrayList<>();
        List<EnvelopeVerdict> refused = new ArrayList<>();
        for (int i = 0; i < slice.getEnvelopesCount(); i++) {
            if (permits(answer, i)) {
                permitted.add(i);
            } else {
                EnvelopeHeader header = EnvelopeParser.header(
                        slice.getEnvelopes(i).getEnvelope().getHeader());
                refused.add(refused(answer, i, header));
            }
        }
        return new Settlement(
                permitted.isEmpty() ? Optional.empty() : Optional.of(Parts.of(admitted, permitted)),
                refused.isEmpty() ? Optional.empty() : Optional.of(announcement(slice, refused)));
    }

    private static boolean permits(ExternalAnswer answer, int place) {
        return answer.hasResponse() && answer.getResponse().getAnswers(place).getEffect() == Effect.EFFECT_PERMIT;
    }

    private static EnvelopeVerdict refused(ExternalAnswer answer, int place, EnvelopeHeader header) {
        AccessDecision decision =
                answer.hasResponse() ? denied(answer.getResponse(), place) : unavailable(answer.getFailure());
        EnvelopeVerdict verdict =
                RejectionRecords.denied(header, answer.getAdmitted().getLeafHashes(place), decision);
        return answer.hasResponse()
                ? verdict
                : verdict.toBuilder().setRetryAfterMs(RETRY_AFTER_MS).build();
    }

    private static AccessDecision denied(CheckResponse response, int place) {
        AuthorizationAnswer answer = response.getAnswers(place);
        String reason = answer.getReason().isEmpty() ? "forbids it" : answer.getReason();
        return new AccessDecision(Answer.DENY, answer.getPolicy(), answer.getRule(), 0, WHO + ": " + reason);
    }

    private static AccessDecision unavailable(String why) {
        return new AccessDecision(Answer.UNAVAILABLE, "", "", 0, WHO + ": " + why);
    }

    private static Announcement announcement(Slice slice, List<EnvelopeVerdict> refused) throws WireException {
        BatchHeader batch = BatchParser.header(slice.getBatchHeader());
        return Announcements.of(batch.getLane(), RejectionRecords.verdict(batch, refused, slice.getIngestTimeMs()));
    }
}
