package io.creto.messaging.benchmarks.pipeline;

import io.creto.messaging.benchmarks.pipeline.BatchFile.Entry;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes batches to the ingest topic so that all appear at one moment: in a transaction, which readers of what is committed see
 * when it ends. Until then the job runs and knows its agents, but has nothing to do.
 */
final class Preload implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;

    Preload(Broker broker) {
        Map<String, Object> properties = new HashMap<>(Broker.ONE_BY_ONE);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "preload");
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 600_000);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 512 * 1024);
        producer = broker.producer(properties);
        producer.initTransactions();
    }

    /** Begins to write what {@link #appear} will show. */
    void begin() {
        producer.beginTransaction();
    }

    /** Writes the batches {@code from} (inclusive) to {@code until} (exclusive). */
    void write(BatchFile batches, int from, int until) {
        batches.forEach(from, until, this::write);
        producer.flush();
    }

    /** Shows what has been written; fails if any of it was refused. */
    void appear() {
        producer.commitTransaction();
    }

    @Override
    public void close() {
        producer.close();
    }

    private void write(Entry entry) {
        // A failure comes out of appear().
        var unused = producer.send(new ProducerRecord<>(
                Broker.INGEST.name(),
                null,
                entry.timestampMs(),
                entry.key(),
                entry.value().toByteArray()));
    }
}
