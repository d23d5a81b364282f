package io.creto.messaging.jobs.registry;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.state.AgentState;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.StatusInterval;
import java.util.Optional;

/** Questions to an agent's state, and its next version. */
final class Agents {
    private Agents() {}

    static String id(AgentState agent) {
        return record(agent).getAgent();
    }

    static AgentRecord record(AgentState agent) {
        return agent.getRecord().getAgent();
    }

    static boolean isAdmin(AgentState agent) {
        return record(agent).getRole() == AgentRole.AGENT_ROLE_ADMIN;
    }

    static boolean wasActive(AgentState agent, long atMs) {
        return record(agent).getStatusesList().stream()
                .filter(status -> Validities.covers(status.getValidity(), atMs))
                .anyMatch(status -> status.getStatus() == AgentStatus.AGENT_STATUS_ACTIVE);
    }

    /** The status that was set last, whether it counts yet or not. */
    static AgentStatus lastStatus(AgentState agent) {
        return last(agent).getStatus();
    }

    static boolean isRevoked(AgentState agent) {
        return lastStatus(agent) == AgentStatus.AGENT_STATUS_REVOKED;
    }

    static StatusInterval last(AgentState agent) {
        return record(agent).getStatuses(record(agent).getStatusesCount() - 1);
    }

    static IdentityKey currentKey(AgentState agent) {
        return record(agent).getKeys(record(agent).getKeysCount() - 1);
    }

    static Optional<IdentityKey> key(AgentState agent, ByteString keyId) {
        return record(agent).getKeysList().stream()
                .filter(key -> key.getKeyId().equals(keyId))
                .findFirst();
    }

    static Optional<IdentityKey> key(AgentState agent, ByteString keyId, long atMs) {
        return key(agent, keyId).filter(key -> Validities.covers(key.getValidity(), atMs));
    }

    /** The record's next version, by a command. */
    static IdentityRecord.Builder next(IdentityRecord record, Command command, long effectiveFromMs) {
        return record.toBuilder()
                .setVersion(record.getVersion() + 1)
                .setRecordedAtMs(command.appendedAtMs())
                .setEffectiveFromMs(effectiveFromMs);
    }

    /** The agent with its record's next version. */
    static AgentState.Builder next(
            AgentState agent, AgentRecord.Builder changed, Command command, long effectiveFromMs) {
        return agent.toBuilder()
                .setRecord(next(agent.getRecord(), command, effectiveFromMs).setAgent(changed));
    }
}
