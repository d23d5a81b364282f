package io.creto.messaging.client.internal.delivery;

import io.creto.messaging.v1.DeliveryCursor;
import io.creto.messaging.v1.Lane;
import org.apache.kafka.common.TopicPartition;

/**
 * A delivery partition.
 *
 * @param partition as Kafka names it, and as positions are kept
 * @param generation of the fleet's delivery topics, from 1
 * @param lane of the topic
 */
public record DeliveryPlace(TopicPartition partition, int generation, Lane lane) {
    /** As the gateway names it, at the offset of the record that comes next. */
    DeliveryCursor cursor(long offset) {
        return DeliveryCursor.newBuilder()
                .setGeneration(generation)
                .setLane(lane)
                .setPartition(partition.partition())
                .setOffset(offset)
                .build();
    }

    /** Whether a cursor is of this place. */
    boolean has(DeliveryCursor cursor) {
        return cursor(cursor.getOffset()).equals(cursor);
    }
}
