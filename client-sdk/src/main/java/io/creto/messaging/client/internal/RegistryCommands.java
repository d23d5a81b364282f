package io.creto.messaging.client.internal;

import io.creto.messaging.client.FleetAdmin;
import io.creto.messaging.client.MessagingException;
import io.creto.messaging.client.internal.send.CommandSender;
import io.creto.messaging.client.internal.send.Signer;
import io.creto.messaging.client.internal.store.Keyring;
import io.creto.messaging.crypto.identity.Delegations;
import io.creto.messaging.crypto.identity.EnrolmentToken;
import io.creto.messaging.crypto.identity.KeyBinding;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.Attribute;
import io.creto.messaging.v1.CreateFleet;
import io.creto.messaging.v1.Delegate;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.EndDelegation;
import io.creto.messaging.v1.IssueToken;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.ReplaceKey;
import io.creto.messaging.v1.SetAttributes;
import io.creto.messaging.v1.SetStatus;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The commands to the registry. Thread-safe. */
final class RegistryCommands implements FleetAdmin {
    private final AgentId agent;
    private final CommandSender commands;
    private final Keyring keyring;
    private final Signer signer;
    private final InstantSource clock;
    private final SecureRandom random;
    private volatile CompositePrivateKey identity;

    RegistryCommands(
            AgentId agent,
            CommandSender commands,
            Keyring keyring,
            Signer signer,
            CompositePrivateKey identity,
            InstantSource clock,
            SecureRandom random) {
        this.agent = agent;
        this.commands = commands;
        this.keyring = keyring;
        this.signer = signer;
        this.identity = identity;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public CompletableFuture<IssuedToken> createFleet(AgentId admin, int partitions, Duration tokenLife) {
        EnrolmentToken token = EnrolmentToken.generate(random);
        CreateFleet create = CreateFleet.newBuilder()
                .setFleet(admin.fleet())
                .setAdmin(admin.toString())
                .setAdminTokenKeyId(token.keyId().bytes())
                .setAdminTokenExpiresAtMs(clock.millis() + tokenLife.toMillis())
                .setDeliveryPartitions(partitions)
                .setGeneration(1)
                .build();
        return commands.send(MessageKind.MESSAGE_KIND_CREATE_FLEET, create, Lane.LANE_NORMAL)
                .thenApply(version -> new IssuedToken(token, version));
    }

    @Override
    public CompletableFuture<IssuedToken> issueToken(AgentId newAgent, AgentRole role, Duration life) {
        EnrolmentToken token = EnrolmentToken.generate(random);
        IssueToken issue = IssueToken.newBuilder()
                .setAgent(newAgent.toString())
                .setTokenKeyId(token.keyId().bytes())
                .setExpiresAtMs(clock.millis() + life.toMillis())
                .setRole(role)
                .build();
        return commands.send(MessageKind.MESSAGE_KIND_ISSUE_TOKEN, issue, Lane.LANE_NORMAL)
                .thenApply(version -> new IssuedToken(token, version));
    }

    @Override
    public CompletableFuture<Long> setStatus(AgentId subject, AgentStatus status, String reason) {
        SetStatus set = SetStatus.newBuilder()
                .setAgent(subject.toString())
                .setStatus(status)
                .setReason(reason)
                .build();
        return commands.send(MessageKind.MESSAGE_KIND_SET_STATUS, set, Lane.LANE_URGENT);
    }

    @Override
    public CompletableFuture<Long> setAttributes(AgentId subject, Set<String> groups, Map<String, String> attributes) {
        SetAttributes.Builder set =
                SetAttributes.newBuilder().setAgent(subject.toString()).addAllGroups(groups);
        attributes.forEach((name, value) ->
                set.addAttributes(Attribute.newBuilder().setName(name).setValue(value)));
        return commands.send(MessageKind.MESSAGE_KIND_SET_ATTRIBUTES, set.build(), Lane.LANE_NORMAL);
    }

    @Override
    public CompletableFuture<Long> replaceKey() {
        CompositePrivateKey newKey;
        try {
            newKey = keyring.newIdentity(clock.millis());
        } catch (MessagingException e) {
            return CompletableFuture.failedFuture(e);
        }
        KeyId oldKey = identity.publicKey().keyId();
        KeyBinding binding = KeyBinding.ofReplacement(agent, oldKey, newKey, random);
        ReplaceKey replace = ReplaceKey.newBuilder()
                .setAgent(agent.toString())
                .setOldKeyId(oldKey.bytes())
                .setPublicKey(newKey.publicKey().encoded())
                .setBinding(binding.bytes())
                .setNewKeySignature(binding.signature())
                .build();
        return commands.send(MessageKind.MESSAGE_KIND_REPLACE_KEY, replace, Lane.LANE_NORMAL)
                .thenApply(version -> {
                    identity = newKey;
                    signer.use(newKey);
                    return version;
                });
    }

    @Override
    public CompletableFuture<Delegated> delegate(
            AgentId delegate, KeyId signerKey, Set<DelegationScope> scopes, Duration life) {
        long now = clock.millis();
        MessageId id = MessageId.create(now, random);
        CompositePrivateKey key = identity;
        Delegation delegation = Delegation.newBuilder()
                .setVersion(WireLimits.VERSION)
                .setSuite(WireLimits.SUITE)
                .setDelegationId(id.toByteString())
                .setAgent(agent.toString())
                .setAgentKeyId(key.publicKey().keyId().bytes())
                .setSigner(delegate.toString())
                .setSignerKeyId(signerKey.bytes())
                .addAllScopes(scopes)
                .setNotBeforeMs(now)
                .setNotAfterMs(now + life.toMillis())
                .build();
        try {
            Delegate command = Delegate.newBuilder()
                    .setDelegation(Delegations.sign(delegation, key, random))
                    .build();
            return commands.send(MessageKind.MESSAGE_KIND_DELEGATE, command, Lane.LANE_NORMAL)
                    .thenApply(version -> new Delegated(id, version));
        } catch (WireException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public CompletableFuture<Long> endDelegation(AgentId delegator, MessageId delegationId) {
        EndDelegation end = EndDelegation.newBuilder()
                .setAgent(delegator.toString())
                .setDelegationId(delegationId.toByteString())
                .build();
        return commands.send(MessageKind.MESSAGE_KIND_END_DELEGATION, end, Lane.LANE_URGENT);
    }
}
