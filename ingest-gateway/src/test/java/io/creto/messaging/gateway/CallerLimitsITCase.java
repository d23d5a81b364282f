package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that use up their limits, over TLS and with tokens; and one beside them that does not feel it. */
class CallerLimitsITCase {
    private static final int BURST = 20;
    private static final int STREAMS = 5;
    private static final SampleBatches SAMPLES = new SampleBatches(21);

    private static SecureStand stand;
    private static SampleIdentity modest;
    private static int agents;

    private final List<ManagedChannel> channels = new ArrayList<>();
    private SampleIdentity greedy;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        stand = new SecureStand(
                directory,
                "max-connections-per-address: 3",
                "callers: {agent-requests-per-second: 20, agent-request-burst: " + BURST + ", agent-streams: " + STREAMS
                        + ", agent-bytes-per-second: 1000000, agent-byte-burst: 2097152, stranger-request-burst: 1,"
                        + " stranger-requests-per-second: 1}");
        modest = stand.enrolled("acme/modest");
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    /** One that no other test has led to its limits. */
    @BeforeEach
    void enrolGreedy() throws Exception {
        greedy = stand.enrolled("acme/greedy-" + ++agents);
    }

    @AfterEach
    void endConnections() {
        channels.forEach(ManagedChannel::shutdownNow);
        Awaitility.await()
                .atMost(GatewayStand.PATIENCE)
                .until(() -> stand.metric("creto_gateway_connections_open") == 0);
    }

    @Test
    void whoSubmitsTooOftenIsRefusedAndTheOtherIsNot() {
        ManagedChannel channel = channel(SecureStand.HERE);
        List<StatusRuntimeException> refused = new ArrayList<>();
        for (int i = 0; i < 10 * BURST; i++) {
            submit(channel, greedy).ifPresent(refused::add);
            if (i % BURST == 0) {
                assertThat(submit(channel, modest)).isEmpty();
            }
        }
        assertThat(refused)
                .isNotEmpty()
                .allMatch(failure -> failure.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED);
        assertThat(stand.metric("creto_gateway_limited_total{caller=\"agent\",limit=\"requests\"}"))
                .isGreaterThanOrEqualTo(refused.size());
    }

    @Test
    void aStreamThatSendsTooMuchGetsAllItsAnswersLater() throws Exception {
        ManagedChannel channel = channel(SecureStand.HERE);
        long start = System.nanoTime();
        StreamClient stream = StreamClient.open(stand.streams(channel, greedy));
        List<SignedBatch> batches = new ArrayList<>();
        for (int i = 0; i < 3 * BURST; i++) {
            SignedBatch batch = SAMPLES.batch(greedy.id(), Lane.LANE_NORMAL);
            batches.add(batch);
            stream.send(batch);
        }
        assertThat(submit(channel, modest)).isEmpty();
        stream.finish();

        assertThat(stream.ended().get(60, TimeUnit.SECONDS)).isEmpty();
        assertThat(stream.answers()).hasSize(batches.size());
        assertThat(stream.answers().values()).allMatch(answer -> answer.hasAccepted());
        // Sixty batches and the call, twenty of them at once, the rest at twenty a second; the last is not waited for.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1900));
        assertThat(stand.metric("creto_gateway_limited_total{caller=\"agent\",limit=\"requests\"}"))
                .isPositive();
    }

    @Test
    void oneStreamTooManyIsRefusedAndOneThatEndsMakesRoomHoweverItEnds() throws Exception {
        List<StreamClient> streams = openAll(channel(SecureStand.HERE));
        assertThat(streams).allMatch(stream -> !stream.ended().isDone());
        StreamClient tooMany = StreamClient.open(stand.streams(channel(SecureStand.HERE), greedy));
        assertThat(Status.fromThrowable(
                                tooMany.ended().get(30, TimeUnit.SECONDS).orElseThrow())
                        .getCode())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(submit(channels.get(0), modest)).isEmpty();

        streams.get(0).cancel();
        streams.get(1).finish();
        Awaitility.await()
                .atMost(GatewayStand.PATIENCE)
                .until(() -> stand.metric("creto_gateway_streams_open") == STREAMS - 2);
        assertThat(submit(channels.get(0), greedy)).isEmpty();

        channels.get(0).shutdownNow(); // the connection with the other three
        Awaitility.await().atMost(GatewayStand.PATIENCE).until(() -> stand.metric("creto_gateway_streams_open") == 0);
        assertThat(openAll(channel(SecureStand.HERE))).hasSize(STREAMS);
    }

