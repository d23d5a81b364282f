package io.creto.messaging.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.Lane;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaITCase {
    private static final String TOPIC = Topics.ingest(Lane.LANE_NORMAL).name();
    private static final long LONG_AGO_MS = 1_000_000_000_000L;

    @TempDir
    Path directory;

    @Test
    void recordsSurviveARestartOnTheSamePort() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder()
                .unsecured()
                .dataDirectory(directory)
                .build()
                .start()) {
            kafka.createTopics(Topics.deployment());
            String address = kafka.bootstrapServers();
            produce(address, "before");

            kafka.stop();
            kafka.start();

            assertThat(kafka.bootstrapServers()).isEqualTo(address);
            produce(address, "after");
            assertThat(values(address)).containsExactly("before", "after");
        }
        assertThat(directory.resolve("kafka/meta.properties")).exists();
    }

    @Test
    void aDirectoryIsReopenedByAnotherInstance() throws Exception {
        try (EmbeddedKafka first = EmbeddedKafka.builder()
                .unsecured()
                .dataDirectory(directory)
                .build()
                .start()) {
            first.createTopics(Topics.deployment());
            produce(first.bootstrapServers(), "kept");
        }
        try (EmbeddedKafka second = EmbeddedKafka.builder()
                .unsecured()
                .dataDirectory(directory)
                .build()
                .start()) {
            second.createTopics(Topics.deployment());
            assertThat(values(second.bootstrapServers())).containsExactly("kept");
        }
    }

    @Test
    void anIngestTopicStampsRecordsWithTheBrokersTime() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().unsecured().build().start()) {
            kafka.createTopics(Topics.deployment());
            long before = System.currentTimeMillis();
            RecordMetadata written = produce(kafka.bootstrapServers(), "x");

            ConsumerRecord<byte[], byte[]> read = read(kafka.bootstrapServers()).get(0);
            assertThat(read.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
            assertThat(read.timestamp()).isEqualTo(written.timestamp()).isBetween(before, System.currentTimeMillis());
        }
    }

    @Test
    void nothingCreatesATopicByAccident() {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().unsecured().build().start()) {
            assertThatThrownBy(() -> produce(kafka.bootstrapServers(), "x", 2_000))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class)
                    .hasMessageContaining("not present in metadata");
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = other.getLocalPort();
            try (EmbeddedKafka kafka =
                    EmbeddedKafka.builder().unsecured().port(port).build()) {
                assertThatThrownBy(kafka::start)
                        .isInstanceOf(EmbeddedServerException.class)
                        .hasMessageContaining("port " + port + " is taken");
            }
        }
        try (EmbeddedKafka kafka =
                EmbeddedKafka.builder().unsecured().port(port).build().start()) {
            assertThat(kafka.bootstrapServers()).endsWith(":" + port);
        }
    }

    @Test
    void aLockedDirectoryIsNamed() {
        try (EmbeddedKafka first = EmbeddedKafka.builder()
                        .unsecured()
                        .dataDirectory(directory)
                        .build()
                        .start();
                EmbeddedKafka second = EmbeddedKafka.builder()
                        .unsecured()
                        .dataDirectory(directory)
                        .build()) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("locked");

            first.stop();
            second.start();
            assertThat(second.bootstrapServers()).isNotEmpty();
        }
    }

    @Test
    void aTemporaryDirectoryGoesWithItsBroker() throws Exception {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        List<Path> before = embedded(parent);
        EmbeddedKafka kafka = EmbeddedKafka.builder().unsecured().build().start();
        assertThat(embedded(parent)).hasSizeGreaterThan(before.size());
        kafka.close();
        kafka.close();
        assertThat(embedded(parent)).hasSameSizeAs(before);
    }

    private static List<Path> embedded(Path parent) throws Exception {
        try (var files = Files.list(parent)) {
            return files.filter(f -> f.getFileName().toString().startsWith("creto-embedded"))
                    .toList();
        }
    }

    private static RecordMetadata produce(String address, String value) throws Exception {
        return produce(address, value, 30_000);
    }

    private static RecordMetadata produce(String address, String value, int maxBlockMs) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", address, "max.block.ms", maxBlockMs);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            return producer.send(new ProducerRecord<>(TOPIC, 0, LONG_AGO_MS, null, bytes))
                    .get();
        }
    }

    private static List<String> values(String address) {
        return read(address).stream()
                .map(r -> new String(r.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String address) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", address, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }
}
