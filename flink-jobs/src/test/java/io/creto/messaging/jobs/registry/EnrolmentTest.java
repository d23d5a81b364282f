package io.creto.messaging.jobs.registry;

import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.SampleAgents.RANDOM;
import static io.creto.messaging.jobs.registry.World.OPERATOR;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_DENIED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_DUPLICATE_ID;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_EXPIRED;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.crypto.identity.EnrolmentToken;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.command.CommandRefusedException;
import io.creto.messaging.jobs.command.SampleCommands;
import io.creto.messaging.jobs.command.SeenCommands;
import io.creto.messaging.jobs.state.SeenCommand;
import io.creto.messaging.schemas.RecordParser;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.IssueToken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How agents come into a fleet, and what proves that they did. */
class EnrolmentTest {
    private final SampleAgents admin = World.agent(World.FLEET, "admin");
    private final SampleAgents newcomer = World.agent(World.FLEET, "newcomer");
    private final EnrolmentToken token = EnrolmentToken.generate(RANDOM);
    private World world;

    @BeforeEach
    void create() throws Exception {
        world = World.with(admin);
        world.accept(admin, World.issue(newcomer, token, AgentRole.AGENT_ROLE_MEMBER));
    }

    private Enrol enrolment() {
        return token.enrol(newcomer.agent(), newcomer.key(), RANDOM);
    }

    @Test
    void anEnrolmentIsARecordFromItsIngestTimeOn() throws Exception {
        long ingested = world.now;
        world.accept(newcomer, enrolment());
        IdentityRecord record = world.record(newcomer);
        assertThat(RecordParser.identity(record.toByteString())).isEqualTo(record);
        assertThat(record.getVersion()).isEqualTo(1);
        assertThat(record.getEffectiveFromMs()).isEqualTo(ingested);
        assertThat(record.getRecordedAtMs()).isEqualTo(ingested + 10);
        assertThat(record.getAgent().getRole()).isEqualTo(AgentRole.AGENT_ROLE_MEMBER);
        assertThat(record.getAgent().getKeys(0).getValidity()).isEqualTo(Validities.since(ingested));
        assertThat(record.getAgent().getStatuses(0).getStatus()).isEqualTo(AgentStatus.AGENT_STATUS_ACTIVE);
        assertThat(record.getEvidenceCount())
                .as("CreateFleet, Enrol, IssueToken, Enrol")
                .isEqualTo(4);
        EvidenceChecker.check(record, OPERATOR.key().publicKey());
    }

    @Test
    void aTokenIsForOneAgentForOneTime() throws Exception {
        SampleAgents thief = World.agent(World.FLEET, "thief");
        assertThat(world.refuse(thief, token.enrol(thief.agent(), thief.key(), RANDOM))
                        .reason())
                .isEqualTo(REJECTION_REASON_DENIED);
        assertThat(world.refuse(
                                newcomer,
                                EnrolmentToken.generate(RANDOM).enrol(newcomer.agent(), newcomer.key(), RANDOM))
                        .reason())
                .isEqualTo(REJECTION_REASON_DENIED);
        world.accept(newcomer, enrolment());
        SampleAgents again = new SampleAgents(newcomer.agent(), CompositePrivateKey.generate(RANDOM));
        assertThat(world.refuse(again, token.enrol(again.agent(), again.key(), RANDOM))
                        .reason())
                .isEqualTo(REJECTION_REASON_DUPLICATE_ID);
    }

    @Test
    void anIdIsGivenOnceForEver() throws Exception {
        world.accept(newcomer, enrolment());
        world.accept(admin, World.status(newcomer, AgentStatus.AGENT_STATUS_REVOKED));
        EnrolmentToken second = EnrolmentToken.generate(RANDOM);
        assertThat(world.refuse(admin, World.issue(newcomer, second, AgentRole.AGENT_ROLE_MEMBER))
                        .reason())
                .isEqualTo(REJECTION_REASON_DUPLICATE_ID);
    }

