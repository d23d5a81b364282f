package io.creto.messaging.client.internal.delivery;

import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.DeliveryPartition;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.Lane;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Where an agent's records stand: one partition a lane, urgent first. */
public final class DeliveryAddress {
    private static final List<Lane> LANES = List.of(Lane.LANE_URGENT, Lane.LANE_NORMAL, Lane.LANE_BULK);

    private DeliveryAddress() {}

    /** The partitions of an agent in the topics that its fleet uses. */
    public static List<DeliveryPlace> of(AgentId agent, FleetRecord fleet) {
        return of(agent, fleet.getGeneration(), fleet.getDeliveryPartitions());
    }

    /** The partitions of an agent of the reserved fleet, whose topics are the same in every deployment. */
    public static List<DeliveryPlace> ofReserved(AgentId agent) {
        return of(agent, 1, 1);
    }

    private static List<DeliveryPlace> of(AgentId agent, int generation, int partitions) {
        int partition = DeliveryPartition.of(agent, partitions);
        return LANES.stream()
                .map(lane -> {
                    String topic = Topics.delivery(agent.fleet(), generation, lane, partitions)
                            .name();
                    return new DeliveryPlace(new TopicPartition(topic, partition), generation, lane);
                })
                .toList();
    }
}
