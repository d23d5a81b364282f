package io.creto.messaging.jobs.readmodel;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.embedded.EmbeddedPostgres;
import io.creto.messaging.jobs.config.CretoOptions;
import io.creto.messaging.jobs.config.JobConfig;
import io.creto.messaging.jobs.config.JobConfigReader;
import io.creto.messaging.jobs.job.ReadModelJob;
import io.creto.messaging.schemas.TopicSpec;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.Prekey;
import io.creto.messaging.v1.Slice;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job as it is: secured Kafka, PostgreSQL, Flink. */
class ReadModelITCase {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private EmbeddedKafka kafka;
    private EmbeddedPostgres postgres;
    private MiniCluster flink;
    private KafkaProducer<byte[], byte[]> producer;
    private JobID job = new JobID();

    @BeforeEach
    void start() throws Exception {
        kafka = EmbeddedKafka.builder().build().start();
        kafka.createTopics(Topics.deployment());
        producer = new KafkaProducer<>(
                Map.copyOf(kafka.clientProperties()), new ByteArraySerializer(), new ByteArraySerializer());
        postgres = EmbeddedPostgres.builder().build().start();
        flink = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(new Configuration())
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .build());
        flink.start();
    }

    @AfterEach
    void stop() throws Exception {
        flink.close();
        producer.close();
        postgres.close();
        kafka.close();
    }

    @Test
    void theNewestVersionStandsWhateverTheOrder() throws Exception {
        submit();
        produce(Topics.IDENTITIES, "acme", SampleRecords.fleet(2));
        produce(Topics.IDENTITIES, "acme", SampleRecords.fleet(1));
        produce(Topics.IDENTITIES, "acme/bob", SampleRecords.agent("bob", 3));
        produce(Topics.IDENTITIES, "acme/bob", SampleRecords.agent("bob", 2));
        produce(Topics.IDENTITIES, "acme/eve", SampleRecords.agent("eve", 1));
        produce(Topics.IDENTITIES, "acme/eve", SampleRecords.agent("eve", 2));
        for (TopicSpec topic : List.of(Topics.IDENTITIES, Topics.KEY_STATUS, Topics.KEYRING_LOG, Topics.POLICIES)) {
            produce(topic, "acme/eve", ByteString.copyFromUtf8("poison"));
        }
        produce(Topics.IDENTITIES, "acme/last", SampleRecords.agent("last", 1));

        await(() -> assertThat(versions()).containsKey("acme/last").containsEntry("acme/eve", 2L));
        await(() -> assertThat(deadLetters()).isEqualTo(4));
        assertThat(versions())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("acme", 2L, "acme/bob", 3L, "acme/eve", 2L, "acme/last", 1L));
        assertThat(IdentityRecord.parseFrom(bytes("SELECT record FROM agents WHERE agent = 'acme/bob'")))
                .isEqualTo(SampleRecords.agent("bob", 3));
        assertThat(restarts()).isZero();
    }

    @Test
    void aKeyStandsWithItsEvidenceUntilItHasLongLeftItsLineage() throws Exception {
        submit();
        Prekey former = SampleRecords.prekey();
        Prekey current = SampleRecords.prekey();
        Slice upload = SampleRecords.upload(current);
        long now = System.currentTimeMillis();
        long nextWeek = now + Duration.ofDays(7).toMillis();
        produce(Topics.KEYRING_LOG, ALICE.id(), SampleRecords.upload(former));
        produce(Topics.KEYRING_LOG, ALICE.id(), upload);
        await(() -> assertThat(number("SELECT count(*) FROM prekeys")).isEqualTo(2));

        produce(Topics.KEY_STATUS, ALICE.id(), SampleRecords.status(1, now, current.getKeyId(), former.getKeyId()));
        produce(Topics.KEY_STATUS, ALICE.id(), SampleRecords.status(2, now, current.getKeyId()));
        await(() -> assertThat(number("SELECT max(version) FROM lineages")).isEqualTo(2));
        assertThat(number("SELECT count(*) FROM prekeys")).as("just left").isEqualTo(2);

        produce(Topics.KEY_STATUS, ALICE.id(), SampleRecords.status(3, nextWeek, current.getKeyId()));
        await(() -> assertThat(number("SELECT count(*) FROM prekeys")).isEqualTo(1));
        assertThat(bytes("SELECT evidence FROM prekeys")).isEqualTo(upload.toByteArray());
        assertThat(bytes("SELECT current_key_id FROM lineages"))
                .isEqualTo(current.getKeyId().toByteArray());

        produce(Topics.KEYRING_LOG, ALICE.id(), SampleRecords.upload(former));
        Prekey next = SampleRecords.prekey();
        produce(Topics.KEY_STATUS, ALICE.id(), SampleRecords.status(4, nextWeek, next.getKeyId(), current.getKeyId()));
        await(() -> assertThat(number("SELECT max(version) FROM lineages")).isEqualTo(4));
        produce(Topics.KEYRING_LOG, ALICE.id(), SampleRecords.upload(next));
        await(() -> assertThat(number("SELECT count(*) FROM prekeys")).isEqualTo(2));
        assertThat(restarts()).isZero();
    }

    @Test
    void everyVersionOfAPolicyStaysAndTheFirstRecordOfEach() throws Exception {
        submit();
        PolicyRecord initial =
                SampleRecords.policy(1, "default").toBuilder().clearEvidence().build();
        PolicyRecord second = SampleRecords.policy(2, "night");
        produce(Topics.POLICIES, "acme", initial);
        produce(Topics.POLICIES, "acme", second);
        produce(Topics.POLICIES, "acme", SampleRecords.policy(1, "late"));
        produce(Topics.POLICIES, "acme", second);
        produce(Topics.POLICIES, "acme", SampleRecords.policy(3, "last"));

        await(() -> assertThat(number("SELECT max(version) FROM policies")).isEqualTo(3));
        assertThat(number("SELECT count(*) FROM policies WHERE fleet = 'acme'")).isEqualTo(3);
        assertThat(PolicyRecord.parseFrom(bytes("SELECT record FROM policies WHERE version = 1")))
                .isEqualTo(initial);
        assertThat(PolicyRecord.parseFrom(bytes("SELECT record FROM policies WHERE version = 2")))
                .isEqualTo(second);
        assertThat(number("SELECT version FROM policies WHERE initial AND policy = 'default'"))
                .isEqualTo(1);
        assertThat(number("SELECT effective_from_ms - recorded_at_ms FROM policies WHERE author = 'acme/alice'"
                        + " AND policy = 'night' AND NOT initial"))
                .isEqualTo(1000);
        assertThat(restarts()).isZero();
    }

    @Test
    void anOutageOfTheDatabaseLosesNoRow() throws Exception {
        postgres.stop();
        submit();
        produceAgents("early", 50);
        await(() -> assertThat(restarts()).isPositive());
        postgres.start();
        await(() -> assertThat(number("SELECT count(*) FROM agents")).isEqualTo(50));

        long before = restarts();
        postgres.stop();
        produceAgents("late", 250);
        await(() -> assertThat(restarts()).isGreaterThan(before));
        postgres.start();
        await(() -> assertThat(number("SELECT count(*) FROM agents")).isEqualTo(300));
        assertThat(flink.getJobStatus(job).get()).isEqualTo(JobStatus.RUNNING);
    }

    @SuppressWarnings("try") // interruption ends the test
    private void submit() throws Exception {
        Map<String, String> options = new HashMap<>(Map.of(
                CretoOptions.KAFKA_BOOTSTRAP_SERVERS.key(),
                kafka.bootstrapServers(),
                CretoOptions.POSTGRES_URL.key(),
                postgres.jdbcUrl(),
                CretoOptions.POSTGRES_USER.key(),
                postgres.user(),
                CretoOptions.POSTGRES_PASSWORD_FILE.key(),
                postgres.passwordFile().toString(),
                CheckpointingOptions.CHECKPOINTS_DIRECTORY.key(),
                directory.toUri().toString(),
                CheckpointingOptions.CHECKPOINTING_INTERVAL.key(),
                "500 ms",
                "parallelism.default",
                "1"));
        kafka.clientProperties().forEach((name, value) -> options.put("creto.kafka.properties." + name, value));
        JobConfig config = JobConfigReader.of(options);
        try (StreamExecutionEnvironment environment = new StreamExecutionEnvironment(config.options())) {
            ReadModelJob.define(environment, config);
            job = flink.submitJob(environment.getStreamGraph().getJobGraph())
                    .get(60, TimeUnit.SECONDS)
                    .getJobID();
        }
    }

    private void produceAgents(String name, int count) throws Exception {
        for (int i : IntStream.range(0, count).toArray()) {
            produce(Topics.IDENTITIES, "acme/" + name + i, SampleRecords.agent(name + i, 1));
        }
    }

    private void produce(TopicSpec topic, String key, MessageLite value) throws Exception {
        produce(topic, key, value.toByteString());
    }

    private void produce(TopicSpec topic, String key, ByteString value) throws Exception {
        producer.send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), value.toByteArray()))
                .get();
    }

    /** The highest attempt of any task: 0 where nothing was restarted. */
    private long restarts() throws Exception {
        long most = 0;
        for (var task : flink.getExecutionGraph(job).get(10, TimeUnit.SECONDS).getAllExecutionVertices()) {
            most = Math.max(most, task.getCurrentExecutionAttempt().getAttemptNumber());
        }
        return most;
    }

    private long deadLetters() throws Exception {
        TopicPartition partition = new TopicPartition(Topics.DEAD_LETTER.name(), 0);
        try (Admin admin = Admin.create(Map.copyOf(kafka.clientProperties()))) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    private Map<String, Long> versions() throws Exception {
        Map<String, Long> versions = new TreeMap<>();
        try (Connection connection = connect();
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT agent, version FROM agents UNION ALL SELECT fleet, version FROM fleets")) {
            while (rows.next()) {
                versions.put(rows.getString(1), rows.getLong(2));
            }
        }
        return versions;
    }

    private long number(String query) throws Exception {
        try (Connection connection = connect();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    private byte[] bytes(String query) throws Exception {
        try (Connection connection = connect();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getBytes(1);
        }
    }

    private Connection connect() throws Exception {
        return DriverManager.getConnection(
                postgres.jdbcUrl(), postgres.user(), Files.readString(postgres.passwordFile()));
    }

    private static void await(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().untilAsserted(assertion);
    }
}
