package io.creto.messaging.jobs.verify;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.DelegationVersion;
import io.creto.messaging.jobs.state.IdentityShare;
import io.creto.messaging.jobs.state.KeyVersion;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.DelegationScope;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One agent as one signer's verification knows it: the signer itself (its key versions, its statuses), or an agent that
 * delegates to it (its statuses, its delegations to this signer, ended ones too). Every answer is as of a log time.
 *
 * @param share the part of the agent's identity record
 */
public record SignerRecord(IdentityShare share) {

    /** Whether this is news to a holder of {@code known}: versions only rise (architecture §5). */
    public boolean replaces(Optional<SignerRecord> known) {
        return known.isEmpty() || known.get().share.getVersion() < share.getVersion();
    }

    /** Whether what counted at that log time, as far as was {@code known}, had been taken away by then. */
    public boolean cameLate(SignerRecord known, long atMs) {
        return Intervals.statusEnded(known.share.getStatusesList(), share.getStatusesList(), atMs)
                || !counting(atMs).containsAll(known.counting(atMs));
    }

    /** Ids of the keys and delegations that count at a log time. */
    private Set<ByteString> counting(long atMs) {
        Set<ByteString> ids = new HashSet<>();
        share.getKeysList().stream()
                .filter(key -> Intervals.covers(key.getValidity(), atMs))
                .forEach(key -> ids.add(key.getKeyId()));
        share.getDelegationsList().stream()
                .filter(delegation -> Intervals.covers(delegation.getValidity(), atMs))
                .forEach(delegation -> ids.add(delegation.getDelegationId()));
        return ids;
    }

    /** The status in effect, UNSPECIFIED where none is recorded for that time. */
    public AgentStatus status(long atMs) {
        return Intervals.status(share.getStatusesList(), atMs);
    }

    /** The key of this id, whenever it counted. */
    public Optional<KeyVersion> key(ByteString keyId) {
        return share.getKeysList().stream()
                .filter(key -> key.getKeyId().equals(keyId))
                .findFirst();
    }

    /** Whether the agent delegates this scope to the signer, for this key of the signer, at that time. */
    public boolean delegates(DelegationScope scope, ByteString signerKeyId, long atMs) {
        for (DelegationVersion delegation : share.getDelegationsList()) {
            if (delegation.getSignerKeyId().equals(signerKeyId)
                    && delegation.getScopesList().contains(scope.getNumber())
                    && Intervals.covers(delegation.getValidity(), atMs)) {
                return true;
            }
        }
        return false;
    }
}
