package io.creto.messaging.gateway.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * The way out.
 *
 * @param bufferBytes of records that wait for receivers
 */
public record DeliveryConfig(
        @JsonProperty(defaultValue = "67108864")
        @JsonPropertyDescription(
                "Bytes of records that wait for receivers, all together, 4194304 to 1073741824; what finds no room is read again later")
        long bufferBytes) {
    /** @throws ConfigException if a value is out of its range */
    public DeliveryConfig {
        Options.range("delivery.buffer-bytes", bufferBytes, 4 << 20, 1L << 30);
    }
}
