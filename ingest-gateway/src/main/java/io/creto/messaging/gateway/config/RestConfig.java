package io.creto.messaging.gateway.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.creto.messaging.schemas.WireLimits;

/**
 * The listener of callers that speak HTTP/JSON. What is not here is as {@link GrpcConfig} says.
 *
 * @param host address to listen on
 * @param port 0 for a free one, -1 for no listener
 * @param maxConnections at once
 * @param inFlightBytes of requests, all callers together
 * @param requestTimeoutMs from a request's headers to its answer
 * @param maxConnectionIdleMs how long a connection may be without request
 */
public record RestConfig(
        @JsonProperty(defaultValue = "127.0.0.1") @JsonPropertyDescription("Address that HTTP/JSON is spoken on")
        String host,

        @JsonProperty(defaultValue = "7705")
        @JsonPropertyDescription("Port that HTTP/JSON is spoken on; 0: a free one; -1: none")
        int port,

        @JsonProperty(defaultValue = "1000")
        @JsonPropertyDescription("HTTP connections at once, 1 to 100000; more are closed at once")
        int maxConnections,

        @JsonProperty(defaultValue = "33554432")
        @JsonPropertyDescription(
                "Bytes of HTTP requests in flight, all callers together, 4194304 to 1073741824; memory for up to six times that is needed")
        long inFlightBytes,

        @JsonProperty(defaultValue = "30000")
        @JsonPropertyDescription("How long an HTTP request may take, its body included, 1000 to 600000")
        int requestTimeoutMs,

        @JsonProperty(defaultValue = "30000")
        @JsonPropertyDescription(
                "How long an HTTP connection may be without request, or take for a request's headers, 1000 to 86400000")
        int maxConnectionIdleMs) {
    /** @throws ConfigException if a value is out of its range */
    public RestConfig {
        Options.text("rest.host", host, WireLimits.MAX_NAME_BYTES);
        Options.range("rest.port", port, -1, Options.MAX_PORT);
        Options.range("rest.max-connections", maxConnections, 1, 100_000);
        Options.range("rest.in-flight-bytes", inFlightBytes, 2L * WireLimits.MAX_RECORD_BYTES, 1L << 30);
        Options.range("rest.request-timeout-ms", requestTimeoutMs, 1000, 600_000);
        Options.range("rest.max-connection-idle-ms", maxConnectionIdleMs, 1000, Options.DAY_MS);
    }

    /** Whether there is a listener. */
    public boolean isOn() {
        return port >= 0;
    }
}
