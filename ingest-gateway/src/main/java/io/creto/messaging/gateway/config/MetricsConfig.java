package io.creto.messaging.gateway.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.creto.messaging.schemas.WireLimits;

/**
 * The listener of Prometheus.
 *
 * @param host address to listen on
 * @param port 0 for a free one
 */
public record MetricsConfig(
        @JsonProperty(defaultValue = "127.0.0.1") @JsonPropertyDescription("Address that metrics are read from")
        String host,

        @JsonProperty(defaultValue = "7701") @JsonPropertyDescription("Port that metrics are read from; 0: a free one")
        int port) {
    /** @throws ConfigException if a value is out of its range */
    public MetricsConfig {
        Options.text("metrics.host", host, WireLimits.MAX_NAME_BYTES);
        Options.range("metrics.port", port, 0, Options.MAX_PORT);
    }
}
