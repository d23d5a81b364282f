package io.creto.messaging.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.creto.messaging.client.Enrolment;
import io.creto.messaging.client.FleetAdmin.IssuedToken;
import io.creto.messaging.client.GatewayUnavailableException;
import io.creto.messaging.client.MessageClient;
import io.creto.messaging.client.MessageRejectedException;
import io.creto.messaging.client.OutgoingMessage;
import io.creto.messaging.localstack.home.Clients;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.testing.MessagingTestEnvironment;
import io.creto.messaging.v1.AgentRole;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who gets an identity, and who does not. */
class EnrolmentITCase {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RACERS = 50;

    @RegisterExtension
    static final MessagingTestEnvironment messaging =
            MessagingTestEnvironment.builder().fleet("acme", "alice", "bob").build();

    @TempDir
    private Path directory;

    @Test
    void ofFiftyWhoRaceForATokenOneWins() throws Exception {
        AgentId carol = AgentId.of("acme", "carol");
        String token = issue(carol, Duration.ofMinutes(5));
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Long>> racers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        try {
            for (int i = 0; i < RACERS; i++) {
                Path store = directory.resolve("racer-" + i);
                racers.add(threads.submit(() -> {
                    start.await();
                    return enrol(messaging.clients(), carol, store, token);
                }));
            }
            start.countDown();
            List<Path> winners = new ArrayList<>();
            for (int i = 0; i < RACERS; i++) {
                try {
                    assertThat(racers.get(i).get(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS))
                            .isPositive();
                    winners.add(directory.resolve("racer-" + i));
                } catch (ExecutionException lost) {
                    assertThat(lost).hasCauseInstanceOf(MessageRejectedException.class);
                }
            }
            assertThat(winners).hasSize(1);
            try (MessageClient client = messaging
                    .clients()
                    .builder(carol)
                    .storeDirectory(winners.get(0))
                    .open()) {
                client.sender()
                        .send(OutgoingMessage.to(AgentId.of("acme", "bob"), new byte[] {1}))
                        .routed()
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aUsedTokenIsRefused() throws Exception {
        AgentId dave = AgentId.of("acme", "dave");
        String token = issue(dave, Duration.ofMinutes(5));
        enrol(messaging.clients(), dave, directory.resolve("first"), token);

        assertThatThrownBy(() -> enrol(messaging.clients(), dave, directory.resolve("second"), token))
                .isInstanceOf(MessageRejectedException.class);
        assertThatThrownBy(() -> enrol(messaging.clients().throughGateway(), dave, directory.resolve("third"), token))
                .isInstanceOf(MessageRejectedException.class)
                .hasMessageContaining("enrolled already, with another key");
    }

    @Test
    void aTokenForAnotherAgentIsRefused() throws Exception {
        String token = issue(AgentId.of("acme", "erin"), Duration.ofMinutes(5));
        AgentId mallory = AgentId.of("acme", "mallory");

        assertThatThrownBy(() -> enrol(messaging.clients(), mallory, directory.resolve("mallory"), token))
                .isInstanceOf(MessageRejectedException.class);
        assertThatThrownBy(() -> Enrolment.enrol(
                        messaging
                                .clients()
                                .throughGateway()
                                .builder(mallory)
                                .storeDirectory(directory.resolve("again"))
                                .config(),
                        token,
                        Duration.ofSeconds(5)))
                .as("without Kafka the reason does not show")
                .isInstanceOf(GatewayUnavailableException.class)
                .hasMessageContaining("for another agent");
    }

    @Test
    void anExpiredTokenIsRefused() throws Exception {
        AgentId frank = AgentId.of("acme", "frank");
        Duration life = Duration.ofSeconds(2);
        String token = issue(frank, life);
        Instant end = Instant.now().plus(life).plusSeconds(1);
        await().until(() -> Instant.now().isAfter(end));

        assertThatThrownBy(() -> enrol(messaging.clients(), frank, directory.resolve("frank"), token))
                .isInstanceOf(MessageRejectedException.class);
    }

    @Test
    void anIdThatIsTakenIsNotGivenAgain() {
        AgentId alice = AgentId.of("acme", "alice");

        assertThatThrownBy(() -> enrol(
                        messaging.clients(), alice, directory.resolve("alice"), issue(alice, Duration.ofMinutes(5))))
                .hasStackTraceContaining(MessageRejectedException.class.getName());
        assertThat(messaging.client("acme/alice").keys().identity(alice, 0).version())
                .isPositive();
    }

    private static String issue(AgentId agent, Duration life) throws Exception {
        IssuedToken issued = messaging
                .client("acme/admin")
                .admin()
                .issueToken(agent, AgentRole.AGENT_ROLE_MEMBER, life)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return issued.token().reveal();
    }

    private static long enrol(Clients clients, AgentId agent, Path store, String token) throws InterruptedException {
        return Enrolment.enrol(clients.builder(agent).storeDirectory(store).config(), token, PATIENCE);
    }
}
