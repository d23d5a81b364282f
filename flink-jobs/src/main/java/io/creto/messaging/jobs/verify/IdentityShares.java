package io.creto.messaging.jobs.verify;

import io.creto.messaging.jobs.state.DelegationVersion;
import io.creto.messaging.jobs.state.IdentityShare;
import io.creto.messaging.jobs.state.KeyVersion;
import io.creto.messaging.jobs.state.RecipientNews;
import io.creto.messaging.jobs.state.StatusVersion;
import io.creto.messaging.jobs.state.TraitNews;
import io.creto.messaging.jobs.state.TraitVersion;
import io.creto.messaging.schemas.DelegationParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.DelegationRecord;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.Validity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts an identity record into what each signer needs of it: the agent's own keys and statuses for the agent itself, its
 * statuses and its delegations to a signer for that signer. Evidence and signatures stay behind: the registry, the only
 * writer of {@code identities}, has checked them.
 */
public final class IdentityShares {
    private IdentityShares() {}

    /**
     * The shares of a record of topic {@code identities}, which has been read strictly; none for a fleet's record.
     *
     * @throws WireException if a delegation in it cannot be read
     */
    public static List<IdentityShare> of(IdentityRecord identity) throws WireException {
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

    /** What the mailboxes need of a record; nothing for a fleet's. */
    public static Optional<RecipientNews> recipient(IdentityRecord identity) {
        if (!identity.hasAgent()) {
            return Optional.empty();
        }
        return Optional.of(RecipientNews.newBuilder()
                .setAgent(identity.getAgent().getAgent())
                .setIdentityVersion(identity.getVersion())
                .addAllStatuses(statuses(identity.getAgent()))
                .build());
    }

    /** What policies can ask about the agent of a record; nothing for a fleet's. */
    public static Optional<TraitNews> traits(IdentityRecord identity) {
        if (!identity.hasAgent()) {
            return Optional.empty();
        }
        return Optional.of(TraitNews.newBuilder()
                .setAgent(identity.getAgent().getAgent())
                .setVersion(TraitVersion.newBuilder()
                        .setVersion(identity.getVersion())
                        .setEffectiveFromMs(identity.getEffectiveFromMs())
                        .addAllGroups(identity.getAgent().getGroupsList())
                        .addAllAttributes(identity.getAgent().getAttributesList()))
                .build());
    }

    private static List<StatusVersion> statuses(AgentRecord agent) {
        return agent.getStatusesList().stream()
                .map(status -> StatusVersion.newBuilder()
                        .setStatus(status.getStatusValue())
                        .setValidity(Intervals.of(status.getValidity()))
                        .build())
                .toList();
    }

    private static IdentityShare.Builder share(
            Map<String, IdentityShare.Builder> shares, IdentityRecord identity, String signer) {
        return shares.computeIfAbsent(
                signer,
                name -> IdentityShare.newBuilder()
                        .setSigner(name)
                        .setAgent(identity.getAgent().getAgent())
                        .setVersion(identity.getVersion())
                        .setEffectiveFromMs(identity.getEffectiveFromMs())
                        .addAllStatuses(statuses(identity.getAgent())));
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
