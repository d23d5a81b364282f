package io.creto.messaging.jobs.topology;

import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.SampleAgents.RANDOM;
import static io.creto.messaging.jobs.registry.World.OPERATOR;
import static io.creto.messaging.jobs.topology.KeyManagementStand.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.crypto.identity.EnrolmentToken;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.SampleSlices;
import io.creto.messaging.jobs.command.SampleCommands;
import io.creto.messaging.jobs.registry.EvidenceChecker;
import io.creto.messaging.jobs.registry.World;
import io.creto.messaging.schemas.DeliveryParser;
import io.creto.messaging.schemas.DeliveryPartition;
import io.creto.messaging.schemas.RecordParser;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.schemas.VerdictParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.DeadLetter;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.KeyStatus;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.Prekey;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.StatusInterval;
import io.creto.messaging.v1.UploadPrekeys;
import io.creto.messaging.v1.Verdict;
import io.creto.messaging.v1.VerdictState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands through Kafka and Flink, as the verification writes them. */
class KeyManagementITCase {
    private static final int RACERS = 50;

    @TempDir
    Path directory;

    private final SampleAgents admin = World.agent(World.FLEET, "admin");
    private final SampleAgents agent = World.agent(World.FLEET, "agent");
    private final EnrolmentToken adminToken = EnrolmentToken.generate(RANDOM);
    private final EnrolmentToken token = EnrolmentToken.generate(RANDOM);

    private KeyManagementStand stand;

    @BeforeEach
    void start() throws Exception {
        stand = KeyManagementStand.start(directory, World.FLEET, OPERATOR.key().publicKey());
    }

    @AfterEach
    void stop() throws Exception {
        stand.close();
    }

    @Test
    void theLifeOfAnAgent() throws Exception {
        CompositePrivateKey newKey = CompositePrivateKey.generate(RANDOM);
        Prekey prekey = prekey();
        stand.produce(Topics.REGISTRY_LOG, World.FLEET, ByteString.copyFromUtf8("poison"));
        stand.produce(Topics.KEYRING_LOG, agent.id(), ByteString.EMPTY);
        register(OPERATOR, World.creation(admin, adminToken));
        register(admin, adminToken.enrol(admin.agent(), admin.key(), RANDOM));
        register(admin, World.issue(agent, token, AgentRole.AGENT_ROLE_MEMBER));
        register(agent, token.enrol(agent.agent(), agent.key(), RANDOM));
        stand.produce(
                Topics.KEYRING_LOG,
                agent.id(),
                slice(
                                agent,
                                UploadPrekeys.newBuilder()
                                        .setPeer("*")
                                        .setCurrent(prekey)
                                        .build())
                        .toByteString());
        register(admin, World.status(agent, AgentStatus.AGENT_STATUS_SUSPENDED));
        register(admin, World.replacement(agent, newKey));
        register(admin, World.status(agent, AgentStatus.AGENT_STATUS_REVOKED));
        register(admin, World.replacement(agent, newKey));

        await(() -> assertThat(verdicts()).hasSize(9));
        Map<String, IdentityRecord> identities = latest();
        assertThat(identities.keySet())
                .containsExactlyInAnyOrder("creto", OPERATOR.id(), World.FLEET, admin.id(), agent.id());
        IdentityRecord record = Objects.requireNonNull(identities.get(agent.id()));
        assertThat(record.getVersion()).isEqualTo(4);
        assertThat(record.getAgent().getStatusesList())
                .extracting(StatusInterval::getStatus)
                .containsExactly(
                        AgentStatus.AGENT_STATUS_ACTIVE,
                        AgentStatus.AGENT_STATUS_SUSPENDED,
                        AgentStatus.AGENT_STATUS_REVOKED);
        assertThat(record.getAgent().getKeys(1).getPublicKey())
                .isEqualTo(newKey.publicKey().encoded());
        EvidenceChecker.check(record, OPERATOR.key().publicKey());
        EvidenceChecker.check(
                Objects.requireNonNull(identities.get(admin.id())),
                OPERATOR.key().publicKey());

        KeyStatus status = RecordParser.keyStatus(
                value(stand.read(Topics.KEY_STATUS.name()).get(0)));
        assertThat(status.getLineage().getCurrentKeyId()).isEqualTo(prekey.getKeyId());
        assertThat(stand.read(Topics.DEAD_LETTER.name())).hasSize(2);
        assertThat(delivered(World.FLEET, admin))
                .containsOnly(VerdictState.VERDICT_STATE_APPLIED, VerdictState.VERDICT_STATE_REJECTED)
                .hasSizeGreaterThanOrEqualTo(6);
        assertThat(delivered("creto", OPERATOR)).containsExactly(VerdictState.VERDICT_STATE_APPLIED);
        assertThat(stand.restarts()).isZero();
    }

