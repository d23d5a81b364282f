package io.creto.messaging.gateway.delivery;

import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.DeliveryPartition;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.DeliveryCursor;
import io.creto.messaging.v1.Lane;
import java.util.List;

/**
 * A delivery partition.
 *
 * @param topic as Kafka names it
 * @param partition its number there
 * @param generation of the fleet's delivery topics, from 1
 * @param lane of the topic
 */
public record Place(String topic, int partition, int generation, Lane lane) {
    private static final List<Lane> LANES = List.of(Lane.LANE_URGENT, Lane.LANE_NORMAL, Lane.LANE_BULK);

    /** Where the records of an agent stand: one partition a lane, urgent first. */
    static List<Place> of(AgentId agent, int generation, int partitions) {
        int number = DeliveryPartition.of(agent, partitions);
        return LANES.stream()
                .map(lane -> {
                    String topic = Topics.delivery(agent.fleet(), generation, lane, partitions)
                            .name();
                    return new Place(topic, number, generation, lane);
                })
                .toList();
    }

    /** @param offset of the record that comes next */
    DeliveryCursor cursor(long offset) {
        return DeliveryCursor.newBuilder()
                .setGeneration(generation)
                .setLane(lane)
                .setPartition(partition)
                .setOffset(offset)
                .build();
    }
}
