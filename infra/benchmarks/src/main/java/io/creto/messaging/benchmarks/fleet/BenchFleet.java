package io.creto.messaging.benchmarks.fleet;

import com.google.protobuf.Message;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.crypto.kem.EncapsulationKey;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.jobs.policy.DefaultPolicy;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.DeliveryPartition;
import io.creto.messaging.schemas.TopicSpec;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.KeyStatus;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.Lineage;
import io.creto.messaging.v1.LineageState;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.RotationCause;
import io.creto.messaging.v1.StatusInterval;
import io.creto.messaging.v1.Validity;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A fleet with signers and recipients, real keys, and the reference records that KeyManagementJob would write of them. */
public final class BenchFleet {
    public static final String NAME = "bench";
    public static final int SIGNERS = 16;
    public static final int RECIPIENTS = 64;

    /** Of each of its delivery topics. */
    public static final int PARTITIONS = 2;

    private static final long BEFORE_MS = Duration.ofHours(1).toMillis();
    private static final long FIRST_VERSION = 1;

    private final long nowMs;
    private final List<Signer> signers;
    private final List<Recipient> recipients;

    /** An agent that signs batches. */
    public record Signer(AgentId id, CompositePrivateKey key) {
        /** Without the key. */
        @Override
        public String toString() {
            return "Signer[" + id + "]";
        }
    }

    /** An agent that is sealed to. */
    public record Recipient(AgentId id, EncapsulationKey key, CompositePrivateKey identity) {
        public int partition() {
            return DeliveryPartition.of(id, PARTITIONS);
        }

        /** Without the keys. */
        @Override
        public String toString() {
            return "Recipient[" + id + "]";
        }
    }

    /** @param nowMs the time from an hour before which everything counts */
    public BenchFleet(SecureRandom random, long nowMs) {
        this.nowMs = nowMs;
        this.signers = IntStream.range(0, SIGNERS)
                .mapToObj(i -> new Signer(AgentId.of(NAME, "signer-" + i), CompositePrivateKey.generate(random)))
                .toList();
        this.recipients = IntStream.range(0, RECIPIENTS)
                .mapToObj(i -> new Recipient(
                        AgentId.of(NAME, "recipient-" + i),
                        DecapsulationKey.generate(random).encapsulationKey(),
                        CompositePrivateKey.generate(random)))
                .toList();
    }

    /** When the first batch is made. */
    public long startMs() {
        return nowMs;
    }

    public Signer signer(int i) {
        return signers.get(i % SIGNERS);
    }

    public Recipient recipient(long i) {
        return recipients.get((int) (i % RECIPIENTS));
    }

    /** Where the recipients read. */
    public static TopicSpec delivery() {
        return delivery(Lane.LANE_NORMAL);
    }

    /** All delivery topics of the fleet. */
    public static List<TopicSpec> deliveries() {
        return List.of(delivery(Lane.LANE_URGENT), delivery(Lane.LANE_NORMAL), delivery(Lane.LANE_BULK));
    }

    /** What stands in the reference topics. */
    public List<ProducerRecord<byte[], byte[]>> references() {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        records.add(record(Topics.IDENTITIES, NAME, fleet()));
        records.add(record(Topics.POLICIES, NAME, policy()));
        for (Signer signer : signers) {
            records.add(record(Topics.IDENTITIES, signer.id().toString(), identity(signer.id(), signer.key())));
        }
        for (Recipient recipient : recipients) {
            String id = recipient.id().toString();
            records.add(record(Topics.IDENTITIES, id, identity(recipient.id(), recipient.identity())));
            records.add(record(Topics.KEY_STATUS, id, keyStatus(recipient)));
        }
        return records;
    }

    /** The record of an agent: active, with its key, both from an hour before. */
    public IdentityRecord identity(AgentId agent, CompositePrivateKey key) {
        Validity validity = Validity.newBuilder().setFromMs(nowMs - BEFORE_MS).build();
        return identity()
                .setAgent(AgentRecord.newBuilder()
                        .setAgent(agent.toString())
                        .setRole(AgentRole.AGENT_ROLE_MEMBER)
                        .addKeys(IdentityKey.newBuilder()
                                .setKeyId(key.publicKey().keyId().bytes())
                                .setPublicKey(key.publicKey().encoded())
                                .setValidity(validity))
                        .addStatuses(StatusInterval.newBuilder()
                                .setStatus(AgentStatus.AGENT_STATUS_ACTIVE)
                                .setValidity(validity)))
                .build();
    }

    /** The record of the fleet itself. */
    public IdentityRecord fleet() {
        return identity()
                .setFleet(FleetRecord.newBuilder()
                        .setFleet(NAME)
                        .addAdmins(AgentId.of(NAME, "admin").toString())
                        .setDeliveryPartitions(PARTITIONS)
                        .setGeneration(1))
                .build();
    }

    /** The policy that fleets begin with. */
    private PolicyRecord policy() {
        return PolicyRecord.newBuilder()
                .setVersion(FIRST_VERSION)
                .setRecordedAtMs(nowMs - BEFORE_MS)
                .setEffectiveFromMs(nowMs - BEFORE_MS)
                .setFleet(NAME)
                .setDocument(DefaultPolicy.of(NAME))
                .setAuthor(AgentId.OPERATOR.toString())
                .build();
    }

    private IdentityRecord.Builder identity() {
        return IdentityRecord.newBuilder()
                .setVersion(FIRST_VERSION)
                .setRecordedAtMs(nowMs - BEFORE_MS)
                .setEffectiveFromMs(nowMs - BEFORE_MS);
    }

    private KeyStatus keyStatus(Recipient recipient) {
        return KeyStatus.newBuilder()
                .setVersion(FIRST_VERSION)
                .setRecordedAtMs(nowMs - BEFORE_MS)
                .setEffectiveFromMs(nowMs - BEFORE_MS)
                .setOwner(recipient.id().toString())
                .setLineage(Lineage.newBuilder()
                        .setOwner(recipient.id().toString())
                        .setPeer("*")
                        .setState(LineageState.LINEAGE_STATE_ACTIVE)
                        .setCurrentKeyId(recipient.key().keyId().bytes())
                        .setLastCause(RotationCause.ROTATION_CAUSE_FIRST)
                        .setLastRotatedAtMs(nowMs - BEFORE_MS))
                .build();
    }

    private static TopicSpec delivery(Lane lane) {
        return Topics.delivery(NAME, 1, lane, PARTITIONS);
    }

    private static ProducerRecord<byte[], byte[]> record(TopicSpec topic, String key, Message value) {
        return new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), value.toByteArray());
    }
}
