package io.creto.messaging.gateway.log;

import io.creto.messaging.gateway.config.GatewayConfig;
import io.creto.messaging.schemas.WireLimits;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How the producer is set. */
final class ProducerSettings {
    private static final int BATCH_BYTES = 16 * 1024;
    /** Batches of a partition that may be nearly empty at the same time: five on the wire, their retries, one open, a tick. */
    private static final long SPARE_BATCHES = 16;

    private ProducerSettings() {}

    static Map<String, Object> of(GatewayConfig config, int partitions) {
        Map<String, Object> settings = new HashMap<>(ClientLogin.properties(config.kafka()));
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, config.id());
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);

        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // While the broker answers one request, records gather for the next; a lone one waits for nothing.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");

        // send() runs on the event loop and must not wait, neither for metadata nor for memory.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        settings.put(
                ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes(config.limits().inFlightBytes(), partitions));
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, WireLimits.PRODUCER_MAX_REQUEST_BYTES);

        // A request is given up before its record, so that one lost answer does not cost the record.
        int delivery = config.kafka().deliveryTimeoutMs();
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, delivery / 2);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return settings;
    }

    /**
     * Enough that the limit in flight is reached first: a record that does not fit into the open batch begins another, so two
     * neighbours together fill more than one, and the buffer is at least half used.
     */
    private static long bufferBytes(long inFlightBytes, int partitions) {
        return 2 * inFlightBytes + SPARE_BATCHES * BATCH_BYTES * partitions;
    }
}