    @Test
    void strangersOfOneAddressShareWhatTheyMayAndOthersDoNotFeelIt() {
        ManagedChannel noisy = channel(SecureStand.ELSEWHERE);
        StatusRuntimeException refused = Awaitility.await()
                .until(
                        () -> strangers(noisy),
                        failure -> failure.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refused.getStatus().getDescription()).startsWith("too many calls");
        assertThat(strangers(channel(SecureStand.HERE)).getStatus().getCode())
                .as("gets as far as the question who it is")
                .isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(submit(noisy, modest)).as("an agent is no stranger").isEmpty();
    }

    @Test
    void whoShowsTokensThatAreNotBelievedIsAskedToWaitAndAgentsOfThatAddressGoOn() {
        ManagedChannel noisy = channel("127.0.0.67");
        String known = modest.bearer();
        assertThat(submit(noisy, known, modest)).isEmpty();

        StatusRuntimeException refused = Awaitility.await()
                .until(
                        () -> submit(noisy, "Bearer garbage", modest).orElseThrow(),
                        failure -> failure.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refused.getStatus().getDescription()).startsWith("too many calls");
        assertThat(submit(noisy, known, modest)).isEmpty();
        assertThat(submit(channel(SecureStand.HERE), modest)).isEmpty();
    }

    @Test
    void anAddressHasSoManyConnectionsAndAnotherOneHasItsOwn() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                sockets.add(stand.tlsSocket(SecureStand.ELSEWHERE));
            }
            StatusRuntimeException refused =
                    submit(channel(SecureStand.ELSEWHERE), modest).orElseThrow();
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(submit(channel(SecureStand.HERE), modest)).isEmpty();
            assertThat(stand.metric("creto_gateway_limited_total{caller=\"stranger\",limit=\"connections\"}"))
                    .isPositive();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        Awaitility.await()
                .atMost(GatewayStand.PATIENCE)
                .until(() -> submit(channel(SecureStand.ELSEWHERE), modest).isEmpty());
    }

    private List<StreamClient> openAll(ManagedChannel channel) {
        List<StreamClient> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            streams.add(StreamClient.open(stand.streams(channel, greedy)));
        }
        Awaitility.await()
                .atMost(GatewayStand.PATIENCE)
                .until(() -> stand.metric("creto_gateway_streams_open") == STREAMS);
        return streams;
    }

    private ManagedChannel channel(String from) {
        ManagedChannel channel = stand.channel(from);
        channels.add(channel);
        return channel;
    }

    private static Optional<StatusRuntimeException> submit(ManagedChannel channel, SampleIdentity agent) {
        return submit(channel, agent.bearer(), agent);
    }

    private static Optional<StatusRuntimeException> submit(ManagedChannel channel, String token, SampleIdentity agent) {
        SignedBatch batch = SAMPLES.batch(agent.id(), Lane.LANE_NORMAL);
        return Optional.ofNullable(catchThrowableOfType(
                StatusRuntimeException.class,
                () -> SecureStand.with(token, SubmissionServiceGrpc.newBlockingStub(channel))
                        .withDeadlineAfter(30, TimeUnit.SECONDS)
                        .submit(GatewayStand.request(batch))));
    }

    /** A call without token, of what needs one: refused in any case. */
    private static StatusRuntimeException strangers(ManagedChannel channel) {
        SignedBatch batch = SAMPLES.batch("acme/nobody", Lane.LANE_NORMAL);
        return catchThrowableOfType(
                StatusRuntimeException.class,
                () -> SubmissionServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(30, TimeUnit.SECONDS)
                        .submit(GatewayStand.request(batch)));
    }
}
