package io.creto.messaging.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.crypto.batch.BatchSigner;
import io.creto.messaging.crypto.identity.Delegations;
import io.creto.messaging.crypto.identity.EnrolmentToken;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.CreateFleet;
import io.creto.messaging.v1.Delegate;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.IssueToken;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Prekey;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.UploadPrekeys;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;

/** An agent with real keys, and the commands that it signs; the same in every run. */
public final class SampleAgent {
    public static final long NOW = 1_700_000_000_000L;
    public static final long DAY = 86_400_000L;
    public static final SecureRandom RANDOM = seeded();

    private final AgentId id;
    private final CompositePrivateKey key;
    private final DecapsulationKey prekey = DecapsulationKey.generate(RANDOM);

    public SampleAgent(String id) {
        this(id, CompositePrivateKey.generate(RANDOM));
    }

    public SampleAgent(String id, CompositePrivateKey key) {
        this.id = parse(id);
        this.key = key;
    }

    public AgentId id() {
        return id;
    }

    public CompositePrivateKey key() {
        return key;
    }

    public DecapsulationKey prekey() {
        return prekey;
    }

    /** The operator creates a fleet. */
    public Slice creates(AgentId admin, EnrolmentToken token, int partitions) {
        return command(
                MessageKind.MESSAGE_KIND_CREATE_FLEET,
                CreateFleet.newBuilder()
                        .setFleet(admin.fleet())
                        .setAdmin(admin.toString())
                        .setAdminTokenKeyId(token.keyId().bytes())
                        .setAdminTokenExpiresAtMs(NOW + DAY)
                        .setDeliveryPartitions(partitions)
                        .setGeneration(1)
                        .build());
    }

    public Slice issues(IssueToken issue) {
        return command(MessageKind.MESSAGE_KIND_ISSUE_TOKEN, issue);
    }

    public Slice enrols(EnrolmentToken token) {
        return command(MessageKind.MESSAGE_KIND_ENROL, token.enrol(id, key, RANDOM));
    }

    public Slice uploads() {
        return uploads(prekey);
    }

    public Slice uploads(DecapsulationKey current) {
        return command(
                MessageKind.MESSAGE_KIND_UPLOAD_PREKEYS,
                UploadPrekeys.newBuilder()
                        .setPeer("*")
                        .setCurrent(publicHalf(current))
                        .build());
    }

    /** Delegates to a signer for two seconds. */
    public Slice delegates(SampleAgent signer, DelegationScope scope) {
        Delegation delegation = Delegation.newBuilder()
                .setVersion(1)
                .setSuite(1)
                .setDelegationId(MessageId.create(NOW, RANDOM).toByteString())
                .setAgent(id.toString())
                .setAgentKeyId(key.publicKey().keyId().bytes())
                .setSigner(signer.id().toString())
                .setSignerKeyId(signer.key().publicKey().keyId().bytes())
                .addScopes(scope)
                .setNotBeforeMs(NOW)
                .setNotAfterMs(NOW + 2000)
                .build();
        try {
            return command(
                    MessageKind.MESSAGE_KIND_DELEGATE,
                    Delegate.newBuilder()
                            .setDelegation(Delegations.sign(delegation, key, RANDOM))
                            .build());
        } catch (WireException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static Prekey publicHalf(DecapsulationKey key) {
        return Prekey.newBuilder()
                .setKeyId(key.keyId().bytes())
                .setPublicKey(key.encapsulationKey().encoded())
                .build();
    }

    /** A command as it stands in a log. */
    public Slice command(MessageKind kind, Message body) {
        return command(kind, body, NOW);
    }

    public Slice command(MessageKind kind, Message body, long createdAtMs) {
        MessageId messageId = MessageId.create(createdAtMs, RANDOM);
        ByteString header = EnvelopeHeader.newBuilder()
                .setVersion(1)
                .setSuite(1)
                .setMessageId(messageId.toByteString())
                .setSender(id.toString())
                .setKind(kind)
                .setLane(Lane.LANE_NORMAL)
                .setSystem(true)
                .setCreatedAtMs(createdAtMs)
                .setExpiresAtMs(createdAtMs + DAY)
                .setReport(Report.REPORT_ROUTED)
                .build()
                .toByteString();
        Envelope envelope = Envelope.newBuilder()
                .setHeader(header)
                .setBody(body.toByteString())
                .build();
        return Slices.single(batch(1, createdAtMs, envelope), createdAtMs).get(0);
    }

    public SignedBatch batch(long sequence, long createdAtMs, Envelope... envelopes) {
        var position = new BatchSigner.Position(
                MessageId.create(createdAtMs, RANDOM), 1, sequence, Lane.LANE_NORMAL, createdAtMs);
        try {
            return new BatchSigner(id, key, RANDOM).sign(position, List.of(envelopes));
        } catch (WireException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static AgentId parse(String text) {
        try {
            return AgentId.parse(text);
        } catch (WireException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static SecureRandom seeded() {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(11);
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
