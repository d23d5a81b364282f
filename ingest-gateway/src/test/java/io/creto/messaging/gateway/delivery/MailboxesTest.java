package io.creto.messaging.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.delivery.Mailboxes.Granted;
import io.creto.messaging.gateway.directory.DirectorySamples;
import io.creto.messaging.gateway.directory.FakeDirectory;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.DelegationRecord;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.SignedDelegation;
import io.creto.messaging.v1.StatusInterval;
import io.creto.messaging.v1.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose records a caller may receive. */
class MailboxesTest {
    private static final long NOW = DirectorySamples.NOW + 1000;
    private static final String ALICE = "acme/alice";
    private static final String BOB = "acme/bob";
    private static final Caller CALLER = new Caller.Agent(ALICE);
    private static final IdentityRecord ALICES = DirectorySamples.agent(ALICE, 3);

    private final FakeDirectory directory = new FakeDirectory();
    private final Mailboxes mailboxes = new Mailboxes(directory, () -> Instant.ofEpochMilli(NOW));

    @BeforeEach
    void fill() {
        directory.put(DirectorySamples.fleet("acme", 1));
        directory.put(ALICES);
    }

    private static Delegation.Builder delegation() {
        return Delegation.newBuilder()
                .setVersion(1)
                .setSuite(1)
                .setDelegationId(MessageId.create(1000, new Random(1)).toByteString())
                .setAgent(BOB)
                .setAgentKeyId(ALICES.getAgent().getKeys(0).getKeyId())
                .setSigner(ALICE)
                .setSignerKeyId(ALICES.getAgent().getKeys(0).getKeyId())
                .addScopes(DelegationScope.DELEGATION_SCOPE_SEND)
                .addScopes(DelegationScope.DELEGATION_SCOPE_RECEIVE)
                .setNotBeforeMs(1)
                .setNotAfterMs(1000);
    }

    private static IdentityRecord.Builder delegating(Delegation.Builder delegation, long fromMs, long untilMs) {
        IdentityRecord.Builder record = DirectorySamples.agent(BOB, 7).toBuilder();
        record.getAgentBuilder()
                .addDelegations(DelegationRecord.newBuilder()
                        .setDelegation(SignedDelegation.newBuilder()
                                .setDelegation(delegation.build().toByteString())
                                .setSignature(ByteString.copyFrom(new byte[WireLimits.SIGNATURE_BYTES])))
                        .setValidity(Validity.newBuilder().setFromMs(fromMs).setUntilMs(untilMs)));
        return record;
    }

    @Test
    void forItselfAnAgentNeedsNobodysLeave() {
        Granted granted = mailboxes.of(CALLER, List.of(ALICE));

        assertThat(granted.agents())
                .hasSize(3)
                .allSatisfy((place, agents) -> assertThat(agents).containsExactly(ALICE));
        assertThat(granted.versions()).isEmpty();
    }

    @Test
    void whoDelegatesIsReceivedForAndTheVersionsThatSaySoAreRemembered() {
        directory.put(delegating(delegation(), 1, 0).build());

        Granted granted = mailboxes.of(CALLER, List.of(ALICE, BOB));

        assertThat(granted.agents().values().stream().flatMap(Set::stream)).containsOnly(ALICE, BOB);
        assertThat(granted.versions()).containsOnlyKeys(ALICE, BOB).containsEntry(BOB, 7L);
        assertThat(mailboxes.versions(granted.versions().keySet())).isEqualTo(granted.versions());
    }

    static Stream<Arguments> whatIsNoLeave() {
        return Stream.of(
                arguments("no record at all", change(directory -> {})),
                arguments("no delegation", change(directory -> directory.put(DirectorySamples.agent(BOB, 1)))),
                arguments("not yet", put(delegating(delegation(), NOW + 1, 0))),
                arguments("no longer", put(delegating(delegation(), 1, NOW))),
                arguments("to somebody else", put(delegating(delegation().setSigner("acme/carol"), 1, 0))),
                arguments(
                        "to another key",
                        put(delegating(
                                delegation()
                                        .setSignerKeyId(DirectorySamples.agent(ALICE, 1)
                                                .getAgent()
                                                .getKeys(0)
                                                .getKeyId()),
                                1,
                                0))),
                arguments(
                        "to send only",
                        put(delegating(
                                delegation().clearScopes().addScopes(DelegationScope.DELEGATION_SCOPE_SEND), 1, 0))),
                arguments("of one who was suspended", put(suspended(delegating(delegation(), 1, 0)))));
    }

    private static IdentityRecord.Builder suspended(IdentityRecord.Builder record) {
        record.getAgentBuilder()
                .addStatuses(StatusInterval.newBuilder()
                        .setStatus(AgentStatus.AGENT_STATUS_SUSPENDED)
                        .setValidity(Validity.newBuilder().setFromMs(NOW - 1)));
        return record;
    }

    private static Consumer<FakeDirectory> change(Consumer<FakeDirectory> change) {
        return change;
    }

    private static Consumer<FakeDirectory> put(IdentityRecord.Builder record) {
        return directory -> directory.put(record.build());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void whatIsNoLeave(String what, Consumer<FakeDirectory> change) {
        change.accept(directory);

        for (List<String> agents : List.of(List.of(BOB), List.of(ALICE, BOB))) {
            assertThatThrownBy(() -> mailboxes.of(CALLER, agents))
                    .isInstanceOf(RefusedCallerException.class)
                    .hasMessage("the caller may not receive for these agents");
        }
    }

    @Test
    void aStrangerReceivesNothingAndWhoeverIsNotAskedEverything() {
        assertThatThrownBy(() -> mailboxes.of(Caller.STRANGER, List.of(ALICE)))
                .isInstanceOf(RefusedCallerException.class);
        assertThatCode(() -> mailboxes.of(Caller.ANYONE, List.of(ALICE, BOB))).doesNotThrowAnyException();
    }

    @Test
    void aFleetThatIsNotKnownYetIsWorthAnotherTry() {
        assertThatThrownBy(() -> mailboxes.of(new Caller.Agent("new/agent"), List.of("new/agent")))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("does not know the fleet yet");
        assertThat(mailboxes
                        .of(new Caller.Agent("creto/operator"), List.of("creto/operator"))
                        .agents())
                .as("the operator's own topics are the same everywhere")
                .hasSize(3);
    }
}
