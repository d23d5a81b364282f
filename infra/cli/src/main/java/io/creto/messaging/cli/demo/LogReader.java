package io.creto.messaging.cli.demo;

import io.creto.messaging.cli.CliException;
import io.creto.messaging.cli.ExitCode;
import io.creto.messaging.localstack.home.ClientProperties;
import io.creto.messaging.localstack.home.Home;
import io.creto.messaging.schemas.TopicSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads topics from their beginning, as the operator of the stack can. */
final class LogReader {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> properties;

    LogReader(Home home) throws IOException {
        properties = new HashMap<>(ClientProperties.read(home.stack().kafkaClientProperties()));
    }

    /**
     * The first record that a reader takes.
     *
     * @param reader null for what it does not take
     * @throws CliException if none comes in time
     */
    <T> T first(TopicSpec topic, Function<byte[], @Nullable T> reader, Duration time) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, bytes, bytes)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    T found = reader.apply(record.value());
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        throw new CliException(
                ExitCode.FAILED,
                "topic " + topic.name() + ": what was expected did not come in " + time.toSeconds() + " s");
    }
}
