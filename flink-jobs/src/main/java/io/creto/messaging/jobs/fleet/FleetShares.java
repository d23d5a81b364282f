package io.creto.messaging.jobs.fleet;

import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.DeliveryPartition;
import io.creto.messaging.schemas.TopicSpec;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.Lane;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What everybody who writes to delivery topics needs to know of a fleet. */
public final class FleetShares {
    private FleetShares() {}

    /** The share of a record of topic {@code identities}, which has been read strictly; none for an agent's. */
    public static Optional<FleetShare> of(IdentityRecord record) {
        if (!record.hasFleet()) {
            return Optional.empty();
        }
        FleetRecord fleet = record.getFleet();
        return Optional.of(FleetShare.newBuilder()
                .setFleet(fleet.getFleet())
                .setVersion(record.getVersion())
                .setGeneration(fleet.getGeneration())
                .setDeliveryPartitions(fleet.getDeliveryPartitions())
                .build());
    }

    /** Whether a share is news to who knows {@code known}: versions only rise (architecture §5). */
    public static boolean replaces(FleetShare share, @Nullable FleetShare known) {
        return known == null || known.getVersion() < share.getVersion();
    }

    /** The fleet of an agent id that has been read strictly. */
    public static String fleetOf(String agent) {
        return agent.substring(0, agent.indexOf('/'));
    }

    /** The fleet's delivery topic in a lane. */
    public static TopicSpec topic(FleetShare fleet, Lane lane) {
        return Topics.delivery(fleet.getFleet(), fleet.getGeneration(), lane, fleet.getDeliveryPartitions());
    }

    /** Names a delivery shard: all lanes of one partition of one generation. */
    public static String shard(FleetShare fleet, int partition) {
        return fleet.getFleet() + "." + fleet.getGeneration() + "." + partition;
    }

    /** The partition of an agent in the delivery topics of its fleet. */
    public static int partition(FleetShare fleet, String agent) {
        int slash = agent.indexOf('/');
        return DeliveryPartition.of(
                new AgentId(agent.substring(0, slash), agent.substring(slash + 1)), fleet.getDeliveryPartitions());
    }
}
