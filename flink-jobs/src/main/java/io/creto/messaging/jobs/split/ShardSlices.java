package io.creto.messaging.jobs.split;

import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.split.SlicePlan.Piece;
import io.creto.messaging.jobs.state.Outgoing;
import io.creto.messaging.jobs.state.ShardSlice;
import io.creto.messaging.v1.Slice;

/** Slices on their way out of the split. */
final class ShardSlices {
    private ShardSlices() {}

    /** A piece for a delivery shard. */
    static ShardSlice of(Route.Shard shard, Piece piece, boolean repeat) {
        return ShardSlice.newBuilder()
                .setShard(FleetShares.shard(shard.fleet(), shard.partition()))
                .setTopic(FleetShares.topic(shard.fleet(), shard.lane()).name())
                .setPartition(shard.partition())
                .setLane(shard.lane().getNumber())
                .setSlice(piece.slice())
                .addAllLeafHashes(piece.leafHashes())
                .setRepeat(repeat)
                .build();
    }

    /** A piece for a command log. */
    static Outgoing command(Route.Log log, Slice slice) {
        return Outgoing.newBuilder()
                .setTopic(log.topic())
                .setKey(log.key())
                .setValue(slice.toByteString())
                .build();
    }
}
