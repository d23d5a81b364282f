package io.creto.messaging.gateway.delivery;

import com.google.protobuf.ByteString;
import io.creto.messaging.schemas.DelegationParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.DelegationRecord;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.Validity;
import java.util.Set;
import java.util.stream.Collectors;

/** Who lets whom receive its records (wire format, "Delegation"). The read model is believed here. Pure. */
final class Delegations {
    private static final long NO_END = 0;

    private Delegations() {}

    /** The key ids of an agent that count now. */
    static Set<ByteString> keys(IdentityRecord agent, long nowMs) {
        return agent.getAgent().getKeysList().stream()
                .filter(key -> counts(key.getValidity(), nowMs))
                .map(key -> key.getKeyId())
                .collect(Collectors.toSet());
    }

    /**
     * Whether an agent lets another receive for it now.
     *
     * @param signer that other, {@code fleet/name}
     * @param signerKeys of it
     */
    static boolean permit(IdentityRecord agent, String signer, Set<ByteString> signerKeys, long nowMs) {
        AgentRecord record = agent.getAgent();
        int last = record.getStatusesCount() - 1;
        boolean active = last >= 0 && record.getStatuses(last).getStatus() == AgentStatus.AGENT_STATUS_ACTIVE;
        return active
                && record.getDelegationsList().stream()
                        .filter(delegation -> counts(delegation.getValidity(), nowMs))
                        .anyMatch(delegation -> isTo(delegation, signer, signerKeys));
    }

    private static boolean isTo(DelegationRecord record, String signer, Set<ByteString> signerKeys) {
        try {
            Delegation delegation =
                    DelegationParser.delegation(record.getDelegation().getDelegation());
            return delegation.getSigner().equals(signer)
                    && signerKeys.contains(delegation.getSignerKeyId())
                    && delegation.getScopesList().contains(DelegationScope.DELEGATION_SCOPE_RECEIVE);
        } catch (WireException e) {
            return false;
        }
    }

    private static boolean counts(Validity validity, long nowMs) {
        return validity.getFromMs() <= nowMs && (validity.getUntilMs() == NO_END || nowMs < validity.getUntilMs());
    }
}
