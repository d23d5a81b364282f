package io.creto.messaging.jobs.io;

import io.creto.messaging.jobs.state.Arrival;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** The log carries its own clock (architecture §5): watermarks are append times, per partition. */
public final class LogTime {
    /** Ticks come each half second; a partition without any has no gateway, and what comes later will be later. */
    private static final Duration WITHOUT_TICKS = Duration.ofSeconds(30);
    /** Reference topics have no ticks: what is read holds log time back while there is more to read. */
    private static final Duration READ_UP = Duration.ofSeconds(2);

    private LogTime() {}

    /** The time of the ingest topics: it moves with batches and ticks. */
    public static WatermarkStrategy<Arrival> ofIngest() {
        return WatermarkStrategy.<Arrival>forMonotonousTimestamps().withIdleness(WITHOUT_TICKS);
    }

    /**
     * The time of a topic without ticks (reference data, command logs): it holds the time of who reads it back while there are
     * older records to read, and stands aside when it is read up. So absence is believed only when the topic has been read.
     */
    public static WatermarkStrategy<Arrival> ofReference() {
        return WatermarkStrategy.<Arrival>forMonotonousTimestamps().withIdleness(READ_UP);
    }
}
