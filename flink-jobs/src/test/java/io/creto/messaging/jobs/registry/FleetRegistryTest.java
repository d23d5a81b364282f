package io.creto.messaging.jobs.registry;

import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.SampleAgents.RANDOM;
import static io.creto.messaging.jobs.registry.World.OPERATOR;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_DENIED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_DUPLICATE_ID;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_KEY_NOT_VALID;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_MALFORMED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_QUOTA_EXCEEDED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.crypto.identity.EnrolmentToken;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.command.CommandRefusedException;
import io.creto.messaging.jobs.policy.DefaultPolicy;
import io.creto.messaging.schemas.RecordParser;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.Attribute;
import io.creto.messaging.v1.CreateFleet;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PutPolicy;
import io.creto.messaging.v1.SetAttributes;
import io.creto.messaging.v1.StatusInterval;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what, and what then stands in the records. */
class FleetRegistryTest {
    private final SampleAgents admin = World.agent(World.FLEET, "admin");
    private World world;
    private SampleAgents member;

    @BeforeEach
    void create() throws Exception {
        world = World.with(admin);
        member = world.enrol(admin, "member", AgentRole.AGENT_ROLE_MEMBER);
    }

    @ParameterizedTest
    @CsvSource({
        "issue,     admin second",
        "suspend,   admin second",
        "replace,   admin second member",
        "describe,  admin second",
        "policy,    admin second",
    })
    void onlyWhoHasTheRightMay(String what, String who) throws Exception {
        SampleAgents second = world.enrol(admin, "second", AgentRole.AGENT_ROLE_ADMIN);
        SampleAgents suspended = world.enrol(admin, "suspended", AgentRole.AGENT_ROLE_ADMIN);
        SampleAgents revoked = world.enrol(admin, "revoked", AgentRole.AGENT_ROLE_ADMIN);
        world.accept(admin, World.status(suspended, AgentStatus.AGENT_STATUS_SUSPENDED));
        world.accept(admin, World.status(revoked, AgentStatus.AGENT_STATUS_REVOKED));
        Map<String, SampleAgents> actors = Map.of(
                "operator", OPERATOR,
                "admin", admin,
                "second", second,
                "member", member,
                "other", world.enrol(admin, "other", AgentRole.AGENT_ROLE_MEMBER),
                "suspended", suspended,
                "revoked", revoked,
                "foreign", World.agent("umbra", "admin"),
                "stranger", World.agent(World.FLEET, "stranger"));
        List<String> allowed = List.of(who.split(" "));
        for (Map.Entry<String, SampleAgents> actor : actors.entrySet()) {
            if (!allowed.contains(actor.getKey())) {
                assertThat(world.refuse(actor.getValue(), command(what)).reason())
                        .as(actor.getKey())
                        .isEqualTo(REJECTION_REASON_DENIED);
            }
        }
        for (String actor : allowed) {
            World fork = World.with(admin);
            fork.agents.putAll(world.agents);
            fork.now = world.now;
            fork.accept(Objects.requireNonNull(actors.get(actor)), command(what));
        }
    }

    private Message command(String what) {
        return switch (what) {
            case "issue" ->
                World.issue(
                        World.agent(World.FLEET, "new"), EnrolmentToken.generate(RANDOM), AgentRole.AGENT_ROLE_MEMBER);
            case "suspend" -> World.status(member, AgentStatus.AGENT_STATUS_SUSPENDED);
            case "replace" -> World.replacement(member, CompositePrivateKey.generate(RANDOM));
            case "describe" ->
                SetAttributes.newBuilder()
                        .setAgent(member.id())
                        .addGroups("night")
                        .build();
            case "policy" -> policy(1);
            default -> throw new IllegalArgumentException(what);
        };
    }

    @Test
    void aFleetIsCreatedOnceByTheOperatorAlone() throws Exception {
        World empty = new World();
        CreateFleet creation = World.creation(admin, EnrolmentToken.generate(RANDOM));
        assertThat(empty.refuse(admin, creation).reason()).isEqualTo(REJECTION_REASON_DENIED);
        empty.accept(OPERATOR, creation);
        IdentityRecord record = empty.record(World.FLEET);
        assertThat(RecordParser.identity(record.toByteString())).isEqualTo(record);
        assertThat(record.getVersion()).isEqualTo(1);
        assertThat(record.getRecordedAtMs()).isEqualTo(NOW + 10);
        assertThat(record.getEffectiveFromMs()).isEqualTo(NOW);
        assertThat(record.getFleet().getAdminsList()).containsExactly(admin.id());
        assertThat(record.getFleet().getDeliveryPartitions()).isEqualTo(2);
        assertThat(record.getEvidenceCount()).isEqualTo(1);
        CreateFleet again = World.creation(admin, EnrolmentToken.generate(RANDOM));
        assertThat(empty.refuse(OPERATOR, again).reason()).isEqualTo(REJECTION_REASON_DUPLICATE_ID);
    }