    @Test
    void aFleetWithoutTopicsStopsNobody() throws Exception {
        SampleAgents stranger = World.agent("ghost", "admin");
        EnrolmentToken ghostToken = EnrolmentToken.generate(RANDOM);
        stand.produce(
                Topics.REGISTRY_LOG,
                "ghost",
                slice(OPERATOR, World.creation(stranger, ghostToken)).toByteString());
        await(() -> assertThat(latest()).containsKey("ghost"));
        stand.produce(
                Topics.REGISTRY_LOG,
                "ghost",
                slice(stranger, ghostToken.enrol(stranger.agent(), stranger.key(), RANDOM))
                        .toByteString());
        await(() -> assertThat(stand.read(Topics.DEAD_LETTER.name())).isNotEmpty());
        DeadLetter letter = VerdictParser.deadLetter(
                value(stand.read(Topics.DEAD_LETTER.name()).get(0)));
        assertThat(letter.getReason()).isEqualTo(RejectionReason.REJECTION_REASON_INTERNAL);
        assertThat(letter.getTopic()).startsWith(Topics.deliveryPrefix("ghost"));
        assertThat(DeliveryParser.record(letter.getRecord()).getVerdict().getSigner())
                .isEqualTo(stranger.id());

        register(OPERATOR, World.creation(admin, adminToken));
        register(admin, adminToken.enrol(admin.agent(), admin.key(), RANDOM));
        await(() -> assertThat(delivered(World.FLEET, admin)).isNotEmpty());
        assertThat(stand.restarts()).isZero();
    }

    @Test
    void aRaceForATokenHasTheSameWinnerAfterACrash() throws Exception {
        List<ByteString> race = new ArrayList<>();
        List<CompositePrivateKey> keys = new ArrayList<>();
        for (int i = 0; i < RACERS; i++) {
            SampleAgents racer = new SampleAgents(agent.agent(), CompositePrivateKey.generate(RANDOM));
            keys.add(racer.key());
            race.add(slice(racer, token.enrol(racer.agent(), racer.key(), RANDOM))
                    .toByteString());
        }
        register(OPERATOR, World.creation(admin, adminToken));
        register(admin, adminToken.enrol(admin.agent(), admin.key(), RANDOM));
        register(admin, World.issue(agent, token, AgentRole.AGENT_ROLE_MEMBER));
        await(() -> assertThat(verdicts())
                .extracting(EnvelopeVerdict::getState)
                .hasSize(3)
                .containsOnly(VerdictState.VERDICT_STATE_APPLIED));
        stand.checkpoint();
        for (ByteString racer : race.subList(0, RACERS / 2)) {
            stand.produce(Topics.REGISTRY_LOG, World.FLEET, racer);
        }
        await(() -> assertThat(verdicts()).hasSize(3 + RACERS / 2));
        stand.crash();
        for (ByteString racer : race) {
            stand.produce(Topics.REGISTRY_LOG, World.FLEET, racer);
        }
        await(() -> assertThat(messageIds(verdicts())).hasSize(3 + RACERS));

        List<EnvelopeVerdict> verdicts = verdicts();
        assertThat(verdicts).as("some were said again").hasSizeGreaterThan(3 + RACERS);
        Map<ByteString, EnvelopeVerdict> said = new HashMap<>();
        for (EnvelopeVerdict verdict : verdicts) {
            EnvelopeVerdict before = said.put(verdict.getMessageId(), verdict);
            assertThat(before == null || before.equals(verdict))
                    .as("no contradiction")
                    .isTrue();
        }
        assertThat(said.values().stream()
                        .filter(verdict -> verdict.getSender().equals(agent.id()))
                        .map(EnvelopeVerdict::getReason))
                .containsOnlyOnce(RejectionReason.REJECTION_REASON_UNSPECIFIED)
                .contains(RejectionReason.REJECTION_REASON_DUPLICATE_ID);
        for (IdentityRecord record : identities()) {
            if (record.getAgent().getAgent().equals(agent.id())) {
                assertThat(record.getAgent().getKeys(0).getPublicKey())
                        .as("the first in the log, whenever it is decided")
                        .isEqualTo(keys.get(0).publicKey().encoded());
                EvidenceChecker.check(record, OPERATOR.key().publicKey());
            }
        }
        assertThat(latest()).containsKey(agent.id());
    }

