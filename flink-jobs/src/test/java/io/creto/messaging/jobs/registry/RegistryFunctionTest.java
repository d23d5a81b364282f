package io.creto.messaging.jobs.registry;

import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.SampleAgents.RANDOM;
import static io.creto.messaging.jobs.registry.World.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.creto.messaging.crypto.identity.EnrolmentToken;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.command.SampleCommands;
import io.creto.messaging.jobs.command.SeenCommands;
import io.creto.messaging.jobs.policy.DefaultPolicy;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.LoggedCommand;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.RecordParser;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.CreateFleet;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.PutPolicy;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.VerdictState;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator: what comes out, what remains in state, which timers remain. */
class RegistryFunctionTest {
    private static final long FORGOTTEN = NOW + SeenCommands.MEMORY.plusDays(1).toMillis() + World.TOKEN_LIFE_MS;

    private final SampleAgents admin = World.agent(World.FLEET, "admin");
    private final EnrolmentToken token = EnrolmentToken.generate(RANDOM);
    private RegistryHarness registry;

    @BeforeEach
    void open() throws Exception {
        registry = RegistryHarness.open();
    }

    @AfterEach
    void close() throws Exception {
        registry.close();
    }

    private static LoggedCommand command(SampleAgents sender, Message body, Report report) {
        return SampleCommands.logged(World.FLEET, sender, SampleCommands.envelope(sender, body, report), NOW, NOW);
    }

    private Enrol enrolment() {
        return token.enrol(admin.agent(), admin.key(), RANDOM);
    }

    @Test
    void aCommandLeavesARecordAVerdictAndAMemory() throws Exception {
        registry.process(OPERATOR, World.creation(admin, token), NOW);
        assertThat(registry.records())
                .singleElement()
                .satisfies(record -> assertThat(record.getVersion()).isEqualTo(1));
        Announcement announcement = registry.announcements().get(0);
        assertThat(announcement.getSigner()).isEqualTo(OPERATOR.id());
        assertThat(announcement.getLane()).isEqualTo(Lane.LANE_NORMAL_VALUE);
        assertThat(announcement.getDecidedAtMs()).isEqualTo(NOW);
        EnvelopeVerdict verdict = registry.verdicts().get(0);
        assertThat(verdict.getState()).isEqualTo(VerdictState.VERDICT_STATE_APPLIED);
        assertThat(verdict.getAppliedVersion()).isEqualTo(1);
        assertThat(registry.remembered()).as("the command and the token").isEqualTo(2);
        assertThat(registry.timers()).as("whole days").isBetween(1, 2);
        assertThat(registry.function().fleet()).isPresent();
        registry.watermark(FORGOTTEN);
        assertThat(registry.remembered()).isZero();
        assertThat(registry.timers()).isZero();
        assertThat(registry.function().fleet()).isPresent();
    }

