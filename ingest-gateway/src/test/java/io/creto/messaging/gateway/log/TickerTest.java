package io.creto.messaging.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.v1.Lane;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TickerTest {
    private static final IngestPartition A = new IngestPartition(Lane.LANE_URGENT, 0);
    private static final IngestPartition B = new IngestPartition(Lane.LANE_BULK, 3);

    private final FakeIngestLog log = new FakeIngestLog();
    private final AtomicLong now = new AtomicLong();
    private final PartitionActivity activity = new PartitionActivity(500);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Ticker ticker = new Ticker(
            log,
            activity,
            new GatewayMetrics(registry),
            "gw-1",
            InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_000L)),
            now::get);

    @Test
    void aTickNamesItsGatewayAndPassesTheStrictParser() throws Exception {
        activity.watch(List.of(A), 0);
        ticker.run();

        FakeIngestLog.Pending tick = log.take().get(0);
        assertThat(tick.partition()).isEqualTo(A);
        var parsed = BatchParser.ingestRecord(tick.recordValue()).getTick();
        assertThat(parsed.getGateway()).isEqualTo("gw-1");
        assertThat(parsed.getCreatedAtMs()).isEqualTo(1_700_000_000_000L);
    }

    @Test
    void onlyQuietPartitionsGetTicks() {
        activity.watch(List.of(A, B), 0);
        now.set(400);
        activity.appended(B, 400);
        ticker.run();
        assertThat(log.take()).extracting(FakeIngestLog.Pending::partition).containsExactly(A);
    }

    @Test
    void ticksDoNotPileUpWhileTheLogIsSilent() {
        activity.watch(List.of(A, B), 0);
        for (int i = 0; i < 1000; i++) {
            now.addAndGet(100);
            ticker.run();
        }
        assertThat(log.waiting()).isEqualTo(2);
    }

    @Test
    void aTickThatFailedIsTriedAgain() {
        activity.watch(List.of(A), 0);
        ticker.run();
        log.take().get(0).fail(new GatewayException(Kind.LOG_UNAVAILABLE, "down"));
        ticker.run();
        activity.appended(A, 0);
        log.take().get(0).succeed(1);
        ticker.run();
        assertThat(log.waiting()).isZero();
        assertThat(registry.get("creto.gateway.ticks")
                        .tag("result", "failed")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("creto.gateway.ticks")
                        .tag("result", "written")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
