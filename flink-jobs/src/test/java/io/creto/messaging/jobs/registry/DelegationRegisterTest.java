package io.creto.messaging.jobs.registry;

import static io.creto.messaging.jobs.SampleAgents.RANDOM;
import static io.creto.messaging.jobs.registry.World.OPERATOR;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_DENIED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_DUPLICATE_ID;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_EXPIRED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_KEY_NOT_VALID;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_QUOTA_EXCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.crypto.identity.Delegations;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.command.CommandRefusedException;
import io.creto.messaging.jobs.command.SeenCommands;
import io.creto.messaging.schemas.DelegationParser;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.RecordParser;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.Delegate;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.EndDelegation;
import io.creto.messaging.v1.IdentityRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent's delegations: who registers and ends them, and for how long they are known. */
class DelegationRegisterTest {
    private static final long HOUR_MS = 3_600_000;

    private final SampleAgents admin = World.agent(World.FLEET, "admin");
    private World world;
    private SampleAgents agent;
    private SampleAgents host;

    @BeforeEach
    void create() throws Exception {
        world = World.with(admin);
        agent = world.enrol(admin, "quiet", AgentRole.AGENT_ROLE_MEMBER);
        host = world.enrol(admin, "host", AgentRole.AGENT_ROLE_MEMBER);
    }

    private Delegation.Builder delegation() {
        return Delegation.newBuilder()
                .setVersion(WireLimits.VERSION)
                .setSuite(WireLimits.SUITE)
                .setDelegationId(MessageId.create(world.now, RANDOM).toByteString())
                .setAgent(agent.id())
                .setAgentKeyId(agent.key().publicKey().keyId().bytes())
                .setSigner(host.id())
                .setSignerKeyId(host.key().publicKey().keyId().bytes())
                .addScopes(DelegationScope.DELEGATION_SCOPE_SEND)
                .setNotBeforeMs(world.now - HOUR_MS)
                .setNotAfterMs(world.now + HOUR_MS);
    }

    private Delegate signed(Delegation.Builder delegation) throws Exception {
        return Delegate.newBuilder()
                .setDelegation(Delegations.sign(delegation.build(), agent.key(), RANDOM))
                .build();
    }

