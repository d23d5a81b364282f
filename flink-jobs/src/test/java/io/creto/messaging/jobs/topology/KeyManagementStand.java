package io.creto.messaging.jobs.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.jobs.config.CretoOptions;
import io.creto.messaging.jobs.config.JobConfig;
import io.creto.messaging.jobs.config.JobConfigReader;
import io.creto.messaging.jobs.job.KeyManagementJob;
import io.creto.messaging.schemas.TopicSpec;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.Lane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** The job as it is, on a real Kafka and a Flink cluster in this JVM. */
final class KeyManagementStand {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SLOTS = 2;

    private final EmbeddedKafka kafka;
    private final MiniCluster flink;
    private final KafkaProducer<String, byte[]> producer;
    private final JobID job;

    private KeyManagementStand(EmbeddedKafka kafka, MiniCluster flink, JobID job) {
        this.kafka = kafka;
        this.flink = flink;
        this.job = job;
        this.producer = new KafkaProducer<>(
                Map.copyOf(kafka.clientProperties()), new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * Starts. {@link #checkpoint} alone makes checkpoints.
     *
     * @param fleet whose delivery topics, of two partitions, are there
     */
    @SuppressWarnings("try") // interruption ends the test
    static KeyManagementStand start(Path directory, String fleet, CompositePublicKey operatorKey) throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.builder().unsecured().build().start();
        List<TopicSpec> topics = new ArrayList<>(Topics.deployment());
        for (Lane lane : List.of(Lane.LANE_URGENT, Lane.LANE_NORMAL, Lane.LANE_BULK)) {
            topics.add(Topics.delivery(fleet, 1, lane, 2));
        }
        kafka.createTopics(topics);
        Path keyFile = directory.resolve("operator.key");
        Files.writeString(
                keyFile,
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(operatorKey.encoded().toByteArray()));
        JobConfig config = JobConfigReader.of(Map.of(
                CretoOptions.KAFKA_BOOTSTRAP_SERVERS.key(),
                kafka.bootstrapServers(),
                CretoOptions.OPERATOR_KEY_FILE.key(),
                keyFile.toString(),
                CheckpointingOptions.CHECKPOINTS_DIRECTORY.key(),
                directory.resolve("checkpoints").toUri().toString(),
                CheckpointingOptions.CHECKPOINTING_INTERVAL.key(),
                "1 h",
                "parallelism.default",
                Integer.toString(SLOTS)));
        MiniCluster flink = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(new Configuration())
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .build());
        flink.start();
        try (StreamExecutionEnvironment environment = new StreamExecutionEnvironment(config.options())) {
            KeyManagementJob.define(environment, config);
            JobID job = flink.submitJob(environment.getStreamGraph().getJobGraph())
                    .get(60, TimeUnit.SECONDS)
                    .getJobID();
            return new KeyManagementStand(kafka, flink, job);
        }
    }

    void produce(TopicSpec topic, String key, ByteString value) throws Exception {
        producer.send(new ProducerRecord<>(topic.name(), key, value.toByteArray()))
                .get();
    }

    /** All records of a topic, up to what is there now; in order within each partition. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.copyOf(kafka.clientProperties()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < end(ends, partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    void checkpoint() throws Exception {
        await(() -> flink.triggerCheckpoint(job, CheckpointType.CONFIGURED).get(30, TimeUnit.SECONDS));
    }

    /** Kills the process that runs the job's tasks; another takes over from the last checkpoint. */
    void crash() throws Exception {
        long before = restarts();
        flink.terminateTaskManager(0).get(30, TimeUnit.SECONDS);
        flink.startTaskManager();
        await(() -> assertThat(restarts()).isGreaterThan(before));
    }

    /** The highest attempt of any task: 0 where nothing was restarted. */
    long restarts() throws Exception {
        long most = 0;
        for (var task : flink.getExecutionGraph(job).get(10, TimeUnit.SECONDS).getAllExecutionVertices()) {
            most = Math.max(most, task.getCurrentExecutionAttempt().getAttemptNumber());
        }
        return most;
    }

    static void await(ThrowingRunnable assertion) {
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().untilAsserted(assertion);
    }

    void close() throws Exception {
        flink.close();
        producer.close();
        kafka.close();
    }
}
