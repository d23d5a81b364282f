package io.creto.messaging.jobs.config;

import java.io.Serializable;
import java.util.Map;
import java.util.Properties;

/**
 * How a job reaches Kafka.
 *
 * @param bootstrapServers {@code host:port}, separated by commas
 * @param properties of all Kafka clients, as they are; may hold secrets
 */
public record KafkaConfig(String bootstrapServers, Map<String, String> properties) implements Serializable {
    /** Copies. */
    public KafkaConfig {
        properties = Map.copyOf(properties);
    }

    /** The properties as Kafka's clients take them. */
    public Properties toProperties() {
        Properties copy = new Properties();
        properties.forEach(copy::setProperty);
        return copy;
    }

    /** Without the properties: they may hold secrets. */
    @Override
    public String toString() {
        return "KafkaConfig[" + bootstrapServers + "]";
    }
}
