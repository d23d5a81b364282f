package io.creto.messaging.crypto.identity;

import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.RejectionReason;

/**
 * A delegation whose signature has been verified; only {@link Delegations#verify} makes one. Whether it has been ended
 * stands in the registry, not here. Immutable and thread-safe.
 */
public final class VerifiedDelegation {
    private final Delegation delegation;

    VerifiedDelegation(Delegation delegation) {
        this.delegation = delegation;
    }

    /**
     * May this signer, with this key, act for this agent in this scope at this time? Valid from {@code not_before_ms}
     * (inclusive) to {@code not_after_ms} (exclusive).
     *
     * @param atMs the batch's ingest time, milliseconds since the epoch
     * @throws VerificationException NOT_DELEGATED for another agent, signer, signer key, scope or time
     */
    public void check(AgentId agent, AgentId signer, KeyId signerKey, DelegationScope scope, long atMs)
            throws VerificationException {
        boolean permitted = delegation.getAgent().equals(agent.toString())
                && delegation.getSigner().equals(signer.toString())
                && delegation.getSignerKeyId().equals(signerKey.bytes())
                && delegation.getScopesList().contains(scope)
                && delegation.getNotBeforeMs() <= atMs
                && atMs < delegation.getNotAfterMs();
        if (!permitted) {
            throw new VerificationException(RejectionReason.REJECTION_REASON_NOT_DELEGATED);
        }
    }

    /** The delegation, strictly parsed. */
    public Delegation delegation() {
        return delegation;
    }
}
