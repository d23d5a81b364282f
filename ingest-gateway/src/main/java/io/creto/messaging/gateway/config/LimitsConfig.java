package io.creto.messaging.gateway.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.creto.messaging.schemas.WireLimits;

/**
 * What may be in flight.
 *
 * @param inFlightBatches of all calls
 * @param inFlightBytes of all calls
 * @param streamBatches of one stream
 * @param retryAfterMs what a refused caller is told to wait
 */
public record LimitsConfig(
        @JsonProperty(defaultValue = "10000")
        @JsonPropertyDescription("Batches in flight, all callers together, 1 to 1000000")
        int inFlightBatches,

        @JsonProperty(defaultValue = "67108864")
        @JsonPropertyDescription(
                "Bytes in flight, all callers together, 2097152 to 1073741824; the producer buffer is a bit more than twice that")
        long inFlightBytes,

        @JsonProperty(defaultValue = "256")
        @JsonPropertyDescription("Batches in flight of one stream, 1 to 10000; more are not read")
        int streamBatches,

        @JsonProperty(defaultValue = "250")
        @JsonPropertyDescription("What a caller is told to wait before a retry, 1 to 60000")
        int retryAfterMs) {
    /** @throws ConfigException if a value is out of its range */
    public LimitsConfig {
        Options.range("limits.in-flight-batches", inFlightBatches, 1, 1_000_000);
        Options.range("limits.in-flight-bytes", inFlightBytes, WireLimits.MAX_RECORD_BYTES, 1L << 30);
        Options.range("limits.stream-batches", streamBatches, 1, 10_000);
        Options.range("limits.retry-after-ms", retryAfterMs, 1, 60_000);
    }
}