    @Test
    void aFleetDoesNotGrowAsLongAsNothingDrainsItsOldTopics() throws Exception {
        IdentityRecord before = world.record(World.FLEET);
        CommandRefusedException refused = world.refuse(OPERATOR, growth(2, 8));
        assertThat(refused.reason()).isEqualTo(REJECTION_REASON_UNSUPPORTED_VERSION);
        assertThat(refused).hasMessageContaining("delivery_partitions");
        assertThat(world.record(World.FLEET)).isEqualTo(before);
        assertThat(new World().refuse(OPERATOR, growth(2, 8)).reason()).isEqualTo(REJECTION_REASON_UNSUPPORTED_VERSION);
        assertThat(world.refuse(admin, growth(2, 8)).reason()).isEqualTo(REJECTION_REASON_DENIED);
    }

    @Test
    void aSuspensionCountsASecondAfterItWasAppendedAndCanBeTakenBack() throws Exception {
        long suspended = world.now + 10 + Command.NOTICE_MS;
        world.accept(admin, World.status(member, AgentStatus.AGENT_STATUS_SUSPENDED));
        long active = world.now + 10 + Command.NOTICE_MS;
        world.accept(admin, World.status(member, AgentStatus.AGENT_STATUS_ACTIVE));
        IdentityRecord record = world.record(member);
        assertThat(RecordParser.identity(record.toByteString())).isEqualTo(record);
        assertThat(record.getVersion()).isEqualTo(3);
        assertThat(record.getEffectiveFromMs()).isEqualTo(active);
        List<StatusInterval> statuses = record.getAgent().getStatusesList();
        assertThat(statuses)
                .extracting(StatusInterval::getStatus)
                .containsExactly(
                        AgentStatus.AGENT_STATUS_ACTIVE,
                        AgentStatus.AGENT_STATUS_SUSPENDED,
                        AgentStatus.AGENT_STATUS_ACTIVE);
        assertThat(statuses.get(0).getValidity().getUntilMs()).isEqualTo(suspended);
        assertThat(statuses.get(1).getValidity()).isEqualTo(Validities.between(suspended, active));
        assertThat(statuses.get(2).getValidity()).isEqualTo(Validities.since(active));
    }

    @Test
    void aRevocationIsForGood() throws Exception {
        world.accept(admin, World.status(member, AgentStatus.AGENT_STATUS_REVOKED));
        long version = world.record(member).getVersion();
        assertThat(world.refuse(admin, World.status(member, AgentStatus.AGENT_STATUS_ACTIVE))
                        .reason())
                .isEqualTo(REJECTION_REASON_DENIED);
        assertThat(world.refuse(admin, command("replace")).reason()).isEqualTo(REJECTION_REASON_DENIED);
        assertThat(world.refuse(admin, command("describe")).reason()).isEqualTo(REJECTION_REASON_DENIED);
        world.accept(admin, World.status(member, AgentStatus.AGENT_STATUS_REVOKED));
        assertThat(world.record(member).getVersion()).as("nothing new").isEqualTo(version);
        assertThat(world.appliedVersion).isEqualTo(version);
    }

    @Test
    void theLastActiveAdminStays() throws Exception {
        for (AgentStatus out : List.of(AgentStatus.AGENT_STATUS_SUSPENDED, AgentStatus.AGENT_STATUS_REVOKED)) {
            var refused = world.refuse(admin, World.status(admin, out));
            assertThat(refused.reason()).isEqualTo(REJECTION_REASON_DENIED);
            assertThat(refused).hasMessageContaining("last active admin");
        }
        SampleAgents second = world.enrol(admin, "second", AgentRole.AGENT_ROLE_ADMIN);
        assertThat(world.record(World.FLEET).getFleet().getAdminsList()).containsExactly(admin.id(), second.id());
        world.accept(admin, World.status(second, AgentStatus.AGENT_STATUS_SUSPENDED));
        assertThat(world.refuse(admin, World.status(admin, AgentStatus.AGENT_STATUS_SUSPENDED))
                        .reason())
                .isEqualTo(REJECTION_REASON_DENIED);
        world.accept(admin, World.status(second, AgentStatus.AGENT_STATUS_ACTIVE));
        world.accept(second, World.status(admin, AgentStatus.AGENT_STATUS_REVOKED));
        assertThat(world.record(World.FLEET).getFleet().getAdminsList()).containsExactly(second.id());
        assertThat(world.refuse(second, World.status(second, AgentStatus.AGENT_STATUS_REVOKED))
                        .reason())
                .isEqualTo(REJECTION_REASON_DENIED);
    }

