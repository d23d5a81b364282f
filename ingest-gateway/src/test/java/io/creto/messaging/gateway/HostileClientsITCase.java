package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that mean harm, over TLS: each is refused or cut off, another agent is served meanwhile, memory stays bounded, and nothing
 * of them remains. How long the other agent waits is measured by {@link HostileClientsLatencyITCase}.
 */
class HostileClientsITCase {
    /** Of the attacker's address; two more are of those who behave. */
    private static final int CONNECTIONS = 100;

    private static final int AGENT_STREAMS = 100;

    /** What an attack may take while it lasts, the attacker's own side included, which lives in the same process. */
    private static final long MEMORY_BOUND = 64 << 20;

    private static final Duration STRIKE = Duration.ofMillis(5);
    private static final SampleBatches SAMPLES = new SampleBatches(31);

    private static SecureStand stand;
    private static SampleIdentity alice;
    private static SampleIdentity mallory;
    private static String token;
    private static ManagedChannel channel;

    private long before;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        stand = new SecureStand(
                directory,
                "max-connections-per-address: " + CONNECTIONS
                        + ", handshake-timeout-ms: 1000, max-connection-idle-ms: 1000",
                "callers: {agent-streams: " + AGENT_STREAMS + "}");
        alice = stand.enrolled("acme/alice");
        mallory = stand.enrolled("acme/mallory");
        token = alice.bearer();
        channel = stand.channel(SecureStand.HERE);
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        stand.close();
    }

    @BeforeEach
    void aliceIsServed() {
        submit();
        before = Footprint.bytes();
    }

    @AfterEach
    void nothingRemains() {
        Awaitility.await().atMost(GatewayStand.PATIENCE).until(() -> open() <= 1); // alice's, unless it was idle
        submit();
        assertThat(Footprint.bytes()).as("bytes, afterwards").isLessThan(before + MEMORY_BOUND);
    }

    @Test
    void slowlorisInTheTlsHandshake() throws Exception {
        double refused = refusedConnections();
        try (Attack attack = Attacks.slowHandshakes(stand, 3 * CONNECTIONS)) {
            attack.start(STRIKE);
            Awaitility.await()
                    .atMost(GatewayStand.PATIENCE)
                    .until(() -> open() >= CONNECTIONS && refusedConnections() > refused + CONNECTIONS);
            othersAreServed(attack);
        }
    }

    @Test
    void slowlorisInTheGreeting() throws Exception {
        try (SocketAttack attack = Attacks.slowGreetings(stand, 20)) {
            attack.start(STRIKE);
            Awaitility.await().atMost(GatewayStand.PATIENCE).until(() -> attack.cutOff() > 20);
            othersAreServed(attack);
        }
    }

    @Test
    void slowlorisInTheHeaders() throws Exception {
        try (SocketAttack attack = Attacks.slowHeaders(stand, 20)) {
            attack.start(STRIKE);
            Awaitility.await().atMost(GatewayStand.PATIENCE).until(() -> attack.cutOff() > 10);
            othersAreServed(attack);
        }
    }

    @Test
    void twoThousandStreamsOfOneAgent() throws Exception {
        int all = 2000;
        try (Attacks.Streams attack = new Attacks.Streams(stand, mallory, 4, 100, all)) {
            attack.start(STRIKE);
            Awaitility.await().atMost(GatewayStand.PATIENCE).until(() -> attack.ended() == all - AGENT_STREAMS);
            assertThat(stand.metric("creto_gateway_streams_open")).isEqualTo(AGENT_STREAMS);
            othersAreServed(attack);
        }
        Awaitility.await().atMost(GatewayStand.PATIENCE).until(() -> stand.metric("creto_gateway_streams_open") == 0);
    }

    @Test
    void giantMetadata() throws Exception {
        double submitted = stand.metric("creto_gateway_batches_submitted_total");
        try (Attacks.GiantMetadata attack = new Attacks.GiantMetadata(stand)) {
            attack.start(STRIKE);
            Awaitility.await().atMost(GatewayStand.PATIENCE).until(() -> attack.ended() > 200);
            othersAreServed(attack);
        }
        assertThat(stand.metric("creto_gateway_batches_submitted_total")).isLessThan(submitted + 200);
    }

    @Test
    void pingFlood() throws Exception {
        try (SocketAttack attack = Attacks.pings(stand, 10)) {
            attack.start(STRIKE);
            Awaitility.await().atMost(GatewayStand.PATIENCE).until(() -> attack.cutOff() > 20);
            othersAreServed(attack);
        }
    }

    /** On an old connection and on a new one, while the attack goes on. */
    private void othersAreServed(Attack attack) {
        long strikes = attack.strikes();
        for (int i = 0; i < 50; i++) {
            submit();
        }
        ManagedChannel second = stand.channel(SecureStand.HERE);
        try {
            submit(second);
        } finally {
            second.shutdownNow();
        }
        assertThat(Footprint.bytes()).as("bytes, under attack").isLessThan(before + MEMORY_BOUND);
        Awaitility.await().atMost(GatewayStand.PATIENCE).until(() -> attack.strikes() > strikes);
    }

    private static double open() {
        return stand.metric("creto_gateway_connections_open");
    }

    private static double refusedConnections() {
        return stand.metric("creto_gateway_limited_total{caller=\"stranger\",limit=\"connections\"}");
    }

    private static void submit() {
        submit(channel);
    }

    private static void submit(ManagedChannel over) {
        assertThat(SecureStand.with(token, SubmissionServiceGrpc.newBlockingStub(over))
                        .withDeadlineAfter(10, TimeUnit.SECONDS)
                        .submit(GatewayStand.request(SAMPLES.batch(alice.id(), Lane.LANE_NORMAL)))
                        .hasAccepted())
                .isTrue();
    }
}
