package io.creto.messaging.client.internal.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.creto.messaging.client.ClientLimits;
import io.creto.messaging.client.ClientListener;
import io.creto.messaging.client.IncomingMessage;
import io.creto.messaging.client.ManualClock;
import io.creto.messaging.client.MessageHandler;
import io.creto.messaging.client.ReceiveFailure;
import io.creto.messaging.client.SampleFleet;
import io.creto.messaging.client.SampleMessages;
import io.creto.messaging.client.UnknownAgentException;
import io.creto.messaging.client.internal.keys.EvidenceVerifier;
import io.creto.messaging.client.internal.keys.VerifiedAgent;
import io.creto.messaging.client.internal.receive.Inbox.Arrival;
import io.creto.messaging.client.internal.store.ClientStore;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Slice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DispatcherTest {
    private static final ClientLimits LIMITS = new ClientLimits(10, 1 << 20, 10, 4 << 20, 5);

    private final SampleFleet fleet = new SampleFleet();
    private final SampleMessages messages = new SampleMessages(fleet.alice(), fleet.bob());
    private final ManualClock clock = new ManualClock();
    private final ReceiveCounters counters = new ReceiveCounters();
    private final List<ReceiveFailure> waits = new ArrayList<>();
    private final List<ReceiveFailure> failures = new ArrayList<>();
    private final Reports reports = new Reports(counters, new ClientListener() {
        @Override
        public void receiveFailed(ReceiveFailure failure, String where, String detail) {
            failures.add(failure);
        }

        @Override
        public void receiveWaits(ReceiveFailure failure, String where, String detail) {
            waits.add(failure);
        }
    });
    private final List<String> received = new ArrayList<>();
    private boolean directoryIsBehind;
    private boolean directoryIsBroken;
    private int asked;

    @TempDir
    Path directory;

    private final class FleetDirectory implements MessageVerifier.Agents {
        private final EvidenceVerifier evidence =
                new EvidenceVerifier(fleet.operator().key().publicKey());

        @Override
        public VerifiedAgent known(AgentId agent) {
            asked++;
            if (directoryIsBroken) {
                throw new IllegalStateException("a defect");
            }
            if (directoryIsBehind) {
                throw new UnknownAgentException("there is no agent " + agent);
            }
            return evidence.agent(
                    agent, fleet.registry().identity(agent.toString()).orElseThrow());
        }

        @Override
        public VerifiedAgent refreshed(AgentId agent) {
            return known(agent);
        }
    }

    @Test
    void aMessageWaitsForADirectoryThatIsBehindAsLongAsItLives() throws Exception {
        directoryIsBehind = true;
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = inboxWith(store, "one");
            Dispatcher dispatcher = dispatcher(inbox, this::receive);
            for (int minute = 0; minute < 60; minute++) {
                dispatcher.next();
                clock.advance(60_000);
            }
            assertThat(inbox.size()).isEqualTo(1);
            assertThat(failures).isEmpty();
            assertThat(waits).as("told once").containsExactly(ReceiveFailure.UNKNOWN_SIGNER);

            directoryIsBehind = false;
            dispatcher.next();
            assertThat(received).containsExactly("one");
            assertThat(inbox.size()).isZero();
        }
    }

    @Test
    void whateverAHandlerThrowsIsAnAttempt() throws Exception {
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = inboxWith(store, "one");
            Dispatcher dispatcher = dispatcher(inbox, message -> {
                throw new Error("of a library's own");
            });
            for (int attempt = 1; attempt <= LIMITS.handlerAttempts(); attempt++) {
                dispatcher.next();
                clock.advance(60_000);
            }
            assertThat(inbox.size()).isZero();
            assertThat(failures).containsExactly(ReceiveFailure.GIVEN_UP);
        }
    }

    @Test
    void aMessageThatEndsTheProcessIsGivenUpAtLast() throws Exception {
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = inboxWith(store, "one");
            inbox.started(inbox.await(clock).orElseThrow(), LIMITS.handlerAttempts());
        }
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = new Inbox(store, LIMITS);
            dispatcher(inbox, this::receive).next();
            assertThat(received).isEmpty();
            assertThat(failures).containsExactly(ReceiveFailure.GIVEN_UP);
            assertThat(inbox.size()).isZero();
        }
    }

    @Test
    void aMessageThatExpiresWhileItWaitsIsGivenUpAsExpired() throws Exception {
        directoryIsBehind = true;
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = inboxWith(store, "one");
            Dispatcher dispatcher = dispatcher(inbox, this::receive);
            dispatcher.next();
            clock.advance(SampleMessages.TTL_MS);
            dispatcher.next();

            assertThat(failures).containsExactly(ReceiveFailure.EXPIRED);
            assertThat(inbox.size()).isZero();
        }
    }

    @Test
    void theDirectoryIsAskedLessAndLessOften() throws Exception {
        assertThat(Dispatcher.lookAgainAfterMs(0)).isEqualTo(500);
        assertThat(Dispatcher.lookAgainAfterMs(1)).isEqualTo(1000);
        assertThat(Dispatcher.lookAgainAfterMs(6)).isEqualTo(30_000);
        assertThat(Dispatcher.lookAgainAfterMs(Integer.MAX_VALUE)).isEqualTo(30_000);
        directoryIsBehind = true;
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = inboxWith(store, "one");
            Dispatcher dispatcher = dispatcher(inbox, this::receive);
            for (int look = 0; look < 10; look++) {
                dispatcher.next();
                clock.advance(Dispatcher.lookAgainAfterMs(look));
            }
            assertThat(asked).as("none too early, or it would have blocked").isEqualTo(10);
        }
    }

    @Test
    void closingLetsTheHandlerFinishAndItsMessageDoesNotComeAgain() throws Exception {
        CountDownLatch atWork = new CountDownLatch(1);
        Semaphore mayFinish = new Semaphore(0);
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = inboxWith(store, "one", "two");
            FutureTask<Boolean> turn = onAThread(dispatcher(inbox, message -> {
                atWork.countDown();
                mayFinish.acquire();
                receive(message);
            }));
            atWork.await();

            inbox.close();
            mayFinish.release();
            assertThat(turn.get(20, TimeUnit.SECONDS)).as("interrupted still").isFalse();
        }
        assertThat(received).containsExactly("one");
        assertHandledAfterReopening("two");
    }

    @Test
    void aHandlerThatFinishesInSpiteOfAnInterruptIsNotAskedAgain() throws Exception {
        CountDownLatch atWork = new CountDownLatch(1);
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = inboxWith(store, "one", "two");
            Dispatcher dispatcher = dispatcher(inbox, message -> {
                atWork.countDown();
                awaitInterrupt();
                receive(message);
                Thread.currentThread().interrupt(); // as good manners ask for
            });
            FutureTask<Boolean> turn = onAThread(dispatcher);
            atWork.await();

            inbox.close();
            dispatcher.interruptHandler();
            assertThat(turn.get(20, TimeUnit.SECONDS)).as("interrupted still").isFalse();
        }
        assertThat(received).containsExactly("one");
        assertHandledAfterReopening("two");
    }

    @Test
    void aHandlerThatLetsItselfBeInterruptedIsAskedAgainAndTold() throws Exception {
        CountDownLatch atWork = new CountDownLatch(1);
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = inboxWith(store, "one");
            Dispatcher dispatcher = dispatcher(inbox, message -> {
                atWork.countDown();
                new Semaphore(0).acquire();
            });
            FutureTask<Boolean> turn = onAThread(dispatcher);
            atWork.await();

            inbox.close();
            dispatcher.interruptHandler();
            assertThatThrownBy(() -> turn.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        }
        try (ClientStore store = ClientStore.open(directory)) {
            dispatcher(new Inbox(store, LIMITS), message -> {
                        assertThat(message.redelivered()).isTrue();
                        receive(message);
                    })
                    .next();
        }
        assertThat(received).containsExactly("one");
        assertThat(counters.handlerFailures.sum()).isZero();
    }

    @Test
    void aHandlerThatThrowsInterruptedExceptionByItselfHasFailed() throws Exception {
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = inboxWith(store, "one");
            Dispatcher dispatcher = dispatcher(inbox, message -> {
                throw new InterruptedException("of its own making");
            });
            for (int attempt = 1; attempt <= 5; attempt++) {
                dispatcher.next();
                clock.advance(Dispatcher.retryAfterMs(attempt));
            }
            assertThat(failures).containsExactly(ReceiveFailure.GIVEN_UP);
            assertThat(inbox.size()).isZero();
        }
    }

    @Test
    void aDefectStallsItsConversationOnly() throws Exception {
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = inboxWith(store, "one");
            directoryIsBroken = true;
            Dispatcher dispatcher = dispatcher(inbox, this::receive);
            dispatcher.next();
            assertThat(inbox.size()).isEqualTo(1);

            directoryIsBroken = false;
            clock.advance(30_000);
            dispatcher.next();
            assertThat(received).containsExactly("one");
        }
    }

    /** What is left is handled, and nothing else. */
    private void assertHandledAfterReopening(String left) throws Exception {
        received.clear();
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = new Inbox(store, LIMITS);
            assertThat(inbox.size()).isEqualTo(1);
            dispatcher(inbox, this::receive).next();
            assertThat(inbox.size()).isZero();
        }
        assertThat(received).containsExactly(left);
    }

    private void receive(IncomingMessage message) {
        received.add(new String(message.payload(), UTF_8));
    }

    private static void awaitInterrupt() {
        try {
            new Semaphore(0).acquire();
        } catch (InterruptedException expected) {
            // goes on, to its end
        }
    }

    /** @return whether the thread is interrupted in the end, as no writer of the store may be */
    private static FutureTask<Boolean> onAThread(Dispatcher dispatcher) {
        FutureTask<Boolean> turn = new FutureTask<>(() -> {
            dispatcher.next();
            return Thread.currentThread().isInterrupted();
        });
        Thread thread = new Thread(turn, "dispatch-under-test");
        thread.setDaemon(true);
        thread.start();
        return turn;
    }

    private Inbox inboxWith(ClientStore store, String... texts) throws WireException {
        Inbox inbox = new Inbox(store, LIMITS);
        List<Arrival> arrivals = new ArrayList<>();
        for (String text : texts) {
            Slice slice = messages.slice(text);
            EnvelopeHeader header =
                    EnvelopeParser.header(slice.getEnvelopes(0).getEnvelope().getHeader());
            arrivals.add(new Arrival(slice, header, "acme/alice"));
        }
        inbox.take(arrivals, Map.of());
        return inbox;
    }

    private Dispatcher dispatcher(Inbox inbox, MessageHandler handler) {
        MessageVerifier verifier = new MessageVerifier(
                fleet.bob().id(),
                new FleetDirectory(),
                id -> Optional.of(fleet.bob().prekey())
                        .filter(key -> key.keyId().equals(id)));
        return new Dispatcher(inbox, verifier, handler, 5, clock, counters, reports);
    }
}
