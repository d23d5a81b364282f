package io.creto.messaging.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.creto.messaging.client.FleetPolicy;
import io.creto.messaging.client.MessageClient;
import io.creto.messaging.client.MessageRejectedException;
import io.creto.messaging.client.OutgoingMessage;
import io.creto.messaging.client.PolicyAdmin;
import io.creto.messaging.client.SendHandle;
import io.creto.messaging.jobs.policy.PolicyYaml;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.testing.MessagingTestEnvironment;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an admin puts as policy decides what is sent: from its time on, by its rules, until another takes its place. */
class PolicyITCase {
    private static final Duration ARRIVAL = Duration.ofSeconds(60);
    private static final long ANSWER_SECONDS = 60;
    private static final long NOTICE_MS = 1_000;
    private static final String INSIDE = """
            id: %s
            rules:
              - {id: inside, effect: permit, actions: any, principal: {fleets: [%s]}, resource: {fleets: [%s]}}
            """;

    @RegisterExtension
    static final MessagingTestEnvironment messaging = MessagingTestEnvironment.builder()
            .fleet("acme", "alice", "bob", "guest", "desk")
            .fleet("north", "anna", "ben")
            .fleet("south", "zoe")
            .fleet("west", "mia", "max")
            .fleet("east", "kim", "leo")
            .build();

    @Test
    void aPolicyDecidesFromItsTimeOnAndARollbackTakesItBack() throws Exception {
        FleetPolicy first = policies("north").policy("north", 0, 0).orElseThrow();
        assertThat(first.version()).isEqualTo(1);
        assertThat(first.signed()).isFalse();

        FleetPolicy closed = put("north", first, INSIDE.formatted("quiet", "north", "north") + """
                  - {id: hush, effect: forbid, actions: [SendMessage], principal: {agents: [north/anna]}, resource: {any: true}}
                """);
        assertThat(closed.effectiveFromMs()).isEqualTo(closed.recordedAtMs() + NOTICE_MS);
        assertOutcomes("north/anna", "north/ben", closed.effectiveFromMs(), false);
        MessageRejectedException refused = refusal("north/anna", "north/ben").orElseThrow();
        assertThat(refused.reason()).isEqualTo(RejectionReason.REJECTION_REASON_DENIED);
        assertThat(refused.policy()).isEqualTo("quiet");
        assertThat(refused.rule()).isEqualTo("hush");
        assertThat(refused.detail()).isEqualTo("policy \"quiet\" of fleet north: rule \"hush\" forbids it");
        assertThat(refusal("north/ben", "north/anna")).isEmpty();

        FleetPolicy reopened = put("north", closed, first.document());
        assertThat(reopened.version()).isEqualTo(3);
        assertOutcomes("north/anna", "north/ben", reopened.effectiveFromMs(), true);
    }

    @Test
    void groupsAndConditionsDecideAboutWhomAdminsSayTheyAre() throws Exception {
        messaging
                .client("acme/admin")
                .admin()
                .setAttributes(AgentId.of("acme", "guest"), Set.of("guests"), Map.of())
                .get(ANSWER_SECONDS, TimeUnit.SECONDS);
        put("acme", newest("acme"), INSIDE.formatted("doors", "acme", "acme") + """
                  - id: guests-ask-the-desk
                    effect: forbid
                    actions: [SendMessage]
                    principal: {groups: [guests]}
                    resource: {any: true}
                    condition: recipient.name != 'desk'
                """);

        await().atMost(ARRIVAL)
                .untilAsserted(() -> assertThat(refusal("acme/guest", "acme/bob"))
                        .hasValueSatisfying(
                                refused -> assertThat(refused.rule()).isEqualTo("guests-ask-the-desk")));
        assertThat(refusal("acme/guest", "acme/desk")).isEmpty();
        assertThat(refusal("acme/alice", "acme/bob")).isEmpty();
    }

    @Test
    void aMessageAcrossFleetsNeedsBoth() throws Exception {
        String out = INSIDE.formatted("out", "west", "west") + """
                  - {id: to-south, effect: permit, actions: [SendMessage], principal: {any: true}, resource: {fleets: [south]}}
                """;
        put("west", newest("west"), out);
        await().atMost(ARRIVAL)
                .untilAsserted(() -> assertThat(refusal("west/mia", "south/zoe"))
                        .hasValueSatisfying(refused -> assertThat(refused.detail())
                                .isEqualTo("policy \"default\" of fleet south: no rule permits it")));

        Inbox inbox = new Inbox();
        messaging.client("south/zoe").receiver().start(inbox);
        put("south", newest("south"), INSIDE.formatted("in", "south", "south") + """
                  - {id: from-west, effect: permit, actions: [SendMessage], principal: {fleets: [west]}, resource: {any: true}}
                """);
        await().atMost(ARRIVAL).until(() -> refusal("west/mia", "south/zoe").isEmpty());
        await().atMost(ARRIVAL).until(() -> inbox.size() > 0);
        assertThat(refusal("south/zoe", "west/mia")).as("the other way").isPresent();
    }