    @Test
    void aSecondTokenForAnEnrolledAgentIsWorthNothing() throws Exception {
        EnrolmentToken second = EnrolmentToken.generate(RANDOM);
        world.accept(admin, World.issue(newcomer, second, AgentRole.AGENT_ROLE_ADMIN));
        world.accept(newcomer, enrolment());
        assertThat(world.refuse(newcomer, second.enrol(newcomer.agent(), newcomer.key(), RANDOM))
                        .reason())
                .isEqualTo(REJECTION_REASON_DUPLICATE_ID);
        assertThat(world.refuse(admin, World.issue(World.agent(World.FLEET, "x"), token, AgentRole.AGENT_ROLE_MEMBER))
                        .reason())
                .as("the key id of a token is its own")
                .isEqualTo(REJECTION_REASON_DUPLICATE_ID);
    }

    @Test
    void aTokenExpiresByIngestTime() throws Exception {
        world.now = NOW + World.TOKEN_LIFE_MS;
        assertThat(world.refuse(newcomer, enrolment()).reason()).isEqualTo(REJECTION_REASON_EXPIRED);
        world.now--;
        world.accept(newcomer, enrolment());
    }

    @Test
    void aTokenOfARevokedAdminIsVoid() throws Exception {
        SampleAgents second = world.enrol(admin, "second", AgentRole.AGENT_ROLE_ADMIN);
        world.accept(second, World.status(admin, AgentStatus.AGENT_STATUS_REVOKED));
        assertThat(world.refuse(newcomer, enrolment()).reason()).isEqualTo(REJECTION_REASON_DENIED);
    }

    @Test
    void theOperatorRenewsTheTokenOfAFirstAdminWhoNeverEnrolled() throws Exception {
        EnrolmentToken lost = EnrolmentToken.generate(RANDOM);
        EnrolmentToken renewed = EnrolmentToken.generate(RANDOM);
        World waiting = new World();
        waiting.accept(OPERATOR, World.creation(admin, lost));
        assertThat(waiting.refuse(OPERATOR, World.creation(admin, renewed)))
                .hasMessageContaining("issue a token for " + admin.id());
        waiting.accept(OPERATOR, World.issue(admin, renewed, AgentRole.AGENT_ROLE_ADMIN));
        waiting.accept(admin, renewed.enrol(admin.agent(), admin.key(), RANDOM));
        assertThat(waiting.record(admin).getEvidenceCount())
                .as("IssueToken, Enrol")
                .isEqualTo(2);
        EvidenceChecker.check(waiting.record(admin), OPERATOR.key().publicKey());
        waiting.enrol(admin, "member", AgentRole.AGENT_ROLE_MEMBER);

        SampleAgents finder = new SampleAgents(admin.agent(), CompositePrivateKey.generate(RANDOM));
        assertThat(waiting.refuse(finder, lost.enrol(finder.agent(), finder.key(), RANDOM))
                        .reason())
                .as("who finds the lost token")
                .isEqualTo(REJECTION_REASON_DUPLICATE_ID);
    }

    @Test
    void theOperatorLetsNobodyElseIn() throws Exception {
        World waiting = new World();
        waiting.accept(OPERATOR, World.creation(admin, EnrolmentToken.generate(RANDOM)));
        for (IssueToken issue : List.of(
                World.issue(admin, token, AgentRole.AGENT_ROLE_MEMBER),
                World.issue(newcomer, token, AgentRole.AGENT_ROLE_ADMIN))) {
            assertThat(waiting.refuse(OPERATOR, issue).reason()).isEqualTo(REJECTION_REASON_DENIED);
        }
        IssueToken forAdmin = World.issue(admin, token, AgentRole.AGENT_ROLE_ADMIN);
        assertThat(waiting.refuse(admin, forAdmin).reason()).isEqualTo(REJECTION_REASON_DENIED);
        assertThat(world.refuse(OPERATOR, forAdmin).reason())
                .as("an admin is active")
                .isEqualTo(REJECTION_REASON_DENIED);
    }

    @Test
    void aBadCoSignatureSpendsNothing() throws Exception {
        Enrol forged = enrolment().toBuilder()
                .setTokenSignature(EnrolmentToken.generate(RANDOM)
                        .enrol(newcomer.agent(), newcomer.key(), RANDOM)
                        .getTokenSignature())
                .build();
        assertThat(world.refuse(newcomer, forged).reason().name()).contains("BAD_SIGNATURE");
        world.accept(newcomer, enrolment());
    }