    @Test
    void aNewKeyCountsAtOnceAndTheOldOneASecondLonger() throws Exception {
        long ingested = world.now;
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        world.accept(member, World.replacement(member, key));
        AgentRecord record = world.record(member).getAgent();
        assertThat(record.getKeys(0).getValidity().getUntilMs()).isEqualTo(ingested + 10 + Command.NOTICE_MS);
        assertThat(record.getKeys(1).getValidity()).isEqualTo(Validities.since(ingested));
        assertThat(record.getKeys(1).getPublicKey()).isEqualTo(key.publicKey().encoded());
        EvidenceChecker.check(world.record(member), OPERATOR.key().publicKey());
    }

    @Test
    void aKeyIsReplacedOnlyByTheOneThatIsCurrentAndWithProofOfTheNewOne() throws Exception {
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        var good = World.replacement(member, key);
        var forged = good.toBuilder()
                .setNewKeySignature(World.replacement(member, CompositePrivateKey.generate(RANDOM))
                        .getNewKeySignature())
                .build();
        assertThat(world.refuse(member, forged).reason().name()).contains("BAD_SIGNATURE");
        var thief = new SampleAgents(member.agent(), CompositePrivateKey.generate(RANDOM));
        assertThat(world.refuse(thief, good).reason())
                .as("the agent signs with the key that ends")
                .isEqualTo(REJECTION_REASON_KEY_NOT_VALID);
        world.accept(member, good);
        assertThat(world.refuse(admin, World.replacement(member, CompositePrivateKey.generate(RANDOM)))
                        .reason())
                .as("replaced already")
                .isEqualTo(REJECTION_REASON_KEY_NOT_VALID);
        var back = World.replacement(new SampleAgents(member.agent(), key), member.key());
        assertThat(world.refuse(admin, back).reason()).isEqualTo(REJECTION_REASON_DUPLICATE_ID);
    }

    @Test
    void attributesAreReplacedWhole() throws Exception {
        world.accept(
                admin,
                SetAttributes.newBuilder()
                        .setAgent(member.id())
                        .addGroups("night")
                        .addAttributes(Attribute.newBuilder().setName("site").setValue("a"))
                        .build());
        world.accept(
                admin,
                SetAttributes.newBuilder()
                        .setAgent(member.id())
                        .addGroups("day")
                        .build());
        IdentityRecord record = world.record(member);
        assertThat(record.getAgent().getGroupsList()).containsExactly("day");
        assertThat(record.getAgent().getAttributesList()).isEmpty();
        assertThat(record.getEvidenceCount()).as("the last SetAttributes alone").isEqualTo(5);
        assertThat(record.getEffectiveFromMs()).isEqualTo(record.getRecordedAtMs() + Command.NOTICE_MS);
    }

    @Test
    void aRaceForAPolicyHasOneWinner() throws Exception {
        FleetChange first = world.decide(admin, policy(1));
        PolicyRecord record = first.policy().orElseThrow();
        assertThat(RecordParser.policy(record.toByteString())).isEqualTo(record);
        assertThat(record.getVersion()).isEqualTo(2);
        assertThat(record.getAuthor()).isEqualTo(admin.id());
        assertThat(record.getEffectiveFromMs()).isEqualTo(world.now + 10 + Command.NOTICE_MS);
        assertThat(first.records()).as("the fleet's record is the same").isEmpty();
        assertThat(world.refuse(admin, policy(1)).reason()).isEqualTo(REJECTION_REASON_DUPLICATE_ID);
        assertThat(world.decide(admin, policy(2)).policy().orElseThrow().getVersion())
                .isEqualTo(3);
    }

    @Test
    void aFleetBeginsWithAPolicyThatNobodySigns() throws Exception {
        World fresh = new World();
        SampleAgents first = World.agent("acme", "first");
        FleetChange creation = fresh.decide(OPERATOR, World.creation(first, EnrolmentToken.generate(RANDOM)));
        PolicyRecord record = creation.policy().orElseThrow();
        assertThat(RecordParser.policy(record.toByteString())).isEqualTo(record);
        assertThat(record.getVersion()).isEqualTo(1);
        assertThat(record.getDocument()).isEqualTo(DefaultPolicy.of("acme"));
        assertThat(record.getEffectiveFromMs()).as("as the fleet itself").isEqualTo(fresh.now);
        assertThat(record.hasEvidence()).isFalse();
    }

