package io.creto.messaging.gateway.auth;

import com.google.protobuf.ByteString;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Validity;
import java.util.List;

/**
 * What the registry says of an agent, as far as it matters to who asks now (architecture §3). The evidence is not looked at: the
 * read model is believed in what it says of callers, and nobody else believes the gateway.
 *
 * @param version of the record
 * @param status the last one recorded: what ends an identity counts here from the moment that it is known
 * @param keys all, with the times from and until which they count
 * @param admin whether it administers its fleet
 */
record Standing(long version, AgentStatus status, List<IdentityKey> keys, boolean admin) {
    private static final long NO_END = 0;

    /** By how much the log's clock may be ahead of ours. */
    private static final long LEEWAY_MS = 30_000;

    /** Of an agent's record. */
    static Standing of(IdentityRecord record) {
        AgentRecord agent = record.getAgent();
        AgentStatus last = agent.getStatusesCount() == 0
                ? AgentStatus.AGENT_STATUS_UNSPECIFIED
                : agent.getStatuses(agent.getStatusesCount() - 1).getStatus();
        boolean admin = agent.getRole() == AgentRole.AGENT_ROLE_ADMIN;
        return new Standing(record.getVersion(), last, agent.getKeysList(), admin);
    }

    /**
     * The key of this id, if it counts now.
     *
     * @param nowMs milliseconds since the epoch
     * @throws RefusedCallerException SENDER_SUSPENDED, SENDER_REVOKED or KEY_NOT_VALID
     */
    IdentityKey keyThatCounts(ByteString keyId, long nowMs) {
        switch (status) {
            case AGENT_STATUS_ACTIVE -> {}
            case AGENT_STATUS_SUSPENDED -> throw refused(RejectionReason.REJECTION_REASON_SENDER_SUSPENDED);
            default -> throw refused(RejectionReason.REJECTION_REASON_SENDER_REVOKED);
        }
        return keys.stream()
                .filter(key -> key.getKeyId().equals(keyId))
                .filter(key -> counts(key.getValidity(), nowMs))
                .findFirst()
                .orElseThrow(() -> refused(RejectionReason.REJECTION_REASON_KEY_NOT_VALID));
    }

    /** Until when a key counts, milliseconds since the epoch; as good as for ever where no end is known. */
    static long untilMs(IdentityKey key) {
        long until = key.getValidity().getUntilMs();
        return until == NO_END ? Long.MAX_VALUE : until;
    }

    private static boolean counts(Validity validity, long nowMs) {
        return validity.getFromMs() - LEEWAY_MS <= nowMs
                && (validity.getUntilMs() == NO_END || nowMs < validity.getUntilMs());
    }

    private static RefusedCallerException refused(RejectionReason reason) {
        return RefusedCallerException.unauthenticated(reason);
    }
}
