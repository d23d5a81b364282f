package io.creto.messaging.client.internal.delivery;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes the consumers of the SDK: without group, positioned by hand, bytes only. */
final class KafkaConsumers {
    private static final String API_TIMEOUT_MS = "20000";

    private KafkaConsumers() {}

    /**
     * A consumer.
     *
     * @param properties of the user: where Kafka is and how to log on
     * @param role what it is for, as part of its name
     * @param reset where to begin when the position is no longer there: {@code earliest} or {@code latest}
     */
    static KafkaConsumer<byte[], byte[]> open(Map<String, String> properties, String role, String reset) {
        Map<String, Object> all = new HashMap<>();
        all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, role);
        all.putAll(properties);
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, reset);
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
