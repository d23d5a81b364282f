package io.creto.messaging.gateway.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.creto.messaging.schemas.WireLimits;

/**
 * What each caller may use. A stranger is an address that calls without token.
 *
 * @param agentRequestsPerSecond calls and batches
 * @param agentRequestBurst of them at once
 * @param agentBytesPerSecond of messages
 * @param agentByteBurst of them at once
 * @param agentStreams open calls
 * @param strangerRequestsPerSecond calls and batches
 * @param strangerRequestBurst of them at once
 * @param strangerBytesPerSecond of messages
 * @param strangerByteBurst of them at once
 * @param strangerStreams open calls
 */
public record CallersConfig(
        @JsonProperty(defaultValue = "5000")
        @JsonPropertyDescription("Calls and batches of one agent in a second, 1 to 1000000")
        int agentRequestsPerSecond,

        @JsonProperty(defaultValue = "2500") @JsonPropertyDescription("Of these at once after a rest, 1 to 1000000")
        int agentRequestBurst,

        @JsonProperty(defaultValue = "67108864")
        @JsonPropertyDescription("Bytes of messages of one agent in a second, 1024 to 1000000000")
        int agentBytesPerSecond,

        @JsonProperty(defaultValue = "16777216")
        @JsonPropertyDescription("Of these at once after a rest, 2097152 (the largest message) to 1000000000")
        int agentByteBurst,

        @JsonProperty(defaultValue = "100")
        @JsonPropertyDescription("Calls and streams of one agent that are open at once, 1 to 100000")
        int agentStreams,

        @JsonProperty(defaultValue = "100")
        @JsonPropertyDescription("The same of all without token from one address, 1 to 1000000")
        int strangerRequestsPerSecond,

        @JsonProperty(defaultValue = "200") @JsonPropertyDescription("At once, 1 to 1000000")
        int strangerRequestBurst,

        @JsonProperty(defaultValue = "1048576") @JsonPropertyDescription("Their bytes in a second, 1024 to 1000000000")
        int strangerBytesPerSecond,

        @JsonProperty(defaultValue = "2097152") @JsonPropertyDescription("At once, 2097152 to 1000000000")
        int strangerByteBurst,

        @JsonProperty(defaultValue = "64") @JsonPropertyDescription("Their open calls, 1 to 100000")
        int strangerStreams) {
    private static final int MAX_REQUESTS = 1_000_000;
    private static final int MAX_BYTES = 1_000_000_000;
    private static final int MAX_STREAMS = 100_000;

    /** @throws ConfigException if a value is out of its range */
    public CallersConfig {
        Options.range("callers.agent-requests-per-second", agentRequestsPerSecond, 1, MAX_REQUESTS);
        Options.range("callers.agent-request-burst", agentRequestBurst, 1, MAX_REQUESTS);
        Options.range("callers.agent-bytes-per-second", agentBytesPerSecond, 1024, MAX_BYTES);
        Options.range("callers.agent-byte-burst", agentByteBurst, WireLimits.MAX_RECORD_BYTES, MAX_BYTES);
        Options.range("callers.agent-streams", agentStreams, 1, MAX_STREAMS);
        Options.range("callers.stranger-requests-per-second", strangerRequestsPerSecond, 1, MAX_REQUESTS);
        Options.range("callers.stranger-request-burst", strangerRequestBurst, 1, MAX_REQUESTS);
        Options.range("callers.stranger-bytes-per-second", strangerBytesPerSecond, 1024, MAX_BYTES);
        Options.range("callers.stranger-byte-burst", strangerByteBurst, WireLimits.MAX_RECORD_BYTES, MAX_BYTES);
        Options.range("callers.stranger-streams", strangerStreams, 1, MAX_STREAMS);
    }
}
