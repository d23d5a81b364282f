package io.creto.messaging.gateway.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * The log.
 *
 * @param bootstrapServers {@code host:port,…}
 * @param propertiesFile further properties of Kafka's clients, such as their login; empty for none
 * @param startTimeoutMs how long to wait for it at start
 * @param deliveryTimeoutMs after how long an append is given up
 */
public record KafkaConfig(
        @JsonProperty(defaultValue = "localhost:9092")
        @JsonPropertyDescription("Kafka brokers to begin with, host:port, separated by commas")
        String bootstrapServers,

        @JsonProperty(defaultValue = "")
        @JsonPropertyDescription(
                "Java properties file with what Kafka's clients need to log in (security.protocol, sasl.*, ssl.*); empty: nothing")
        String propertiesFile,

        @JsonProperty(defaultValue = "30000")
        @JsonPropertyDescription("How long Kafka may take to answer at start, 100 to 600000")
        int startTimeoutMs,

        @JsonProperty(defaultValue = "10000")
        @JsonPropertyDescription(
                "After how long without Kafka's acknowledgement a batch is answered UNAVAILABLE, 1000 to 120000")
        int deliveryTimeoutMs) {
    /** @throws ConfigException if a value is out of its range */
    public KafkaConfig {
        Options.text("kafka.bootstrap-servers", bootstrapServers, 4096);
        Options.optionalText("kafka.properties-file", propertiesFile, 4096);
        Options.range("kafka.start-timeout-ms", startTimeoutMs, 100, 600_000);
        Options.range("kafka.delivery-timeout-ms", deliveryTimeoutMs, 1000, 120_000);
    }
}