    private EndDelegation end(Delegate delegate) throws Exception {
        Delegation inner = DelegationParser.delegation(delegate.getDelegation().getDelegation());
        return EndDelegation.newBuilder()
                .setAgent(inner.getAgent())
                .setDelegationId(inner.getDelegationId())
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "host"})
    void isRegisteredByEitherOfTheTwoFromItsIngestTimeOn(String who) throws Exception {
        Delegate delegate = signed(delegation());
        long ingested = world.now;
        world.accept(who.equals("agent") ? agent : host, delegate);
        IdentityRecord record = world.record(agent);
        assertThat(RecordParser.identity(record.toByteString())).isEqualTo(record);
        assertThat(record.getAgent().getDelegations(0).getDelegation()).isEqualTo(delegate.getDelegation());
        assertThat(record.getAgent().getDelegations(0).getValidity())
                .isEqualTo(Validities.between(ingested, ingested + HOUR_MS));
        EvidenceChecker.check(record, OPERATOR.key().publicKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "host", "admin"})
    void isEndedForGoodASecondAfterItWasAppended(String who) throws Exception {
        Delegate delegate = signed(delegation());
        world.accept(agent, delegate);
        long ended = world.now + 10 + Command.NOTICE_MS;
        world.accept(who.equals("agent") ? agent : who.equals("host") ? host : admin, end(delegate));
        IdentityRecord record = world.record(agent);
        assertThat(record.getAgent().getDelegations(0).getValidity().getUntilMs())
                .isEqualTo(ended);
        EvidenceChecker.check(record, OPERATOR.key().publicKey());
        world.accept(agent, end(delegate));
        assertThat(world.record(agent)).as("ended already").isEqualTo(record);
        assertThat(world.refuse(host, delegate).reason()).isEqualTo(REJECTION_REASON_DUPLICATE_ID);
    }

    @Test
    void isNotEndedByOthers() throws Exception {
        Delegate delegate = signed(delegation());
        world.accept(agent, delegate);
        SampleAgents other = world.enrol(admin, "other", AgentRole.AGENT_ROLE_MEMBER);
        assertThat(world.refuse(other, end(delegate)).reason()).isEqualTo(REJECTION_REASON_DENIED);
        assertThat(world.refuse(admin, end(signed(delegation()))).reason()).isEqualTo(REJECTION_REASON_DENIED);
    }

    @Test
    void isNotRegisteredWithKeysThatDoNotCount() throws Exception {
        Delegate forAgentsOldKey = signed(delegation());
        Delegate forHostsOldKey = signed(delegation());
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        world.accept(host, World.replacement(host, key));
        host = new SampleAgents(host.agent(), key);
        assertThat(world.refuse(agent, forHostsOldKey).reason()).isEqualTo(REJECTION_REASON_KEY_NOT_VALID);
        world.accept(admin, World.replacement(agent, CompositePrivateKey.generate(RANDOM)));
        assertThat(world.refuse(host, forAgentsOldKey).reason()).isEqualTo(REJECTION_REASON_KEY_NOT_VALID);
    }

    @Test
    void isNotRegisteredForgedLateOrForWhoIsGone() throws Exception {
        Delegate good = signed(delegation());
        Delegate forged = good.toBuilder()
                .setDelegation(good.getDelegation().toBuilder()
                        .setSignature(signed(delegation()).getDelegation().getSignature()))
                .build();
        assertThat(world.refuse(host, forged).reason().name()).contains("BAD_SIGNATURE");
        Delegate late = signed(delegation().setNotAfterMs(world.now));
        assertThat(world.refuse(agent, late).reason()).isEqualTo(REJECTION_REASON_EXPIRED);
        world.accept(admin, World.status(host, AgentStatus.AGENT_STATUS_REVOKED));
        assertThat(world.refuse(agent, good).reason()).isEqualTo(REJECTION_REASON_DENIED);
    }

    @Test
    void oneThatHasNotBegunEndsEmpty() throws Exception {
        long begins = world.now + HOUR_MS;
        Delegate delegate = signed(delegation().setNotBeforeMs(begins).setNotAfterMs(begins + 1));
        world.accept(agent, delegate);
        world.accept(agent, end(delegate));
        assertThat(world.record(agent).getAgent().getDelegations(0).getValidity())
                .isEqualTo(Validities.between(begins, begins));
    }

    @Test
    void isForgottenAMonthAfterItsOwnEnd() throws Exception {
        Delegate first = signed(delegation());
        world.accept(agent, first);
        world.accept(agent, end(first));
        world.now += HOUR_MS + SeenCommands.MEMORY.toMillis() - 60_000;
        world.accept(agent, signed(delegation()));
        assertThat(world.record(agent).getAgent().getDelegationsCount()).isEqualTo(2);
        world.now += 120_000;
        world.accept(agent, signed(delegation()));
        assertThat(world.record(agent).getAgent().getDelegationsCount()).isEqualTo(2);
        assertThat(world.refuse(host, first).reason()).as("over anyway").isEqualTo(REJECTION_REASON_EXPIRED);
    }

    @Test
    void aFullRecordTakesNoMoreButLetsThemBeEnded() throws Exception {
        Delegate last = signed(delegation());
        int registered = 0;
        while (true) {
            Delegate next = signed(delegation());
            try {
                world.decide(agent, next);
            } catch (CommandRefusedException e) {
                assertThat(e.reason()).isEqualTo(REJECTION_REASON_QUOTA_EXCEEDED);
                break;
            }
            last = next;
            registered++;
        }
        assertThat(registered).isGreaterThan(100);
        world.accept(agent, end(last));
        assertThat(world.record(agent).getSerializedSize()).isLessThan(WireLimits.MAX_RECORD_BYTES);
    }
}