    @Test
    void evidenceLeadsThroughAdminsOfAdminsAndTheirReplacedKeys() throws Exception {
        SampleAgents second = world.enrol(admin, "second", AgentRole.AGENT_ROLE_ADMIN);
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        world.accept(admin, World.replacement(second, key));
        second = new SampleAgents(second.agent(), key);
        SampleAgents third = world.enrol(second, "third", AgentRole.AGENT_ROLE_ADMIN);
        SampleAgents last = world.enrol(third, "last", AgentRole.AGENT_ROLE_MEMBER);
        assertThat(world.record(last).getEvidenceCount()).isEqualTo(9);
        EvidenceChecker.check(world.record(last), OPERATOR.key().publicKey());
        world.accept(third, World.replacement(second, CompositePrivateKey.generate(RANDOM)));
        EvidenceChecker.check(world.record(second), OPERATOR.key().publicKey());
        world.accept(admin, World.status(last, AgentStatus.AGENT_STATUS_SUSPENDED));
        assertThat(world.record(last).getEvidenceCount()).isEqualTo(10);
        EvidenceChecker.check(world.record(last), OPERATOR.key().publicKey());
    }

    @Test
    void evidenceDoesNotChangeWithLaterKeysOfTheAdmin() throws Exception {
        world.accept(newcomer, enrolment());
        var before = world.record(newcomer).getEvidenceList();
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        world.accept(admin, World.replacement(admin, key));
        assertThat(Evidence.of(world.agent(newcomer.id()).orElseThrow(), world)).isEqualTo(before);
    }

    /** Any order of issue and racing enrolments, with repeats: one winner at most, and the same when decided again. */
    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void aRaceHasOneWinnerInWhateverOrder(@ForAll long seed) throws Exception {
        World start = World.with(admin);
        List<Command> commands = new ArrayList<>();
        commands.add(command(admin, World.issue(newcomer, token, AgentRole.AGENT_ROLE_MEMBER), start.now));
        for (int i = 0; i < 5; i++) {
            SampleAgents racer = new SampleAgents(newcomer.agent(), CompositePrivateKey.generate(RANDOM));
            commands.add(command(racer, token.enrol(racer.agent(), racer.key(), RANDOM), start.now + i - 2));
        }
        commands.addAll(List.copyOf(commands));
        Collections.shuffle(commands, new Random(seed));
        Optional<ByteString> winner = winner(commands);
        assertThat(play(commands)).isEqualTo(winner);
        assertThat(play(commands)).as("decided again").isEqualTo(winner);
    }

    /** The key of the first enrolment that stands in the log behind the token's issue and was not ingested before it. */
    private static Optional<ByteString> winner(List<Command> commands) {
        long issuedMs = Long.MAX_VALUE;
        for (Command command : commands) {
            if (command.body() instanceof IssueToken) {
                issuedMs = command.ingestTimeMs();
            } else if (command.body() instanceof Enrol enrol && command.ingestTimeMs() >= issuedMs) {
                return Optional.of(enrol.getPublicKey());
            }
        }
        return Optional.empty();
    }

    private Optional<ByteString> play(List<Command> commands) throws Exception {
        World fresh = World.with(admin);
        Map<String, SeenCommand> seen = new HashMap<>();
        int winners = 0;
        for (Command command : commands) {
            if (SeenCommands.isRepeat(command, seen.get(SeenCommands.key(command)))) {
                continue;
            }
            try {
                fresh.decide(command);
                seen.put(SeenCommands.key(command), SeenCommands.remember(command));
                winners += command.sender().equals(newcomer.id()) ? 1 : 0;
            } catch (CommandRefusedException e) {
                assertThat(e.reason()).isIn(REJECTION_REASON_DENIED, REJECTION_REASON_DUPLICATE_ID);
            }
        }
        assertThat(winners).isLessThanOrEqualTo(1);
        return Optional.ofNullable(fresh.records.get(newcomer.id()))
                .map(record -> record.getAgent().getKeys(0).getPublicKey());
    }

    private static Command command(SampleAgents sender, Message body, long now) {
        return SampleCommands.read(
                SampleCommands.logged(World.FLEET, sender, SampleCommands.envelope(sender, body), now, now + 10));
    }
}
