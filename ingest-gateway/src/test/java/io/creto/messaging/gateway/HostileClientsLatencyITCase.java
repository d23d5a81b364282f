package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.creto.messaging.v1.SubmissionServiceGrpc.SubmissionServiceBlockingStub;
import io.creto.messaging.v1.SubmitRequest;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How long another agent waits for its batches while a hostile client is at work: its p99 may double at most. Quiet and hostile
 * phases take turns, each is compared with the one before it, and the median of these ratios counts: so what else the machine does
 * falls on both alike. A measurement of some minutes, so it has a profile of its own. The gateway's options are the ones that it is
 * delivered with.
 */
@Tag("hostile")
class HostileClientsLatencyITCase {
    private static final int ROUNDS = 7;
    private static final Duration PHASE = Duration.ofSeconds(4);
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final double MAX_RATIO = 2;

    private static final SampleBatches SAMPLES = new SampleBatches(32);

    private static SecureStand stand;
    private static SampleIdentity alice;
    private static SampleIdentity mallory;
    private static ManagedChannel channel;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        stand = new SecureStand(directory, "");
        alice = stand.enrolled("acme/alice");
        mallory = stand.enrolled("acme/mallory");
        channel = stand.channel(SecureStand.HERE);
        List<Long> unused = submitFor(WARM_UP);
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        stand.close();
    }

    /** What it is, the pause between two strikes, and who strikes. */
    static Stream<Arguments> anotherAgentsP99AtMostDoubles() {
        return Stream.of(
                hostile("slowloris in the handshake", 20, () -> Attacks.slowHandshakes(stand, 500)),
                hostile("slowloris in the headers", 50, () -> Attacks.slowHeaders(stand, 100)),
                hostile("10,000 streams", 20, () -> new Attacks.Streams(stand, mallory, 12, 20, 10_000)),
                hostile("giant metadata", 20, () -> new Attacks.GiantMetadata(stand)),
                hostile("ping flood", 100, () -> Attacks.pings(stand, 10)));
    }

    private static Arguments hostile(String name, long pauseMs, Supplier<Attack> attack) {
        return arguments(name, Duration.ofMillis(pauseMs), attack);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void anotherAgentsP99AtMostDoubles(String name, Duration pause, Supplier<Attack> attacks) {
        List<Long> quiet = new ArrayList<>();
        List<Long> hostile = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            quiet.add(p99(submitFor(PHASE)));
            try (Attack attack = attacks.get()) {
                attack.start(pause);
                hostile.add(p99(submitFor(PHASE)));
                assertThat(attack.strikes()).isPositive();
            }
            Awaitility.await()
                    .atMost(GatewayStand.PATIENCE)
                    .until(() -> stand.metric("creto_gateway_connections_open") == 1);
        }
        double ratio = median(IntStream.range(0, ROUNDS)
                .mapToObj(round -> (double) hostile.get(round) / quiet.get(round))
                .toList());
        System.out.printf(
                "%s: p99 %d us without, %d us with, median of ratios %.2f; of the rounds %s and %s%n",
                name, median(quiet), median(hostile), ratio, quiet, hostile);
        assertThat(ratio).isLessThanOrEqualTo(MAX_RATIO);
    }

    /** Microseconds of each submission, one after the other. */
    private static List<Long> submitFor(Duration time) {
        SubmissionServiceBlockingStub stub =
                SecureStand.with(alice.bearer(), SubmissionServiceGrpc.newBlockingStub(channel));
        List<Long> micros = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            SubmitRequest request = GatewayStand.request(SAMPLES.batch(alice.id(), Lane.LANE_NORMAL));
            long start = System.nanoTime();
            var answer = stub.withDeadlineAfter(30, TimeUnit.SECONDS).submit(request);
            micros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
            assertThat(answer.hasAccepted()).isTrue();
        }
        return micros;
    }

    private static long p99(List<Long> values) {
        assertThat(values).as("enough to have a p99").hasSizeGreaterThan(300);
        Collections.sort(values);
        return values.get(values.size() * 99 / 100);
    }

    private static <T extends Comparable<T>> T median(List<T> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
