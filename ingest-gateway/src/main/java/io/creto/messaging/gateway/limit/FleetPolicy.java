package io.creto.messaging.gateway.limit;

import io.creto.messaging.v1.FleetQuota;
import io.creto.messaging.v1.PolicyRecord;
import java.util.Optional;

/**
 * What the gateway needs of the policy that counts for a fleet.
 *
 * @param version 0: none is known
 * @param id of the policy
 * @param quota what the fleet may submit, if that is limited
 */
record FleetPolicy(long version, String id, Optional<FleetQuota> quota) {
    /** Of a fleet that has none, or has not been asked about yet. */
    static final FleetPolicy UNKNOWN = new FleetPolicy(0, "", Optional.empty());

    /** @param record that has passed the strict parser */
    static FleetPolicy of(PolicyRecord record) {
        var document = record.getDocument();
        return new FleetPolicy(
                record.getVersion(),
                document.getId(),
                document.hasFleetQuota() ? Optional.of(document.getFleetQuota()) : Optional.empty());
    }

    /** The version is there, and cannot be read. */
    static FleetPolicy unreadable(long version) {
        return new FleetPolicy(version, "", Optional.empty());
    }
}
