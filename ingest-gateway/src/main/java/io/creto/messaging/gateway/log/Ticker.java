package io.creto.messaging.gateway.log;

import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.v1.IngestRecord;
import io.creto.messaging.v1.Tick;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Appends a tick to each partition that was quiet, so that log time goes on (architecture §5). At most one tick a partition
 * is under way, so nothing piles up while the log does not answer.
 */
public final class Ticker implements Runnable {
    private final IngestLog log;
    private final PartitionActivity activity;
    private final GatewayMetrics metrics;
    private final String gateway;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    /**
     * @param gateway its name in the ticks
     * @param clock of the ticks' own time, for watching only
     * @param nanoTime the clock that activity is measured by
     */
    public Ticker(
            IngestLog log,
            PartitionActivity activity,
            GatewayMetrics metrics,
            String gateway,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.log = log;
        this.activity = activity;
        this.metrics = metrics;
        this.gateway = gateway;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Looks once, and ticks where it is due. Never blocks. */
    @Override
    public void run() {
        for (IngestPartition partition : activity.takeDue(nanoTime.getAsLong())) {
            var unused = log.appendTick(partition, recordValue()).whenComplete((appended, failure) -> {
                activity.tickDone(partition);
                metrics.tick(failure == null);
            });
        }
    }

    private byte[] recordValue() {
        Tick tick = Tick.newBuilder()
                .setCreatedAtMs(clock.millis())
                .setGateway(gateway)
                .build();
        return IngestRecord.newBuilder().setTick(tick).build().toByteArray();
    }
}
