package io.creto.messaging.client;

import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import java.util.Map;
import java.util.Set;

/**
 * An agent as the evidence proves it. Immutable.
 *
 * @param agent who
 * @param version of its record
 * @param role its rights in its fleet
 * @param status whether it may act, as far as the server tells: a server can withhold a change
 * @param key its current identity key
 * @param groups that an admin has put it into
 * @param attributes that an admin has given it
 */
public record AgentIdentity(
        AgentId agent,
        long version,
        AgentRole role,
        AgentStatus status,
        CompositePublicKey key,
        Set<String> groups,
        Map<String, String> attributes) {
    public AgentIdentity {
        groups = Set.copyOf(groups);
        attributes = Map.copyOf(attributes);
    }
}
