package io.creto.messaging.jobs;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.batch.BatchSigner;
import io.creto.messaging.crypto.identity.Delegations;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.DelegationRecord;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.StatusInterval;
import io.creto.messaging.v1.Validity;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;

/** Agents with real keys and the batches and identity records that they bring about; the same in every run. */
public final class SampleAgents {
    public static final long NOW = 1_700_000_000_000L;
    public static final SecureRandom RANDOM = seeded(7);

    private static final CompositePrivateKey HOST_KEY = CompositePrivateKey.generate(RANDOM);
    private static final CompositePrivateKey ALICE_KEY = CompositePrivateKey.generate(RANDOM);

    /** A signer for a process of the fleet. */
    public static final SampleAgents HOST = new SampleAgents(AgentId.of("acme", "host-1"), HOST_KEY);
    /** An agent of the same fleet, which delegates to the host. */
    public static final SampleAgents ALICE = new SampleAgents(AgentId.of("acme", "alice"), ALICE_KEY);

    private final AgentId agent;
    private final CompositePrivateKey key;

    public SampleAgents(AgentId agent, CompositePrivateKey key) {
        this.agent = agent;
        this.key = key;
    }

    public static SecureRandom seeded(long seed) {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed);
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public String id() {
        return agent.toString();
    }

    public AgentId agent() {
        return agent;
    }

    public CompositePrivateKey key() {
        return key;
    }

    public SignedBatch batch(long sequence, Envelope... envelopes) {
        return batch(1, sequence, Lane.LANE_NORMAL, NOW, envelopes);
    }

    public SignedBatch batch(long incarnation, long sequence, Lane lane, long createdAtMs, Envelope... envelopes) {
        var position = new BatchSigner.Position(
                MessageId.create(createdAtMs, RANDOM), incarnation, sequence, lane, createdAtMs);
        try {
            return new BatchSigner(agent, key, RANDOM).sign(position, List.of(envelopes));
        } catch (WireException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The agent's identity record: active, with its key, both from an hour before {@link #NOW} on. */
    public IdentityRecord.Builder record(long version, DelegationRecord... delegations) {
        return IdentityRecord.newBuilder()
                .setVersion(version)
                .setRecordedAtMs(NOW)
                .setEffectiveFromMs(NOW)
                .setAgent(AgentRecord.newBuilder()
                        .setAgent(id())
                        .setRole(AgentRole.AGENT_ROLE_MEMBER)
                        .addKeys(IdentityKey.newBuilder()
                                .setKeyId(key.publicKey().keyId().bytes())
                                .setPublicKey(key.publicKey().encoded())
                                .setValidity(since(NOW - 3_600_000)))
                        .addStatuses(StatusInterval.newBuilder()
                                .setStatus(AgentStatus.AGENT_STATUS_ACTIVE)
                                .setValidity(since(NOW - 3_600_000)))
                        .addAllDelegations(List.of(delegations)));
    }

    /** The agent's delegation to a signer, registered over an interval. */
    public DelegationRecord delegation(SampleAgents signer, Validity validity, DelegationScope... scopes) {
        Delegation delegation = Delegation.newBuilder()
                .setVersion(WireLimits.VERSION)
                .setSuite(WireLimits.SUITE)
                .setDelegationId(MessageId.create(NOW, RANDOM).toByteString())
                .setAgent(id())
                .setAgentKeyId(key.publicKey().keyId().bytes())
                .setSigner(signer.id())
                .setSignerKeyId(signer.key.publicKey().keyId().bytes())
                .addAllScopes(List.of(scopes))
                .setNotBeforeMs(NOW - 1_000_000)
                .setNotAfterMs(NOW + 1_000_000)
                .build();
        try {
            return DelegationRecord.newBuilder()
                    .setDelegation(Delegations.sign(delegation, key, RANDOM))
                    .setValidity(validity)
                    .build();
        } catch (WireException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Validity since(long fromMs) {
        return Validity.newBuilder().setFromMs(fromMs).build();
    }

    public static Validity between(long fromMs, long untilMs) {
        return Validity.newBuilder().setFromMs(fromMs).setUntilMs(untilMs).build();
    }

    public static ByteString bytes(int size) {
        byte[] bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}
