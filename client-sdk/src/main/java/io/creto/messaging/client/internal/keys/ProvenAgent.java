package io.creto.messaging.client.internal.keys;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.SetAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the commands of a chain prove of an agent; changes while the chain is walked. Not thread-safe. */
final class ProvenAgent {
    private final AgentRole role;
    private final List<CompositePublicKey> keys = new ArrayList<>();
    private final List<Long> replacedAtMs = new ArrayList<>();
    private AgentStatus status = AgentStatus.AGENT_STATUS_ACTIVE;
    private @Nullable SetAttributes attributes;

    ProvenAgent(AgentRole role, CompositePublicKey key) {
        this.role = role;
        keys.add(key);
    }

    AgentRole role() {
        return role;
    }

    /** Oldest first. */
    List<CompositePublicKey> keys() {
        return keys;
    }

    CompositePublicKey currentKey() {
        return keys.get(keys.size() - 1);
    }

    /** Its key of this id, current or former. */
    Optional<CompositePublicKey> key(ByteString keyId) {
        return keys.stream().filter(key -> key.keyId().bytes().equals(keyId)).findFirst();
    }

    /** @param signedAtMs when the replacement was signed, by its signer's clock */
    void replaceKey(CompositePublicKey newKey, long signedAtMs) {
        keys.add(newKey);
        replacedAtMs.add(signedAtMs);
    }

    /** When the replacement of each former key was signed: as {@link #keys()}, without the current one. */
    List<Long> replacedAtMs() {
        return replacedAtMs;
    }

    AgentStatus status() {
        return status;
    }

    void setStatus(AgentStatus newStatus) {
        status = newStatus;
    }

    Optional<SetAttributes> attributes() {
        return Optional.ofNullable(attributes);
    }

    void setAttributes(SetAttributes given) {
        attributes = given;
    }

    boolean isActiveAdmin() {
        return role == AgentRole.AGENT_ROLE_ADMIN && status == AgentStatus.AGENT_STATUS_ACTIVE;
    }
}