    private static Prekey prekey() {
        try (DecapsulationKey key = DecapsulationKey.generate(RANDOM)) {
            return Prekey.newBuilder()
                    .setKeyId(key.keyId().bytes())
                    .setPublicKey(key.encapsulationKey().encoded())
                    .build();
        }
    }

    private static Slice slice(SampleAgents sender, Message body) {
        Envelope envelope = SampleCommands.envelope(sender, body);
        return SampleSlices.of(sender, envelope).toBuilder()
                .setIngestTimeMs(NOW + 1_000)
                .build();
    }

    private void register(SampleAgents sender, Message body) throws Exception {
        stand.produce(Topics.REGISTRY_LOG, World.FLEET, slice(sender, body).toByteString());
    }

    private static ByteString value(ConsumerRecord<byte[], byte[]> record) {
        return ByteString.copyFrom(record.value());
    }

    private List<EnvelopeVerdict> verdicts() throws Exception {
        List<EnvelopeVerdict> verdicts = new ArrayList<>();
        for (var record : stand.read(Topics.VERDICTS.name())) {
            verdicts.addAll(Verdict.parseFrom(record.value()).getEnvelopesList());
        }
        return verdicts;
    }

    private static Set<ByteString> messageIds(List<EnvelopeVerdict> verdicts) {
        Set<ByteString> ids = new HashSet<>();
        verdicts.forEach(verdict -> ids.add(verdict.getMessageId()));
        return ids;
    }

    private List<IdentityRecord> identities() throws WireException {
        List<IdentityRecord> records = new ArrayList<>();
        for (var record : stand.read(Topics.IDENTITIES.name())) {
            records.add(RecordParser.identity(value(record)));
        }
        return records;
    }

    /** What each subject's last record says; versions only rise in the topic. */
    private Map<String, IdentityRecord> latest() throws WireException {
        Map<String, IdentityRecord> latest = new HashMap<>();
        for (IdentityRecord record : identities()) {
            latest.put(
                    record.hasAgent()
                            ? record.getAgent().getAgent()
                            : record.getFleet().getFleet(),
                    record);
        }
        return latest;
    }

    /** The verdicts in a signer's delivery partition that are its own. */
    private List<VerdictState> delivered(String fleet, SampleAgents signer) throws WireException {
        int partitions = fleet.equals("creto") ? 1 : 2;
        List<VerdictState> states = new ArrayList<>();
        String topic = Topics.delivery(fleet, 1, Lane.LANE_NORMAL, partitions).name();
        for (var record : stand.read(topic)) {
            Verdict verdict = DeliveryParser.record(value(record)).getVerdict();
            if (verdict.getSigner().equals(signer.id())) {
                assertThat(record.partition()).isEqualTo(DeliveryPartition.of(signer.agent(), partitions));
                states.add(verdict.getEnvelopes(0).getState());
            }
        }
        return states;
    }
}