    @Test
    void aPolicyThatDoesNotCompileIsRefusedAndTheOneBeforeStays() throws Exception {
        FleetPolicy before = newest("west");
        PolicyDocument broken = before.document().toBuilder()
                .setRules(0, before.document().getRules(0).toBuilder().setCondition("sender.nmae == 'mia'"))
                .build();

        assertThatThrownBy(() ->
                        policies("west").put("west", broken, before.version()).get(ANSWER_SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(MessageRejectedException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(RejectionReason.REJECTION_REASON_MALFORMED);
                    assertThat(refused.detail()).contains("line 1, column").contains("nmae");
                });
        assertThat(newest("west")).isEqualTo(before);
        assertThat(refusal("west/mia", "west/max")).isEmpty();
    }

    @Test
    void whoSendsMoreThanItsQuotaWaitsAndLosesNothing() throws Exception {
        Inbox inbox = new Inbox();
        messaging.client("east/leo").receiver().start(inbox);
        put("east", newest("east"), INSIDE.formatted("slow", "east", "east") + """
                quotas:
                  - {principal: {agents: [east/kim]}, messages_per_second: 5, burst_seconds: 1}
                """);
        MessageClient kim = messaging.client("east/kim");
        List<SendHandle> sent = new ArrayList<>();
        while (kim.metrics().resent() == 0) { // the quota counts from its time on
            for (int i = 0; i < 12; i++) {
                sent.add(send("east/kim", "east/leo"));
            }
            for (SendHandle handle : sent) {
                assertThat(refusal(handle)).isEmpty();
            }
        }
        await().atMost(ARRIVAL).until(() -> inbox.size() >= sent.size());
        assertThat(inbox.size()).as("each message once").isEqualTo(sent.size());
        assertThat(refusal("east/leo", "east/kim")).as("another signer").isEmpty();
    }

    private static PolicyAdmin policies(String fleet) {
        return messaging.client(fleet + "/admin").policies();
    }

    private static FleetPolicy newest(String fleet) {
        return policies(fleet).policy(fleet, 0, 0).orElseThrow();
    }

    private static FleetPolicy put(String fleet, FleetPolicy before, String yaml) throws Exception {
        return put(fleet, before, PolicyYaml.read(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    private static FleetPolicy put(String fleet, FleetPolicy before, PolicyDocument document) throws Exception {
        long version = policies(fleet).put(fleet, document, before.version()).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        return policies(fleet).policy(fleet, version, version).orElseThrow();
    }

    /** Sends until three have come after the time: whatever comes before it is decided one way, all after it the other. */
    private static void assertOutcomes(String from, String to, long changeMs, boolean permittedAfter) throws Exception {
        Map<Long, Boolean> permittedAt = new TreeMap<>();
        int after = 0;
        while (after < 3) {
            SendHandle handle = send(from, to);
            long ingestTimeMs =
                    handle.accepted().get(ANSWER_SECONDS, TimeUnit.SECONDS).ingestTimeMs();
            permittedAt.put(ingestTimeMs, refusal(handle).isEmpty());
            after += ingestTimeMs >= changeMs ? 1 : 0;
        }
        assertThat(permittedAt)
                .allSatisfy((ingestTimeMs, permitted) -> assertThat(permitted)
                        .as("at %s, the change is at %s", ingestTimeMs, changeMs)
                        .isEqualTo((ingestTimeMs >= changeMs) == permittedAfter));
    }

    private static SendHandle send(String from, String to) throws Exception {
        return messaging.client(from).sender().send(OutgoingMessage.to(AgentId.parse(to), new byte[] {1}));
    }

    /** Why a message is refused; empty if it is routed. */
    private static Optional<MessageRejectedException> refusal(String from, String to) throws Exception {
        return refusal(send(from, to));
    }

    private static Optional<MessageRejectedException> refusal(SendHandle handle) throws Exception {
        try {
            handle.routed().get(ANSWER_SECONDS, TimeUnit.SECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MessageRejectedException refused) {
                return Optional.of(refused);
            }
            throw e;
        }
    }
}
