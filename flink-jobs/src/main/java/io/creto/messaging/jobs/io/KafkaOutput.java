package io.creto.messaging.jobs.io;

import io.creto.messaging.jobs.config.KafkaConfig;
import io.creto.messaging.jobs.state.Outgoing;
import io.creto.messaging.schemas.WireLimits;
import java.io.IOException;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The sink: one producer a subtask for all topics, at least once, in order, without transactions (architecture §5: receivers
 * drop repeats).
 */
public final class KafkaOutput {
    private static final String NO_LINGER = "0";
    /**
     * While the broker answers one request, records gather for the next: batches grow with the load, and a lone record waits for
     * nothing. It also keeps the order of a new partition's first records, whatever becomes of the first request.
     */
    private static final String ONE_IN_FLIGHT = "1";

    private static final String BATCH_BYTES = Integer.toString(256 * 1024);

    private KafkaOutput() {}

    /** Writes records where they say. */
    public static Sink<Outgoing> to(KafkaConfig kafka) {
        return new WithoutTransactions<>(KafkaSink.<Outgoing>builder()
                .setBootstrapServers(kafka.bootstrapServers())
                .setKafkaProducerConfig(producer(kafka))
                .setRecordSerializer(new OutgoingWriter())
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build());
    }

    /** The properties of the producer. */
    public static Properties producer(KafkaConfig kafka) {
        Properties properties = kafka.toProperties();
        properties.setProperty(ProducerConfig.ACKS_CONFIG, "all");
        properties.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.setProperty(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, ONE_IN_FLIGHT);
        properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, NO_LINGER);
        properties.setProperty(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.setProperty(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(WireLimits.MAX_KAFKA_MESSAGE_BYTES));
        return properties;
    }

    /**
     * The connector's sink is one of two phases, whatever its guarantee: with a committer behind each writer, which has nothing to
     * do and whose metrics collide at each checkpoint. At least once is what the writer does before a checkpoint: it flushes.
     */
    private record WithoutTransactions<T>(Sink<T> sink) implements Sink<T> {
        @Override
        public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
            return sink.createWriter(context);
        }
    }

    private static final class OutgoingWriter implements KafkaRecordSerializationSchema<Outgoing> {
        private static final long serialVersionUID = 1L;

        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                Outgoing record, KafkaSinkContext context, @Nullable Long timestamp) {
            return new ProducerRecord<>(
                    record.getTopic(),
                    record.hasPartition() ? record.getPartition() : null,
                    record.getKey().isEmpty() ? null : record.getKey().toByteArray(),
                    record.getValue().toByteArray());
        }
    }
}
