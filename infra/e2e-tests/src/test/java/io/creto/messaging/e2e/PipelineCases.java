package io.creto.messaging.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.creto.messaging.client.MessageClient;
import io.creto.messaging.client.MessageRejectedException;
import io.creto.messaging.client.OutgoingMessage;
import io.creto.messaging.client.SendHandle;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.testing.MessagingTestEnvironment;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** SDK, gateway, Kafka, Flink, PostgreSQL and back: nothing here is a stand-in. The same cases for each way in which records come. */
abstract class PipelineCases {
    private static final Duration ARRIVAL = Duration.ofSeconds(60);
    private static final long ANSWER_SECONDS = 60;

    private final MessagingTestEnvironment messaging;

    PipelineCases(MessagingTestEnvironment messaging) {
        this.messaging = messaging;
    }

    static MessagingTestEnvironment.Builder fleets() {
        return MessagingTestEnvironment.builder()
                .fleet("acme", "alice", "bob", "carol", "dora", "eve", "frank", "grace", "henry")
                .fleet("other", "zoe");
    }

    @Test
    void messagesOfAllSizesArriveOnceIntactAndInOrder() throws Exception {
        MessageClient alice = messaging.client("acme/alice");
        Inbox inbox = new Inbox();
        messaging.client("acme/bob").receiver().start(inbox);

        Random random = new Random(1);
        List<byte[]> sent = new ArrayList<>();
        List<SendHandle> handles = new ArrayList<>();
        for (int size : new int[] {0, 1, 100, 4096, 65_536, 262_144, 17}) {
            byte[] payload = new byte[size];
            random.nextBytes(payload);
            sent.add(payload);
            handles.add(alice.sender().send(to("acme/bob", payload)));
        }
        for (SendHandle handle : handles) {
            handle.accepted().get(ANSWER_SECONDS, TimeUnit.SECONDS);
            handle.routed().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        }

        await().atMost(ARRIVAL).until(() -> inbox.size() >= sent.size());
        assertThat(inbox.payloads()).containsExactlyElementsOf(sent);
    }

    @Test
    void eachLaneLeadsToTheRecipient() throws Exception {
        Inbox inbox = new Inbox();
        messaging.client("acme/carol").receiver().start(inbox);

        for (Lane lane : List.of(Lane.LANE_URGENT, Lane.LANE_NORMAL, Lane.LANE_BULK)) {
            messaging
                    .client("acme/dora")
                    .sender()
                    .send(to("acme/carol", lane.name().getBytes(StandardCharsets.UTF_8))
                            .withLane(lane))
                    .routed()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS);
        }

        await().atMost(ARRIVAL).until(() -> inbox.size() >= 3);
        assertThat(inbox.texts()).containsExactlyInAnyOrder("LANE_URGENT", "LANE_NORMAL", "LANE_BULK");
    }

    @Test
    void aMessageToAnotherFleetIsRefusedWithPolicyAndReason() throws Exception {
        SendHandle handle = messaging.client("acme/alice").sender().send(to("other/zoe", new byte[] {1}));

        assertThatThrownBy(() -> handle.routed().get(ANSWER_SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(MessageRejectedException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(RejectionReason.REJECTION_REASON_DENIED);
                    assertThat(refused.policy()).isEqualTo("default");
                    assertThat(refused.rule()).isEmpty();
                    assertThat(refused.detail()).isEqualTo("policy \"default\" of fleet acme: no rule permits it");
                });
    }

    @Test
    void aRevokedAgentCanNoLongerSend() throws Exception {
        MessageClient frank = messaging.client("acme/frank");
        frank.sender().send(to("acme/bob", new byte[] {1})).accepted().get(ANSWER_SECONDS, TimeUnit.SECONDS);

        messaging
                .client("acme/admin")
                .admin()
                .setStatus(AgentId.of("acme", "frank"), AgentStatus.AGENT_STATUS_REVOKED, "test")
                .get(ANSWER_SECONDS, TimeUnit.SECONDS);

        // The revocation counts one second after its append time, so that it has arrived before it counts.
        await().atMost(ARRIVAL).untilAsserted(() -> {
            SendHandle late = frank.sender().send(to("acme/bob", new byte[] {2}));
            assertThatThrownBy(() -> late.routed().get(ANSWER_SECONDS, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            MessageRejectedException.class,
                            refused -> assertThat(refused.reason())
                                    .isEqualTo(RejectionReason.REJECTION_REASON_SENDER_REVOKED));
        });
    }

    @Test
    void aRestartOfTheWholeStackInMidStreamLosesNothingAndRepeatsNothing() throws Exception {
        MessageClient grace = messaging.client("acme/grace");
        Inbox inbox = new Inbox();
        messaging.client("acme/henry").receiver().start(inbox);
        List<String> texts =
                IntStream.range(0, 300).mapToObj(i -> "message " + i).toList();
        List<SendHandle> handles = new ArrayList<>();

        for (String text : texts.subList(0, 150)) {
            handles.add(grace.sender().send(to("acme/henry", text.getBytes(StandardCharsets.UTF_8))));
        }
        handles.get(0).accepted().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        messaging.restart();
        for (String text : texts.subList(150, 300)) {
            handles.add(grace.sender().send(to("acme/henry", text.getBytes(StandardCharsets.UTF_8))));
        }
        for (SendHandle handle : handles) {
            handle.routed().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        }

        await().atMost(ARRIVAL).until(() -> inbox.size() >= texts.size());
        assertThat(inbox.texts()).containsExactlyElementsOf(texts);
        assertThat(messaging.stack().restarts().values()).containsOnly(0L);
    }

    private static OutgoingMessage to(String recipient, byte[] payload) {
        int slash = recipient.indexOf('/');
        return OutgoingMessage.to(AgentId.of(recipient.substring(0, slash), recipient.substring(slash + 1)), payload);
    }
}
