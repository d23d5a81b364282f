package io.creto.messaging.gateway.log;

import io.creto.messaging.gateway.admission.AdmittedBatch;
import io.creto.messaging.gateway.config.GatewayConfig;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.gateway.fault.GatewayStartException;
import io.creto.messaging.v1.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ingest topics of Kafka. One idempotent producer writes with acks=all, so records of a signer keep their order and are
 * there once for each append. Appending never blocks: the topics are known from the start, and a full buffer fails at once.
 */
public final class KafkaIngestLog implements IngestLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaIngestLog.class);
    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private final Producer<byte[], byte[]> producer;
    private final Map<Lane, String> topics = IngestTopics.names();
    private final List<IngestPartition> partitions;
    private final Consumer<Appended> onAppend;
    private volatile boolean closing;

    KafkaIngestLog(Producer<byte[], byte[]> producer, List<IngestPartition> partitions, Consumer<Appended> onAppend) {
        this.producer = producer;
        this.partitions = List.copyOf(partitions);
        this.onAppend = onAppend;
    }

    /**
     * Connects, and returns when the topics are known.
     *
     * @param onAppend told of every record that the log has, before the append completes; must not block
     * @throws GatewayStartException if Kafka does not answer in time, or a topic is missing
     */
    public static KafkaIngestLog connect(GatewayConfig config, Consumer<Appended> onAppend) {
        Duration timeout = Duration.ofMillis(config.kafka().startTimeoutMs());
        long end = System.nanoTime() + timeout.toNanos();
        List<IngestPartition> partitions = IngestTopics.partitions(config.kafka(), timeout);
        KafkaIngestLog log = new KafkaIngestLog(
                new KafkaProducer<>(ProducerSettings.of(config, partitions.size())), partitions, onAppend);
        try {
            for (String topic : log.topics.values()) {
                log.awaitMetadata(topic, end);
            }
            return log;
        } catch (TimeoutException e) {
            log.close();
            throw new GatewayStartException(
                    "Kafka does not answer at " + config.kafka().bootstrapServers() + " within " + timeout.toMillis()
                            + " ms: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public CompletableFuture<Appended> append(AdmittedBatch batch) {
        byte[] key = batch.signer().getBytes(StandardCharsets.UTF_8);
        return send(batch.lane(), new ProducerRecord<>(topic(batch.lane()), key, batch.recordValue()));
    }

    @Override
    public CompletableFuture<Appended> appendTick(IngestPartition partition, byte[] recordValue) {
        Lane lane = partition.lane();
        return send(lane, new ProducerRecord<>(topic(lane), partition.number(), null, recordValue));
    }

    @Override
    public List<IngestPartition> partitions() {
        return partitions;
    }

    /** Gives up at once what Kafka has not acknowledged; on return every append has completed. */
    @Override
    public void close() {
        closing = true;
        producer.close(Duration.ZERO);
    }

    private CompletableFuture<Appended> send(Lane lane, ProducerRecord<byte[], byte[]> message) {
        CompletableFuture<Appended> result = new CompletableFuture<>();
        try {
            var unused = producer.send(message, (metadata, failure) -> {
                if (failure != null) {
                    result.completeExceptionally(mapped(failure));
                    return;
                }
                Appended appended = new Appended(new IngestPartition(lane, metadata.partition()), metadata.timestamp());
                onAppend.accept(appended);
                result.complete(appended);
            });
        } catch (RuntimeException e) {
            result.completeExceptionally(mapped(e));
        }
        return result;
    }

    private GatewayException mapped(Exception failure) {
        if (failure instanceof BufferExhaustedException) {
            return new GatewayException(Kind.OVERLOADED, "too much is in flight", failure);
        }
        if (closing) {
            return new GatewayException(Kind.DRAINING, "the gateway is stopping", failure);
        }
        if (failure instanceof RetriableException) {
            return new GatewayException(Kind.LOG_UNAVAILABLE, "the log does not answer", failure);
        }
        LOG.error("Kafka refuses a record: {}", failure.toString());
        return new GatewayException(Kind.INTERNAL, "the log refuses the record", failure);
    }

    private String topic(Lane lane) {
        @Nullable String topic = topics.get(lane);
        if (topic == null) {
            throw new IllegalArgumentException(lane + " is no lane");
        }
        return topic;
    }

    /** The producer itself never waits, so its start is waited for here. */
    private void awaitMetadata(String topic, long end) {
        while (true) {
            try {
                var unused = producer.partitionsFor(topic);
                return;
            } catch (TimeoutException e) {
                if (System.nanoTime() - end >= 0) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
