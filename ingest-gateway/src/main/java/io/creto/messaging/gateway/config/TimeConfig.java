package io.creto.messaging.gateway.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * Intervals.
 *
 * @param tickMs how long a partition may be quiet
 * @param silenceMs how long the log may not answer before health says so
 * @param drainMs how long a stop may wait for what is in flight
 */
public record TimeConfig(
        @JsonProperty(defaultValue = "500")
        @JsonPropertyDescription("Quiet time after which an ingest partition gets a tick, 100 to 60000")
        int tickMs,

        @JsonProperty(defaultValue = "3000")
        @JsonPropertyDescription(
                "Silence of Kafka after which health is NOT_SERVING, 200 to 600000, at least twice time.tick-ms")
        int silenceMs,

        @JsonProperty(defaultValue = "15000")
        @JsonPropertyDescription("How long a stop waits for batches in flight, 0 to 600000")
        int drainMs) {
    /** @throws ConfigException if a value is out of its range */
    public TimeConfig {
        Options.range("time.tick-ms", tickMs, 100, 60_000);
        Options.range("time.silence-ms", silenceMs, Math.max(200, 2L * tickMs), 600_000);
        Options.range("time.drain-ms", drainMs, 0, 600_000);
    }
}