    @Test
    void aPolicyThatDoesNotCompileIsRefusedWithItsPlaceAndTheOldOneStays() throws Exception {
        PutPolicy broken = policy(1).toBuilder()
                .setDocument(policy(1).getDocument().toBuilder()
                        .setRules(
                                0,
                                policy(1).getDocument().getRules(0).toBuilder().setCondition("sender.nmae == 'x'")))
                .build();
        CommandRefusedException refused = world.refuse(admin, broken);
        assertThat(refused.reason()).isEqualTo(REJECTION_REASON_MALFORMED);
        assertThat(refused).hasMessageContaining("line 1, column").hasMessageContaining("nmae");
        assertThat(world.decide(admin, policy(1)).policy()).isPresent();
    }

    @Test
    void aPolicyThatLetsItsAuthorPutNoOtherIsRefused() throws Exception {
        PutPolicy closed = policy(1).toBuilder()
                .setDocument(PolicyDocument.newBuilder().setId("closed"))
                .build();
        CommandRefusedException refused = world.refuse(admin, closed);
        assertThat(refused.reason()).isEqualTo(REJECTION_REASON_DENIED);
        assertThat(refused).hasMessageContaining("permit ManagePolicy");
    }

    @Test
    void onlyAnAdminOfTheFleetPutsItsPolicy() throws Exception {
        assertThat(world.refuse(member, policy(1)).reason()).isEqualTo(REJECTION_REASON_DENIED);
        assertThat(world.refuse(World.agent("other", "admin"), policy(1)).reason())
                .isEqualTo(REJECTION_REASON_DENIED);
    }

    @Test
    void aFullRecordTakesNoMoreKeysButCanBeRevoked() throws Exception {
        SampleAgents current = member;
        int replaced = 0;
        while (true) {
            CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
            try {
                world.decide(admin, World.replacement(current, key));
            } catch (CommandRefusedException e) {
                assertThat(e.reason()).isEqualTo(REJECTION_REASON_QUOTA_EXCEEDED);
                break;
            }
            current = new SampleAgents(current.agent(), key);
            replaced++;
        }
        assertThat(replaced).isGreaterThan(100);
        world.accept(admin, World.status(current, AgentStatus.AGENT_STATUS_REVOKED));
        assertThat(world.record(current).getSerializedSize()).isLessThan(WireLimits.MAX_RECORD_BYTES);
        EvidenceChecker.check(world.record(current), OPERATOR.key().publicKey());
    }

    @Test
    void theSystemFleetBeginsWithTheOperatorAndNobodyChangesIt() throws Exception {
        FleetRegistry registry = new FleetRegistry(OPERATOR.key().publicKey());
        World system = new World();
        FleetChange genesis = registry.begin("creto", system);
        assertThat(genesis.records()).hasSize(2).allSatisfy(record -> {
            assertThat(RecordParser.identity(record.toByteString())).isEqualTo(record);
            assertThat(record.getVersion()).isEqualTo(1);
            assertThat(record.getEvidenceCount()).isZero();
        });
        AgentRecord operator = genesis.records().get(1).getAgent();
        assertThat(operator.getKeys(0).getPublicKey())
                .isEqualTo(OPERATOR.key().publicKey().encoded());
        assertThat(operator.getRole()).isEqualTo(AgentRole.AGENT_ROLE_ADMIN);
        assertThat(registry.begin("creto", genesis).records()).as("once").isEmpty();
        assertThat(registry.begin(World.FLEET, new World()).records()).isEmpty();
        genesis.changedAgents().forEach(agent -> system.agents.put(Agents.id(agent), agent));
        var replace = World.replacement(OPERATOR, CompositePrivateKey.generate(RANDOM));
        assertThat(system.refuse(OPERATOR, replace).reason()).isEqualTo(REJECTION_REASON_DENIED);
        assertThat(system.refuse(OPERATOR, World.status(OPERATOR, AgentStatus.AGENT_STATUS_REVOKED))
                        .reason())
                .isEqualTo(REJECTION_REASON_DENIED);
    }

    private static PutPolicy policy(long previous) {
        return PutPolicy.newBuilder()
                .setFleet(World.FLEET)
                .setPreviousVersion(previous)
                .setDocument(DefaultPolicy.of(World.FLEET))
                .build();
    }

    private static CreateFleet growth(int generation, int partitions) {
        return CreateFleet.newBuilder()
                .setFleet(World.FLEET)
                .setGeneration(generation)
                .setDeliveryPartitions(partitions)
                .setAdminTokenKeyId(ByteString.EMPTY)
                .build();
    }
}
