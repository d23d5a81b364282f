package io.creto.messaging.client.internal.delivery;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** A consumer, positioned by hand. */
final class KafkaSession implements DeliverySession {
    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final String description;
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    /** Takes over the consumer; asks Kafka for the places that are not known yet. */
    KafkaSession(Consumer<byte[], byte[]> consumer, List<DeliveryPlace> places, String description) {
        this.consumer = consumer;
        this.partitions = places.stream().map(DeliveryPlace::partition).toList();
        this.description = description;
        partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
    }

    @Override
    public Map<TopicPartition, Long> positions() {
        return Map.copyOf(positions);
    }

    @Override
    public List<Delivered> poll(Duration timeout) {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
            List<Delivered> delivered = new ArrayList<>(records.count());
            for (TopicPartition partition : partitions) {
                for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                    delivered.add(new Delivered(partition, record.offset() + 1, value(record)));
                }
            }
            return delivered;
        } catch (WakeupException e) {
            return List.of();
        } catch (KafkaException e) {
            throw new DeliveryLostException(description + " cannot be read: " + e, e);
        }
    }

    private static ByteString value(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null ? ByteString.EMPTY : UnsafeByteOperations.unsafeWrap(record.value());
    }

    @Override
    public void pause() {
        consumer.pause(partitions);
    }

    @Override
    public void resume() {
        consumer.resume(partitions);
    }

    @Override
    public void giveBack(Delivered record) {
        consumer.seek(record.partition(), record.next() - 1);
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    /** At once: it would wait for a fetch that the broker holds until there is something to answer, only to say goodbye. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
