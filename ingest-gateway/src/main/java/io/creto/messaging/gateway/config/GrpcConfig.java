package io.creto.messaging.gateway.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.creto.messaging.schemas.WireLimits;

/**
 * The listener of agents.
 *
 * @param host address to listen on
 * @param port 0 for a free one
 * @param maxConnections at once
 * @param maxConnectionsPerAddress at once from one address
 * @param maxCallsPerConnection calls at once of one connection
 * @param maxMetadataBytes of one call
 * @param keepAliveMs after how long without traffic a connection is probed
 * @param handshakeTimeoutMs how long a new connection may take to be one
 * @param maxConnectionIdleMs how long a connection may be without calls
 * @param maxConnectionAgeMs how long a connection may be used
 * @param maxConnectionAgeGraceMs how long its calls may go on then
 */
public record GrpcConfig(
        @JsonProperty(defaultValue = "127.0.0.1") @JsonPropertyDescription("Address that agents connect to")
        String host,

        @JsonProperty(defaultValue = "7700") @JsonPropertyDescription("Port that agents connect to; 0: a free one")
        int port,

        @JsonProperty(defaultValue = "10000") @JsonPropertyDescription("Connections at once, 1 to 1000000")
        int maxConnections,

        @JsonProperty(defaultValue = "1000")
        @JsonPropertyDescription(
                "Connections at once from one address (of IPv6, one network of 64 bits), 1 to 1000000; what hides addresses needs more")
        int maxConnectionsPerAddress,

        @JsonProperty(defaultValue = "1000")
        @JsonPropertyDescription("Calls and streams at once of one connection, 1 to 100000")
        int maxCallsPerConnection,

        @JsonProperty(defaultValue = "8192")
        @JsonPropertyDescription("Bytes of metadata of one call, 8192 (an access token fits) to 65536")
        int maxMetadataBytes,

        @JsonProperty(defaultValue = "60000")
        @JsonPropertyDescription(
                "Silence after which a connection is probed, 1000 to 3600000; clients may probe three times as often")
        int keepAliveMs,

        @JsonProperty(defaultValue = "10000")
        @JsonPropertyDescription("How long a new connection may take for its handshake, 100 to 60000")
        int handshakeTimeoutMs,

        @JsonProperty(defaultValue = "300000")
        @JsonPropertyDescription("How long a connection may be without calls before it is closed, 1000 to 86400000")
        int maxConnectionIdleMs,

        @JsonProperty(defaultValue = "3600000")
        @JsonPropertyDescription(
                "How long a connection may be used, give or take a tenth, 1000 to 86400000; clients then make another")
        int maxConnectionAgeMs,

        @JsonProperty(defaultValue = "60000")
        @JsonPropertyDescription("How long calls of a connection go on when it is too old, 0 to 3600000")
        int maxConnectionAgeGraceMs) {
    /** @throws ConfigException if a value is out of its range */
    public GrpcConfig {
        Options.text("grpc.host", host, WireLimits.MAX_NAME_BYTES);
        Options.range("grpc.port", port, 0, Options.MAX_PORT);
        Options.range("grpc.max-connections", maxConnections, 1, 1_000_000);
        Options.range("grpc.max-connections-per-address", maxConnectionsPerAddress, 1, 1_000_000);
        Options.range("grpc.max-calls-per-connection", maxCallsPerConnection, 1, 100_000);
        Options.range("grpc.max-metadata-bytes", maxMetadataBytes, 8192, 65_536);
        Options.range("grpc.keep-alive-ms", keepAliveMs, 1000, 3_600_000);
        Options.range("grpc.handshake-timeout-ms", handshakeTimeoutMs, 100, 60_000);
        Options.range("grpc.max-connection-idle-ms", maxConnectionIdleMs, 1000, Options.DAY_MS);
        Options.range("grpc.max-connection-age-ms", maxConnectionAgeMs, 1000, Options.DAY_MS);
        Options.range("grpc.max-connection-age-grace-ms", maxConnectionAgeGraceMs, 0, 3_600_000);
    }
}
