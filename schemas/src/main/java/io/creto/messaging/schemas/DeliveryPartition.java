package io.creto.messaging.schemas;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** Where in a delivery topic an agent's records stand. */
public final class DeliveryPartition {
    private DeliveryPartition() {}

    /**
     * The partition of a recipient: Kafka's default murmur2 partition of its UTF-8 agent id (wire format, "Names and
     * numbers").
     *
     * @param partitions the fleet record's {@code delivery_partitions}
     * @return 0 to partitions - 1
     * @throws IllegalArgumentException if there is no partition
     */
    public static int of(AgentId recipient, int partitions) {
        if (partitions < 1) {
            throw new IllegalArgumentException(partitions + " partitions, must be at least 1");
        }
        byte[] key = recipient.toString().getBytes(StandardCharsets.UTF_8);
        return BuiltInPartitioner.partitionForKey(key, partitions);
    }
}
