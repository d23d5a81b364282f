package io.creto.messaging.gateway.delivery.log;

import io.creto.messaging.gateway.config.GatewayConfig;
import io.creto.messaging.gateway.log.ClientLogin;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How the consumers are set: without group, positioned by hand, with bounded memory. */
final class DeliveryConsumers {
    /** Of one answer of a broker; a consumer holds about so much. */
    private static final int FETCH_BYTES = 8 * 1024 * 1024;

    private static final int PARTITION_BYTES = 512 * 1024;

    private DeliveryConsumers() {}

    /** @param maxRecords of one poll */
    static Consumer<byte[], byte[]> open(GatewayConfig config, String role, int maxRecords) {
        Map<String, Object> settings = new HashMap<>(ClientLogin.properties(config.kafka()));
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, config.id() + "-" + role);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxRecords);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_BYTES);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
