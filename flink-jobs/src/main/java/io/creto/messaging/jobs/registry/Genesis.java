package io.creto.messaging.jobs.registry;

import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.jobs.state.AgentState;
import io.creto.messaging.jobs.state.FleetState;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.StatusInterval;

/**
 * What is there before any command: the system's own fleet and the operator in it, its key from configuration. Both records are
 * without evidence, so nobody believes them for the key: everybody pins it from their own configuration.
 */
final class Genesis {
    /** Creates fleets. */
    static final String OPERATOR = AgentId.OPERATOR.toString();

    /** Before everything: the first time that a record can name. */
    private static final long BEGINNING_MS = 1;

    private Genesis() {}

    static FleetState fleet() {
        return FleetState.newBuilder()
                .setRecord(first().setFleet(FleetRecord.newBuilder()
                        .setFleet(AgentId.RESERVED_FLEET)
                        .addAdmins(OPERATOR)
                        .setDeliveryPartitions(1)
                        .setGeneration(1)))
                .setPolicyVersion(FleetPolicies.FIRST_VERSION)
                .build();
    }

    static PolicyRecord policy() {
        return FleetPolicies.first(AgentId.RESERVED_FLEET, BEGINNING_MS, BEGINNING_MS);
    }

    static AgentState operator(CompositePublicKey key) {
        return AgentState.newBuilder()
                .setRecord(first().setAgent(AgentRecord.newBuilder()
                        .setAgent(OPERATOR)
                        .setRole(AgentRole.AGENT_ROLE_ADMIN)
                        .addKeys(IdentityKey.newBuilder()
                                .setKeyId(key.keyId().bytes())
                                .setPublicKey(key.encoded())
                                .setValidity(Validities.since(BEGINNING_MS)))
                        .addStatuses(StatusInterval.newBuilder()
                                .setStatus(AgentStatus.AGENT_STATUS_ACTIVE)
                                .setValidity(Validities.since(BEGINNING_MS)))))
                .build();
    }

    private static IdentityRecord.Builder first() {
        return IdentityRecord.newBuilder()
                .setVersion(1)
                .setRecordedAtMs(BEGINNING_MS)
                .setEffectiveFromMs(BEGINNING_MS);
    }
}
