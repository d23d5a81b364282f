package io.creto.messaging.benchmarks.access;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes to a delivery partition in order, each record at once. What is lost does not arrive, and that is noticed. */
final class DeliveryWriter implements AutoCloseable {
    private final TopicPartition partition;
    private final KafkaProducer<byte[], byte[]> producer;

    DeliveryWriter(String bootstrapServers, TopicPartition partition) {
        this.partition = partition;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void write(byte[] value) {
        var unused = producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), null, value));
    }

    /** Waits until all is there. */
    void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
