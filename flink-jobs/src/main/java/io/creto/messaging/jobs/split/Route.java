package io.creto.messaging.jobs.split;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.v1.Lane;

/** Where an envelope goes. */
public sealed interface Route {

    /**
     * A partition of a fleet's delivery topic, and the mailbox behind it.
     *
     * @param fleet the recipient's fleet
     * @param lane of the batch
     * @param partition of the recipient
     */
    record Shard(FleetShare fleet, Lane lane, int partition) implements Route {}

    /**
     * A command log.
     *
     * @param topic its name
     * @param key the state key that the command changes: the record's key
     */
    record Log(String topic, ByteString key) implements Route {}
}
