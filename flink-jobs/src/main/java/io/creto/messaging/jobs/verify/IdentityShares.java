package io.creto.messaging.jobs.verify;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.DelegationVersion;
import io.creto.messaging.jobs.state.IdentityShare;
import io.creto.messaging.jobs.state.KeyVersion;
import io.creto.messaging.jobs.state.StatusVersion;
import io.creto.messaging.schemas.DelegationParser;
import io.creto.messaging.schemas.RecordParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.DelegationRecord;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.StatusInterval;
import io.creto.messaging.v1.Validity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts an identity record into what each signer needs of it: the agent's own keys and statuses for the agent itself, its
 * statuses and its delegations to a signer for that signer. Evidence and signatures stay behind: the registry, the only
 * writer of {@code identities}, has checked them.
 */
public final class IdentityShares {
    private IdentityShares() {}

    /**
     * The shares of a record of topic {@code identities}, none for a fleet's record.
     *
     * @throws WireException as {@link RecordParser#identity}
     */
    public static List<IdentityShare> of(ByteString record) throws WireException {
        IdentityRecord identity = RecordParser.identity(record);
        if (!identity.hasAgent()) {
            return List.of();
        }
        AgentRecord agent = identity.getAgent();
        Map<String, IdentityShare.Builder> shares = new LinkedHashMap<>();
        IdentityShare.Builder own = share(shares, identity, agent.getAgent());
        for (IdentityKey key : agent.getKeysList()) {
            own.addKeys(KeyVersion.newBuilder()
                    .setKeyId(key.getKeyId())
                    .setPublicKey(key.getPublicKey())
                    .setValidity(Intervals.of(key.getValidity())));
        }
        for (DelegationRecord delegation : agent.getDelegationsList()) {
            Delegation signed =
                    DelegationParser.delegation(delegation.getDelegation().getDelegation());
            share(shares, identity, signed.getSigner()).addDelegations(version(signed, delegation.getValidity()));
        }
        List<IdentityShare> built = new ArrayList<>(shares.size());
        shares.values().forEach(share -> built.add(share.build()));
        return built;
    }

    private static IdentityShare.Builder share(
            Map<String, IdentityShare.Builder> shares, IdentityRecord identity, String signer) {
        return shares.computeIfAbsent(signer, name -> {
            IdentityShare.Builder share = IdentityShare.newBuilder()
                    .setSigner(name)
                    .setAgent(identity.getAgent().getAgent())
                    .setVersion(identity.getVersion())
                    .setEffectiveFromMs(identity.getEffectiveFromMs());
            for (StatusInterval status : identity.getAgent().getStatusesList()) {
                share.addStatuses(StatusVersion.newBuilder()
                        .setStatus(status.getStatusValue())
                        .setValidity(Intervals.of(status.getValidity())));
            }
            return share;
        });
    }

    private static DelegationVersion version(Delegation signed, Validity registered) {
        return DelegationVersion.newBuilder()
                .setDelegationId(signed.getDelegationId())
                .setSignerKeyId(signed.getSignerKeyId())
                .addAllScopes(signed.getScopesList().stream()
                        .map(DelegationScope::getNumber)
                        .toList())
                .setValidity(Intervals.cut(registered, signed.getNotBeforeMs(), signed.getNotAfterMs()))
                .build();
    }
}