    @Test
    void aRefusalIsAVerdictAndChangesNothing() throws Exception {
        registry.process(admin, enrolment(), NOW);
        assertThat(registry.records()).isEmpty();
        assertThat(registry.verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.getState()).isEqualTo(VerdictState.VERDICT_STATE_REJECTED);
            assertThat(verdict.getReason()).isEqualTo(RejectionReason.REJECTION_REASON_DENIED);
            assertThat(verdict.getDetail()).isNotBlank();
        });
        assertThat(registry.announcements().get(0).getRecordOnly()).isFalse();
        assertThat(registry.function().agent(admin.id())).isEmpty();
        assertThat(registry.remembered())
                .as("nothing is kept of what anybody may send in any name")
                .isZero();
        assertThat(registry.timers()).isZero();
    }

    @Test
    void aTokenThatCameLateInTheLogIsNotForgottenAtOnce() throws Exception {
        long late = NOW + 10 * SeenCommands.MEMORY.toMillis();
        var creation = SampleCommands.envelope(OPERATOR, World.creation(admin, token));
        registry.process(SampleCommands.logged(World.FLEET, OPERATOR, creation, NOW, late));
        registry.watermark(late);
        assertThat(registry.remembered()).isEqualTo(2);
        var enrolment = SampleCommands.envelope(admin, enrolment());
        registry.process(SampleCommands.logged(World.FLEET, admin, enrolment, NOW, late + 1));
        assertThat(registry.records()).hasSize(2);
    }

    @Test
    void whoWantsNoNewsHearsOnlyRefusals() throws Exception {
        registry.process(command(OPERATOR, World.creation(admin, token), Report.REPORT_NONE));
        registry.process(command(OPERATOR, World.creation(admin, token), Report.REPORT_NONE));
        assertThat(registry.verdicts())
                .extracting(EnvelopeVerdict::getState)
                .containsExactly(VerdictState.VERDICT_STATE_APPLIED, VerdictState.VERDICT_STATE_REJECTED);
        assertThat(registry.announcements())
                .extracting(Announcement::getRecordOnly)
                .containsExactly(true, false);
    }

    @Test
    void repeatsAreDroppedAlsoAfterARestoreAndAlsoRefusedOnes() throws Exception {
        LoggedCommand creation = command(OPERATOR, World.creation(admin, token), Report.REPORT_ROUTED);
        LoggedCommand refused = command(OPERATOR, World.creation(admin, token), Report.REPORT_ROUTED);
        registry.process(creation);
        registry.process(creation);
        registry.process(refused);
        assertThat(registry.announcements()).hasSize(2);
        registry = registry.restored();
        registry.process(creation);
        registry.process(refused);
        assertThat(registry.records()).isEmpty();
        assertThat(registry.announcements()).isEmpty();
    }

    @Test
    void aRefusedEnrolmentIsRefusedAgainThoughItsTokenHasBeenIssuedSince() throws Exception {
        LoggedCommand early =
                SampleCommands.logged(World.FLEET, admin, SampleCommands.envelope(admin, enrolment()), NOW - 1, NOW);
        registry.process(early);
        registry.process(OPERATOR, World.creation(admin, token), NOW);
        registry.process(early);
        assertThat(registry.verdicts())
                .extracting(EnvelopeVerdict::getState)
                .as("a refusal is final: no contradiction")
                .containsExactly(
                        VerdictState.VERDICT_STATE_REJECTED,
                        VerdictState.VERDICT_STATE_APPLIED,
                        VerdictState.VERDICT_STATE_REJECTED);
        registry.process(admin, enrolment(), NOW);
        assertThat(registry.function().agent(admin.id())).isPresent();
    }

    @Test
    void nothingIsKeptOfWhatOtherFleetsAreDenied() throws Exception {
        registry.process(OPERATOR, World.creation(admin, token), NOW);
        registry.process(admin, enrolment(), NOW);
        int remembered = registry.remembered();
        SampleAgents foreign = World.agent("umbra", "admin");
        LoggedCommand denied =
                command(foreign, World.status(admin, AgentStatus.AGENT_STATUS_SUSPENDED), Report.REPORT_ROUTED);
        registry.process(denied);
        registry.process(denied);
        registry.process(foreign, World.creation(admin, token), NOW);
        assertThat(registry.verdicts().subList(2, 5))
                .extracting(EnvelopeVerdict::getReason)
                .containsOnly(RejectionReason.REJECTION_REASON_DENIED);
        assertThat(registry.remembered()).isEqualTo(remembered);

        SampleAgents own = World.agent(World.FLEET, "own");
        registry.process(own, World.status(admin, AgentStatus.AGENT_STATUS_SUSPENDED), NOW);
        assertThat(registry.remembered()).as("of this fleet").isEqualTo(remembered + 1);
    }

    @Test
    void whoEnrolsInAnAgentsNameIsAnsweredOnlyWithItsKeyOrToken() throws Exception {
        registry.process(OPERATOR, World.creation(admin, token), NOW);
        registry.process(admin, enrolment(), NOW);
        SampleAgents other = new SampleAgents(admin.agent(), CompositePrivateKey.generate(RANDOM));
        EnrolmentToken foreign = EnrolmentToken.generate(RANDOM);
        int remembered = registry.remembered();
        registry.process(other, foreign.enrol(other.agent(), other.key(), RANDOM), NOW);
        registry.process(other, enrolment(), NOW);
        registry.process(
                other,
                foreign.enrol(other.agent(), other.key(), RANDOM).toBuilder()
                        .setTokenKeyId(token.keyId().bytes())
                        .build(),
                NOW);
        registry.process(admin, enrolment(), NOW);
        registry.process(other, token.enrol(other.agent(), other.key(), RANDOM), NOW);
        assertThat(registry.verdicts().subList(2, 7))
                .extracting(EnvelopeVerdict::getReason)
                .containsOnly(RejectionReason.REJECTION_REASON_DUPLICATE_ID);
        assertThat(registry.announcements().subList(2, 7))
                .extracting(Announcement::getRecordOnly)
                .containsExactly(true, true, true, false, false);
        assertThat(registry.remembered()).isEqualTo(remembered);
    }

    @Test
    void otherBytesUnderAnIdAreNoRepeat() throws Exception {
        var envelope = SampleCommands.envelope(OPERATOR, World.creation(admin, token));
        CreateFleet other = World.creation(admin, token).toBuilder()
                .setDeliveryPartitions(7)
                .build();
        registry.process(SampleCommands.logged(World.FLEET, OPERATOR, envelope, NOW, NOW));
        registry.process(SampleCommands.logged(
                World.FLEET,
                OPERATOR,
                envelope.toBuilder().setBody(other.toByteString()).build(),
                NOW,
                NOW));
        assertThat(registry.records()).hasSize(1);
        assertThat(registry.verdicts().get(1).getReason()).isEqualTo(RejectionReason.REJECTION_REASON_DUPLICATE_ID);
    }

    @Test
    void theWholeLifeOfAnAgentSurvivesRestoresBetweenItsCommands() throws Exception {
        SampleAgents agent = World.agent(World.FLEET, "agent");
        EnrolmentToken agentToken = EnrolmentToken.generate(RANDOM);
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        registry.process(OPERATOR, World.creation(admin, token), NOW);
        registry = registry.restored();
        registry.process(admin, enrolment(), NOW + 1_000);
        registry = registry.restored();
        registry.process(admin, World.issue(agent, agentToken, AgentRole.AGENT_ROLE_MEMBER), NOW + 2_000);
        registry = registry.restored();
        registry.process(agent, agentToken.enrol(agent.agent(), agent.key(), RANDOM), NOW + 3_000);
        registry = registry.restored();
        registry.process(agent, World.replacement(agent, key), NOW + 4_000);
        registry = registry.restored();
        registry.process(admin, World.status(agent, AgentStatus.AGENT_STATUS_REVOKED), NOW + 6_000);
        IdentityRecord record = registry.records().get(0);
        assertThat(RecordParser.identity(record.toByteString())).isEqualTo(record);
        assertThat(record.getVersion()).isEqualTo(3);
        EvidenceChecker.check(record, OPERATOR.key().publicKey());
    }

    @Test
    void theSystemFleetBeginsOnceWithoutACommand() throws Exception {
        LoggedCommand nothing =
                LoggedCommand.newBuilder().setKey(AgentId.RESERVED_FLEET).build();
        registry.process(nothing);
        registry.process(nothing);
        assertThat(registry.records()).hasSize(2);
        registry = registry.restored();
        registry.process(nothing);
        assertThat(registry.records()).isEmpty();
        assertThat(registry.timers()).isZero();
    }

    @Test
    void aPolicyGoesToItsOwnOutput() throws Exception {
        registry.process(OPERATOR, World.creation(admin, token), NOW);
        registry.process(admin, enrolment(), NOW);
        registry.process(
                admin,
                PutPolicy.newBuilder()
                        .setFleet(World.FLEET)
                        .setPreviousVersion(1)
                        .setDocument(DefaultPolicy.of(World.FLEET))
                        .build(),
                NOW);
        assertThat(registry.side(RegistryFunction.POLICIES))
                .as("the first and this one")
                .hasSize(2);
        assertThat(registry.records()).as("fleet and admin").hasSize(2);
    }

    @Test
    void oneTimerServesAllCommandsOfADay() throws Exception {
        AgentStatus status = AgentStatus.AGENT_STATUS_SUSPENDED;
        long morning = NOW / Duration.ofDays(1).toMillis() * Duration.ofDays(1).toMillis();
        for (int hour = 0; hour < 24; hour++) {
            registry.process(
                    admin,
                    World.status(admin, status),
                    morning + Duration.ofHours(hour).toMillis());
        }
        assertThat(registry.remembered()).isEqualTo(24);
        assertThat(registry.timers()).isEqualTo(1);
        assertThat(registry.verdicts()).hasSize(24);
    }
}
