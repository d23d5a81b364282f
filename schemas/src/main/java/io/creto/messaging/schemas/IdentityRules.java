package io.creto.messaging.schemas;

import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.Attribute;
import io.creto.messaging.v1.DelegationRecord;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.StatusInterval;
import io.creto.messaging.v1.Validity;
import java.util.List;

/** The rules of identity records. */
final class IdentityRules {
    private IdentityRules() {}

    static void agent(AgentRecord agent, String path) throws WireException {
        AgentId.check(agent.getAgent(), path + "agent");
        Check.given(agent.getRole(), path + "role");
        Check.count(agent.getKeysCount(), 1, Integer.MAX_VALUE, path + "keys");
        for (IdentityKey key : agent.getKeysList()) {
            KeyId.check(key.getKeyId(), path + "keys.key_id");
            Check.size(key.getPublicKey(), WireLimits.PUBLIC_KEY_BYTES, path + "keys.public_key");
            validity(key.hasValidity(), key.getValidity(), path + "keys.validity");
        }
        Check.count(agent.getStatusesCount(), 1, Integer.MAX_VALUE, path + "statuses");
        for (StatusInterval status : agent.getStatusesList()) {
            Check.given(status.getStatus(), path + "statuses.status");
            validity(status.hasValidity(), status.getValidity(), path + "statuses.validity");
        }
        for (DelegationRecord delegation : agent.getDelegationsList()) {
            Check.present(delegation.hasDelegation(), path + "delegations.delegation");
            DelegationParser.check(delegation.getDelegation(), path + "delegations.delegation");
            validity(delegation.hasValidity(), delegation.getValidity(), path + "delegations.validity");
        }
        attributes(agent.getGroupsList(), agent.getAttributesList(), path);
    }

    static void attributes(List<String> groups, List<Attribute> attributes, String path) throws WireException {
        Check.count(groups.size(), 0, WireLimits.MAX_GROUPS, path + "groups");
        for (String group : groups) {
            Check.name(group, 1, WireLimits.MAX_LABEL_BYTES, path + "groups");
        }
        Check.distinct(groups, path + "groups");
        Check.count(attributes.size(), 0, WireLimits.MAX_ATTRIBUTES, path + "attributes");
        for (Attribute attribute : attributes) {
            Check.name(attribute.getName(), 1, WireLimits.MAX_LABEL_BYTES, path + "attributes.name");
            Check.name(attribute.getValue(), 0, WireLimits.MAX_NAME_BYTES, path + "attributes.value");
        }
        Check.distinct(attributes.stream().map(Attribute::getName).toList(), path + "attributes.name");
    }

    static void fleet(FleetRecord fleet, String path) throws WireException {
        AgentId.checkFleet(fleet.getFleet(), path + "fleet");
        Check.count(fleet.getAdminsCount(), 1, Integer.MAX_VALUE, path + "admins");
        for (String admin : fleet.getAdminsList()) {
            AgentId.check(admin, path + "admins");
            Check.rule(
                    admin.startsWith(fleet.getFleet() + "/"), path + "admins", "of another fleet, must be of this one");
        }
        Check.distinct(fleet.getAdminsList(), path + "admins");
        topics(fleet.getDeliveryPartitions(), fleet.getGeneration(), path);
    }

    static void topics(int partitions, int generation, String path) throws WireException {
        long count = Integer.toUnsignedLong(partitions);
        Check.range(count, 1, WireLimits.MAX_DELIVERY_PARTITIONS, path + "delivery_partitions");
        Check.range(Integer.toUnsignedLong(generation), 1, Integer.MAX_VALUE, path + "generation");
    }

    static void validity(boolean present, Validity validity, String path) throws WireException {
        Check.present(present, path);
        Check.time(validity.getFromMs(), path + ".from_ms");
        if (validity.getUntilMs() != 0) {
            Check.range(validity.getUntilMs(), validity.getFromMs(), WireLimits.MAX_TIME_MS, path + ".until_ms");
        }
    }

    /** The head of every versioned record. */
    static void versioned(long version, long recordedAtMs, long effectiveFromMs, String path) throws WireException {
        Check.counter(version, path + "version");
        Check.time(recordedAtMs, path + "recorded_at_ms");
        Check.time(effectiveFromMs, path + "effective_from_ms");
    }
}
