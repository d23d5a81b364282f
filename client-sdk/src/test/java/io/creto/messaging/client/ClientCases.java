package io.creto.messaging.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyVersion;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.VerdictState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The SDK before a real gateway and a real Kafka; a stand-in plays the dataflow. The same cases for each way in which records come. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ClientCases {
    private static final Duration PATIENCE = TestStand.PATIENCE;

    private final boolean readsKafka;
    private TestStand stand;
    private AgentId alice;
    private AgentId bob;
    private final AtomicInteger agents = new AtomicInteger();

    ClientCases(boolean readsKafka) {
        this.readsKafka = readsKafka;
    }

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, InterruptedException {
        stand = new TestStand(directory, readsKafka);
        stand.createFleet();
    }

    @AfterAll
    void stop() {
        stand.close();
    }

    /** Agents of its own for each test: they share nothing but the servers. */
    @BeforeEach
    void enrol() throws InterruptedException {
        int n = agents.incrementAndGet();
        alice = stand.enrol("alice-" + n);
        bob = stand.enrol("bob-" + n);
    }

    @AfterEach
    void sequencesHadNoGap() {
        stand.flow().refusal = (header, batch) -> Optional.empty();
        stand.flow().forgery = batch -> List.of();
        stand.flow().copies = 1;
        stand.flow().tampering = UnaryOperator.identity();
        assertThat(stand.flow().disorder).isEmpty();
    }

    @Test
    void messagesArriveOnceIntactAndInOrder() throws InterruptedException {
        ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
        stand.flow().copies = 2; // every record stands twice on the log
        try (MessageClient sender = stand.client(alice).open();
                MessageClient receiver = stand.client(bob).open()) {
            receiver.receiver().start(message -> {
                assertThat(message.sender()).isEqualTo(alice);
                received.add(text(message));
            });
            List<SendHandle> handles = send(sender, 0, 300);
            handles.forEach(handle -> handle.routed().join());

            await().atMost(PATIENCE).until(() -> received.size() >= 300);
            await().atMost(PATIENCE)
                    .until(() -> receiver.metrics().failures().getOrDefault(ReceiveFailure.DUPLICATE, 0L) >= 300);
            assertThat(received).containsExactlyElementsOf(texts(0, 300));
            assertThat(sender.metrics().routed()).isEqualTo(300);
            assertThat(sender.metrics().pending()).isZero();
            assertThat(sender.metrics().batches())
                    .as("batches grow while the worker is busy")
                    .isLessThan(300);
        }
    }

    @Test
    void aRestartFromTheStoreGoesOnWhereItWas() throws InterruptedException {
        ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
        CountDownLatch blocked = new CountDownLatch(1);
        Semaphore never = new Semaphore(0);
        try (MessageClient sender = stand.client(alice).open()) {
            send(sender, 0, 50).forEach(handle -> handle.routed().join());
            try (MessageClient receiver = stand.client(bob).open()) {
                receiver.receiver().start(message -> {
                    if (received.size() == 20) {
                        blocked.countDown();
                        never.acquire(); // until the client is closed: like a crash inside the handler
                    }
                    received.add(text(message));
                });
                blocked.await();
            }
            assertThat(received).containsExactlyElementsOf(texts(0, 20));

            List<Boolean> redelivered = new ArrayList<>();
            send(sender, 50, 60);
            try (MessageClient receiver = stand.client(bob).open()) {
                receiver.receiver().start(message -> {
                    redelivered.add(message.redelivered());
                    received.add(text(message));
                });
                await().atMost(PATIENCE).until(() -> received.size() >= 60);
                assertThat(received).containsExactlyElementsOf(texts(0, 60));
                assertThat(redelivered.get(0))
                        .as("the one that was in the handler")
                        .isTrue();
                assertThat(redelivered.subList(1, redelivered.size())).containsOnly(false);
            }
        }
    }

    @Test
    void aGatewayRestartInMidStreamLosesAndDoublesNothing() throws InterruptedException {
        ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
        try (MessageClient sender = stand.client(alice).open();
                MessageClient receiver = stand.client(bob).open()) {
            receiver.receiver().start(message -> received.add(text(message)));
            List<SendHandle> handles = new ArrayList<>(send(sender, 0, 100));
            stand.stopGateway();
            handles.addAll(send(sender, 100, 200));
            assertThat(handles.get(199).accepted()).isNotDone();
            stand.restartGateway();
            handles.forEach(handle -> handle.routed().join());

            await().atMost(PATIENCE).until(() -> received.size() >= 200);
            assertThat(received).containsExactlyElementsOf(texts(0, 200));
        }
    }

    @Test
    void aFullInboxPausesAndGoesOn() throws InterruptedException {
        ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
        Semaphore permits = new Semaphore(0);
        AtomicInteger pauses = new AtomicInteger();
        ClientLimits small = new ClientLimits(10_000, 64 << 20, 10, 4 << 20, 5);
        ClientListener listener = new ClientListener() {
            @Override
            public void inboxFull(int messages, long bytes) {
                pauses.incrementAndGet();
            }
        };
        try (MessageClient sender = stand.client(alice).open();
                MessageClient receiver =
                        stand.client(bob).limits(small).listener(listener).open()) {
            receiver.receiver().start(message -> {
                permits.acquire();
                received.add(text(message));
            });
            send(sender, 0, 50).forEach(handle -> handle.routed().join());
            await().atMost(PATIENCE).until(() -> pauses.get() > 0);
            assertThat(receiver.metrics().inbox()).isLessThanOrEqualTo(10);
            // its own verdicts are not held back
            receiver.keys().publishPrekey().join();

            permits.release(50);
            await().atMost(PATIENCE).until(() -> received.size() >= 50);
            assertThat(received).containsExactlyElementsOf(texts(0, 50));
        }
    }

    @Test
    void aFailingHandlerIsTriedAgainAndThenGivenUp() throws InterruptedException {
        ConcurrentLinkedQueue<String> handled = new ConcurrentLinkedQueue<>();
        ClientLimits limits = new ClientLimits(10_000, 64 << 20, 10_000, 64 << 20, 3);
        List<Integer> attempts = new ArrayList<>();
        try (MessageClient sender = stand.client(alice).open();
                MessageClient receiver = stand.client(bob).limits(limits).open()) {
            receiver.receiver().start(message -> {
                if (text(message).equals("m1")) {
                    attempts.add(message.attempt());
                    throw new IllegalStateException("cannot");
                }
                handled.add(text(message));
            });
            send(sender, 0, 3);
            await().atMost(PATIENCE).until(() -> handled.size() == 2);

            assertThat(handled).as("order holds behind the failing one").containsExactly("m0", "m2");
            assertThat(attempts).containsExactly(1, 2, 3);
            assertThat(receiver.metrics().failures()).containsEntry(ReceiveFailure.GIVEN_UP, 1L);
        }
    }

    @Test
    void aMessageRefusedForItsKeyIsSealedAnewAndTheHandleFollows() throws InterruptedException {
        ConcurrentLinkedQueue<IncomingMessage> received = new ConcurrentLinkedQueue<>();
        try (MessageClient sender = stand.client(alice).open();
                MessageClient receiver = stand.client(bob).open()) {
            receiver.receiver().start(received::add);
            send(sender, 0, 1).get(0).routed().join();
            await().atMost(PATIENCE).until(() -> received.size() == 1);
            var oldKey = sender.keys().recipientKey(bob, 0).key().keyId();
            receiver.keys().publishPrekey().join();
            stand.flow().refusal = (header, batch) -> header.getRecipientKeyId().equals(oldKey.bytes())
                    ? Optional.of(RejectionReason.REJECTION_REASON_RECIPIENT_KEY_EXPIRED)
                    : Optional.empty();

            SendHandle handle = sender.sender().send(OutgoingMessage.to(bob, "again".getBytes(UTF_8)));

            assertThat(handle.routed().join().id()).isNotEqualTo(handle.firstId());
            await().atMost(PATIENCE).until(() -> received.size() == 2);
            IncomingMessage last = received.stream().skip(1).findFirst().orElseThrow();
            assertThat(text(last)).isEqualTo("again");
            assertThat(last.origin().firstId()).isEqualTo(handle.firstId());
            assertThat(sender.metrics().resent()).isEqualTo(1);
        }
    }

    @Test
    void aRefusalIsTyped() throws InterruptedException {
        try (MessageClient sender = stand.client(alice).open()) {
            stand.flow().refusal = (header, batch) -> Optional.of(RejectionReason.REJECTION_REASON_DENIED);

            SendHandle handle = send(sender, 0, 1).get(0);

            handle.accepted().join();
            assertThatThrownBy(() -> handle.routed().join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            MessageRejectedException.class,
                            e -> assertThat(e.reason()).isEqualTo(RejectionReason.REJECTION_REASON_DENIED));
            assertThat(sender.metrics().pending()).isZero();
        }
    }

    @Test
    void whatIsTamperedWithOnTheWayIsRefusedByItsReasonAndStopsNothing() throws InterruptedException {
        ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<ReceiveFailure> told = new ConcurrentLinkedQueue<>();
        ClientListener listener = new ClientListener() {
            @Override
            public void receiveFailed(ReceiveFailure failure, String where, String detail) {
                told.add(failure);
                throw new IllegalStateException("a listener's failure is its own");
            }
        };
        try (MessageClient sender = stand.client(alice).open();
                MessageClient receiver = stand.client(bob).listener(listener).open()) {
            receiver.receiver().start(message -> received.add(text(message)));
            stand.flow().tampering = ClientCases::withChangedBody;
            send(sender, 0, 1).get(0).routed().join();
            stand.flow().tampering = slice -> slice.toBuilder()
                    .setSignature(ByteString.copyFrom(new byte[WireLimits.SIGNATURE_BYTES]))
                    .build();
            send(sender, 1, 2).get(0).routed().join();
            stand.flow().tampering = UnaryOperator.identity();
            stand.flow().deliver(bob, Lane.LANE_NORMAL, new byte[0]);
            stand.flow().deliver(bob, Lane.LANE_NORMAL, "garbage".getBytes(UTF_8));
            stand.flow().deliver(bob, Lane.LANE_NORMAL, new byte[1 << 20]);
            send(sender, 2, 3).get(0).routed().join();

            await().atMost(PATIENCE).until(() -> !received.isEmpty());
            assertThat(received).containsExactly("m2");
            assertThat(receiver.metrics().failures())
                    .containsEntry(ReceiveFailure.ROOT_MISMATCH, 1L)
                    .containsEntry(ReceiveFailure.BAD_SIGNATURE, 1L);
            // The gateway does not hand on what is for nobody.
            assertThat(receiver.metrics().failures().getOrDefault(ReceiveFailure.MALFORMED, 0L))
                    .isEqualTo(readsKafka ? 3 : 0);
            assertThat(told).hasSize(readsKafka ? 5 : 2);
        }
    }

    static List<Arguments> forgeries() {
        return List.of(
                arguments(named("of another process", forgedBatch(RejectionReason.REJECTION_REASON_FENCED)), true),
                arguments(named("of rights", forgedBatch(RejectionReason.REJECTION_REASON_DENIED)), true),
                arguments(
                        named("of a signature", forgedBatch(RejectionReason.REJECTION_REASON_BAD_SIGNATURE_BOTH)),
                        false),
                arguments(named("of a gap", forgedBatch(RejectionReason.REJECTION_REASON_SEQUENCE_GAP)), false),
                arguments(named("of a key", forgedBatch(RejectionReason.REJECTION_REASON_KEY_NOT_VALID)), false),
                arguments(
                        named(
                                "of a message",
                                forged(VerdictState.VERDICT_STATE_REJECTED, RejectionReason.REJECTION_REASON_DENIED)),
                        true),
                arguments(
                        named(
                                "of a recipient's key",
                                forged(
                                        VerdictState.VERDICT_STATE_REJECTED,
                                        RejectionReason.REJECTION_REASON_RECIPIENT_KEY_EXPIRED)),
                        false),
                arguments(
                        named(
                                "of a time",
                                forged(
                                        VerdictState.VERDICT_STATE_EXPIRED,
                                        RejectionReason.REJECTION_REASON_UNSPECIFIED)),
                        true),
                arguments(
                        named(
                                "of a route",
                                forged(
                                        VerdictState.VERDICT_STATE_ROUTED,
                                        RejectionReason.REJECTION_REASON_UNSPECIFIED)),
                        false),
                arguments(named("of a revocation", (Forger) batch -> Forgeries.revocation(signer(batch))), false));
    }

    private interface Forger extends Function<SignedBatch, DeliveryRecord> {}

    private static Forger forgedBatch(RejectionReason reason) {
        return batch -> Forgeries.ofBatch(batch, reason);
    }

    private static Forger forged(VerdictState state, RejectionReason reason) {
        return batch -> Forgeries.ofEnvelopes(batch, state, reason);
    }

    private static String signer(SignedBatch batch) {
        try {
            return BatchParser.header(batch.getHeader()).getSigner();
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Who may write to an agent's partition can lie to it about what it sends, until the agent is opened anew: what was sent arrives all
     * the same, once, and so does all that follows.
     */
    @ParameterizedTest(name = "a forgery {0}")
    @MethodSource("forgeries")
    void forgedVerdictsAndDirectivesDoNoLastingHarm(Forger forger, boolean isBelieved) throws InterruptedException {
        ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
        try (MessageClient receiver = stand.client(bob).open()) {
            receiver.receiver().start(message -> received.add(text(message)));
            try (MessageClient sender = stand.client(alice).open()) {
                stand.flow().forgery = batch -> List.of(forger.apply(batch));
                SendHandle lied = send(sender, 0, 1).get(0);
                if (isBelieved) {
                    assertThat(lied.routed()).failsWithin(PATIENCE);
                } else {
                    assertThat(lied.routed()).succeedsWithin(PATIENCE);
                }
                await().atMost(PATIENCE).until(() -> received.size() == 1);
                stand.flow().forgery = batch -> List.of();
            }
            try (MessageClient sender = stand.client(alice).open()) {
                send(sender, 1, 3).forEach(handle -> handle.routed().join());
            }
            await().atMost(PATIENCE).until(() -> received.size() == 3);
            assertThat(received).containsExactlyElementsOf(texts(0, 3));
        }
    }

    @Test
    void theOlderOfTwoProcessesWithOneIdentityIsFenced() throws InterruptedException, IOException {
        CountDownLatch fenced = new CountDownLatch(1);
        ClientListener listener = new ClientListener() {
            @Override
            public void fenced() {
                fenced.countDown();
            }
        };
        Path copy = stand.storeOf(alice).resolveSibling("copy-of-" + alice.name());
        Files.createDirectories(copy);
        try (MessageClient older = stand.client(alice).listener(listener).open()) {
            send(older, 0, 1).get(0).routed().join();
            Files.copy(stand.storeOf(alice).resolve("keys"), copy.resolve("keys"), StandardCopyOption.COPY_ATTRIBUTES);
            try (MessageClient newer = stand.client(alice).storeDirectory(copy).open()) {
                send(newer, 1, 2).get(0).routed().join();
                SendHandle late = send(older, 2, 3).get(0);
                assertThat(late.routed())
                        .failsWithin(PATIENCE)
                        .withThrowableThat()
                        .withCauseInstanceOf(FencedException.class);
                fenced.await();
                assertThatThrownBy(() -> send(older, 3, 4)).isInstanceOf(FencedException.class);
                send(newer, 4, 5).get(0).routed().join();
            }
        }
    }

    @Test
    void whatCannotBeginSaysInOneLineWhatToDo() {
        assertThatThrownBy(() -> stand.client(AgentId.of("acme", "nobody")).open())
                .isInstanceOf(ClientStartException.class)
                .hasMessageContaining("no identity of acme/nobody");
        assertThatThrownBy(() -> stand.client(alice).gateway("127.0.0.1", 1).open())
                .isInstanceOf(ClientStartException.class)
                .hasMessageContaining("the directory at 127.0.0.1:1 does not answer");
        assertThatThrownBy(() ->
                        stand.client(alice).passphrase("wrong".toCharArray()).open())
                .isInstanceOf(ClientStoreException.class)
                .hasMessageContaining("not by a passphrase");
        try (MessageClient client = stand.client(alice).open()) {
            assertThat(client.agent()).isEqualTo(alice);
            assertThatThrownBy(() -> stand.client(alice).open())
                    .isInstanceOf(ClientStoreException.class)
                    .hasMessageContaining("in use by another process");
            assertThatThrownBy(
                            () -> client.sender().send(OutgoingMessage.to(AgentId.of("acme", "nobody"), new byte[1])))
                    .isInstanceOf(UnknownAgentException.class);
        }
    }

    @Test
    void aSpentTokenIsRefused() throws InterruptedException {
        AgentId carol = AgentId.of("acme", "carol");
        try (MessageClient admin = stand.client(TestStand.ADMIN).open()) {
            String token = admin.admin()
                    .issueToken(carol, AgentRole.AGENT_ROLE_MEMBER, Duration.ofDays(1))
                    .join()
                    .token()
                    .reveal();
            long version = Enrolment.enrol(stand.client(carol).config(), token, PATIENCE);
            stand.flow().refusal = (header, batch) -> header.getKind() == MessageKind.MESSAGE_KIND_ENROL
                    ? Optional.of(RejectionReason.REJECTION_REASON_DUPLICATE_ID)
                    : Optional.empty();
            assertThat(Enrolment.enrol(stand.client(carol).config(), token, PATIENCE))
                    .as("an attempt that was not heard of is made again, with the same key")
                    .isEqualTo(version);
            ClientConfig again = stand.client(carol)
                    .storeDirectory(stand.storeOf(carol).resolveSibling("other-carol"))
                    .config();
            assertThatThrownBy(() -> Enrolment.enrol(again, token, PATIENCE))
                    .isInstanceOf(MessageRejectedException.class);
        }
    }

    @Test
    void aReplacedKeySignsFromThenOnAndAfterARestart() throws InterruptedException {
        ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
        try (MessageClient receiver = stand.client(bob).open()) {
            receiver.receiver().start(message -> received.add(text(message)));
            try (MessageClient sender = stand.client(alice).open()) {
                send(sender, 0, 1).get(0).routed().join();
                sender.admin().replaceKey().join();
                send(sender, 1, 2).get(0).routed().join();
            }
            try (MessageClient sender = stand.client(alice).open()) {
                send(sender, 2, 3).get(0).routed().join();
            }
            await().atMost(PATIENCE).until(() -> received.size() == 3);
            assertThat(received).containsExactlyElementsOf(texts(0, 3));
        }
    }

    @Test
    void anAdminPutsAPolicyAndReadsItProven() {
        PolicyDocument day = SamplePolicies.document("day");
        PolicyDocument night = SamplePolicies.document("night");
        try (MessageClient admin = stand.client(TestStand.ADMIN).open()) {
            PolicyAdmin policies = admin.policies();
            assertThat(policies.policy("acme", 0, 0)).isEmpty();
            assertThat(policies.put("acme", day, 0).join()).isEqualTo(1);
            assertThat(policies.put("acme", night, 1).join()).isEqualTo(2);

            FleetPolicy newest = policies.policy("acme", 0, 2).orElseThrow();
            assertThat(newest.document()).isEqualTo(night);
            assertThat(newest.signed()).isTrue();
            assertThat(newest.author()).isEqualTo(TestStand.ADMIN);
            assertThat(policies.policy("acme", 1, 0).orElseThrow().document()).isEqualTo(day);
            assertThat(policies.versions("acme", 10, 2))
                    .extracting(PolicyVersion::getPolicy)
                    .containsExactly("night", "day");
            assertThatThrownBy(() -> policies.put("acme", day, 1).join())
                    .hasCauseInstanceOf(MessageRejectedException.class);
            PolicyDocument broken = day.toBuilder().clearId().build();
            assertThatThrownBy(() -> policies.put("acme", broken, 2)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anAdminSaysWhatAnAgentIs() {
        try (MessageClient admin = stand.client(TestStand.ADMIN).open()) {
            long version = admin.admin()
                    .setAttributes(alice, Set.of("ops", "night"), Map.of("tier", "2"))
                    .join();
            AgentIdentity proven = admin.keys().identity(alice, version);
            assertThat(proven.groups()).containsExactlyInAnyOrder("ops", "night");
            assertThat(proven.attributes()).isEqualTo(Map.of("tier", "2"));

            long next = admin.admin().setAttributes(alice, Set.of(), Map.of()).join();
            assertThat(admin.keys().identity(alice, next).groups()).isEmpty();
        }
    }

    private static Slice withChangedBody(Slice slice) {
        Slice.Builder changed = slice.toBuilder();
        byte[] body = slice.getEnvelopes(0).getEnvelope().getBody().toByteArray();
        body[body.length - 1] ^= 1;
        changed.getEnvelopesBuilder(0).getEnvelopeBuilder().setBody(ByteString.copyFrom(body));
        return changed.build();
    }

    private List<SendHandle> send(MessageClient sender, int from, int to) throws InterruptedException {
        List<SendHandle> handles = new ArrayList<>();
        for (String text : texts(from, to)) {
            handles.add(sender.sender().send(OutgoingMessage.to(bob, text.getBytes(UTF_8))));
        }
        return handles;
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    private static String text(IncomingMessage message) {
        return new String(message.payload(), UTF_8);
    }
}
