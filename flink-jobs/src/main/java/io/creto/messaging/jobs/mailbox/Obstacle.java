package io.creto.messaging.jobs.mailbox;

import io.creto.messaging.jobs.state.KeyInterval;
import io.creto.messaging.jobs.state.Recipient;
import io.creto.messaging.jobs.verify.Intervals;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.RejectionReason;
import java.util.Optional;

/**
 * Why a message cannot be delivered.
 *
 * @param reason the refusal's
 * @param absence whether something is only not known: that is believed after a while (architecture §5)
 * @param detail for people, never payload
 */
record Obstacle(RejectionReason reason, boolean absence, String detail) {
    private static final String EVERYBODY = "*";

    /**
     * What stands between a message and its recipient at its ingest time. To a suspended recipient messages go: they wait there.
     *
     * @param recipient what is known of it
     * @param header of a MESSAGE or CHANNEL_KEY
     * @return empty if nothing does
     */
    static Optional<Obstacle> of(Optional<Recipient> recipient, EnvelopeHeader header, long ingestTimeMs) {
        AgentStatus status = recipient
                .map(known -> Intervals.status(known.getStatusesList(), ingestTimeMs))
                .orElse(AgentStatus.AGENT_STATUS_UNSPECIFIED);
        return switch (status) {
            case AGENT_STATUS_ACTIVE, AGENT_STATUS_SUSPENDED -> ofKey(recipient.orElseThrow(), header, ingestTimeMs);
            case AGENT_STATUS_REVOKED ->
                obstacle(RejectionReason.REJECTION_REASON_RECIPIENT_REVOKED, false, header, "was revoked");
            default -> obstacle(RejectionReason.REJECTION_REASON_UNKNOWN_RECIPIENT, true, header, "is not known");
        };
    }

    private static Optional<Obstacle> ofKey(Recipient recipient, EnvelopeHeader header, long ingestTimeMs) {
        boolean known = false;
        for (KeyInterval key : recipient.getKeysList()) {
            if (key.getKeyId().equals(header.getRecipientKeyId())
                    && (key.getPeer().equals(EVERYBODY) || key.getPeer().equals(header.getSender()))) {
                if (Intervals.covers(key.getValidity(), ingestTimeMs)) {
                    return Optional.empty();
                }
                known = true;
            }
        }
        String what = known ? "had ended or not begun its key" : "has no such key";
        return obstacle(RejectionReason.REJECTION_REASON_RECIPIENT_KEY_EXPIRED, !known, header, what);
    }

    private static Optional<Obstacle> obstacle(
            RejectionReason reason, boolean absence, EnvelopeHeader header, String what) {
        return Optional.of(new Obstacle(reason, absence, header.getRecipient() + " " + what + " at ingest time"));
    }
}
