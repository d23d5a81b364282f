package io.creto.messaging.benchmarks.pipeline;

import io.creto.messaging.benchmarks.fleet.BenchFleet;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.schemas.TopicSpec;
import io.creto.messaging.schemas.TopicSpec.Timestamps;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Lane;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A fresh embedded broker with the topics of a deployment and of the bench fleet. Without logins, for floor and job alike. The
 * ingest topics take the times that their records bring, so that batches can be signed beforehand.
 */
final class Broker implements AutoCloseable {
    /** What a batch is written to. */
    static final TopicSpec INGEST = withGivenTimes(Topics.ingest(Lane.LANE_NORMAL));

    /**
     * A topic that has just been made may refuse the first batch and take the one behind it, after which the first can never
     * be appended in sequence.
     */
    static final Map<String, Object> ONE_BY_ONE = Map.of(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);

    private static final String LARGE = Integer.toString(WireLimits.MAX_KAFKA_MESSAGE_BYTES);

    private final EmbeddedKafka kafka;
    private final Admin admin;

    private Broker(EmbeddedKafka kafka) {
        this.kafka = kafka;
        this.admin = Admin.create(new HashMap<>(properties()));
    }

    /** Starts one, with an empty temporary directory. */
    static Broker start() {
        EmbeddedKafka kafka = EmbeddedKafka.builder().unsecured().build().start();
        List<TopicSpec> topics = new ArrayList<>();
        for (TopicSpec topic : Topics.deployment()) {
            topics.add(topic.name().equals(INGEST.name()) ? INGEST : topic);
        }
        topics.addAll(BenchFleet.deliveries());
        try {
            kafka.createTopics(topics);
            return new Broker(kafka);
        } catch (RuntimeException e) {
            kafka.close();
            throw e;
        }
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** How clients connect. */
    Map<String, Object> properties() {
        return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    }

    /**
     * A producer for what is written beforehand, or that of a gateway (acknowledged by all, without linger).
     *
     * @param more properties besides
     */
    KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(properties());
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGE);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.putAll(more);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Writes records; returns when they are there. */
    void write(Collection<ProducerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer = producer(ONE_BY_ONE)) {
            for (var written : records.stream().map(producer::send).toList()) {
                written.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker refuses a record: " + e.getCause(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** How many records stand in a topic into which nobody writes transactions. */
    long records(TopicSpec topic) {
        Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, topic.partitions())
                .boxed()
                .collect(Collectors.toMap(p -> new TopicPartition(topic.name(), p), p -> OffsetSpec.latest()));
        try {
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(ListOffsetsResultInfo::offset)
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not say where topics end: " + e.getCause(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void close() {
        admin.close();
        kafka.close();
    }

    static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }

    private static TopicSpec withGivenTimes(TopicSpec topic) {
        return new TopicSpec(topic.name(), topic.key(), topic.partitions(), topic.cleanup(), Timestamps.CREATE);
    }
}
