package io.creto.messaging.jobs.verify;

import io.creto.messaging.jobs.verify.BatchVerification.Refused;
import io.creto.messaging.v1.RejectionReason;
import java.util.Optional;

/** Whether an agent may act. */
final class Standing {
    private Standing() {}

    /** The refusal of an agent that was suspended or revoked at that time. */
    static Optional<Refused> of(SignerRecord agent, String name, long atMs) {
        String detail = name + " was not active at ingest time " + atMs;
        return switch (agent.status(atMs)) {
            case AGENT_STATUS_SUSPENDED ->
                Optional.of(new Refused(RejectionReason.REJECTION_REASON_SENDER_SUSPENDED, detail));
            case AGENT_STATUS_REVOKED ->
                Optional.of(new Refused(RejectionReason.REJECTION_REASON_SENDER_REVOKED, detail));
            default -> Optional.empty();
        };
    }
}
