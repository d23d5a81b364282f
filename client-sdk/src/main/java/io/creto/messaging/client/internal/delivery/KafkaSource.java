package io.creto.messaging.client.internal.delivery;

import io.creto.messaging.v1.DeliveryStart;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads the partitions themselves, with the user of the agent's fleet. */
public final class KafkaSource implements DeliverySource {
    private static final String BOOTSTRAP = "bootstrap.servers";

    private final Map<String, String> properties;
    private final String role;

    /**
     * @param properties of the user: where Kafka is and how to log on
     * @param role what is read, as part of the consumers' name
     */
    public KafkaSource(Map<String, String> properties, String role) {
        this.properties = properties;
        this.role = role;
    }

    @Override
    public DeliverySession open(Wanted wanted) {
        String reset = wanted.start() == DeliveryStart.DELIVERY_START_LATEST ? "latest" : "earliest";
        Consumer<byte[], byte[]> consumer = null;
        try {
            consumer = KafkaConsumers.open(properties, role, reset);
            seek(consumer, wanted);
            return new KafkaSession(consumer, wanted.places(), description());
        } catch (KafkaException e) {
            if (consumer != null) {
                consumer.close();
            }
            throw new DeliveryLostException(
                    description() + " does not let this agent read "
                            + wanted.places().get(0).partition().topic() + ": " + e.getMessage()
                            + "; check that Kafka runs, that the fleet's topics exist, and the credentials",
                    e);
        }
    }

    private static void seek(Consumer<byte[], byte[]> consumer, Wanted wanted) {
        List<TopicPartition> partitions =
                wanted.places().stream().map(DeliveryPlace::partition).toList();
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            Long position = wanted.positions().get(partition);
            if (position != null) {
                consumer.seek(partition, position);
            } else if (wanted.start() == DeliveryStart.DELIVERY_START_LATEST) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seekToBeginning(List.of(partition));
            }
        }
    }

    @Override
    public String description() {
        return "Kafka at " + properties.get(BOOTSTRAP);
    }
}
