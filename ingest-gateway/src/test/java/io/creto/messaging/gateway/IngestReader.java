package io.creto.messaging.gateway;

import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.IngestRecord;
import io.creto.messaging.v1.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads what stands in the ingest topics. */
final class IngestReader {
    /** A record of an ingest topic. */
    @SuppressWarnings("ArrayRecordComponent")
    record Line(
            String topic,
            int partition,
            @Nullable String key,
            byte[] value,
            IngestRecord parsed,
            long timestamp,
            TimestampType timestampType) {}

    private IngestReader() {}

    /** Everything that stands there now. */
    static List<Line> all(String bootstrapServers) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (Lane lane : SampleBatches.LANES) {
                consumer.partitionsFor(Topics.ingest(lane).name())
                        .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<Line> lines = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> lines.add(line(record)));
            }
            return lines;
        }
    }

    /** The batches among them. */
    static List<Line> batches(String bootstrapServers) {
        return all(bootstrapServers).stream()
                .filter(line -> line.parsed().hasBatch())
                .toList();
    }

    private static Line line(ConsumerRecord<byte[], byte[]> record) {
        try {
            return new Line(
                    record.topic(),
                    record.partition(),
                    record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8),
                    record.value(),
                    BatchParser.ingestRecord(record.value()),
                    record.timestamp(),
                    record.timestampType());
        } catch (WireException e) {
            throw new AssertionError("a record of the gateway is not readable", e);
        }
    }
}
