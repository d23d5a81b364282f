package io.creto.messaging.client.internal.keys;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.identity.VerifiedDelegation;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.Attribute;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.Validity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An agent's record whose evidence has been verified; {@link EvidenceVerifier} makes them. Does not hold the evidence.
 * Immutable and thread-safe.
 */
public final class VerifiedAgent {
    private static final long NO_END = 0;

    private final AgentId agent;
    private final long version;
    private final AgentRole role;
    private final AgentStatus status;
    private final Set<String> groups;
    private final Map<String, String> attributes;
    private final List<CompositePublicKey> keys;
    private final List<Long> replacedAtMs;
    private final List<Validity> validities;
    private final List<Delegated> delegations;

    /**
     * A delegation as registered.
     *
     * @param delegation signed by the agent
     * @param validity registration and end, as the server tells
     */
    record Delegated(VerifiedDelegation delegation, Validity validity) {}

    /**
     * @param keys oldest first
     * @param replacedAtMs when the replacement of each was signed, the last one's excepted
     */
    VerifiedAgent(
            AgentId agent,
            IdentityRecord record,
            List<CompositePublicKey> keys,
            List<Long> replacedAtMs,
            List<Delegated> delegations) {
        this.agent = agent;
        this.version = record.getVersion();
        this.role = record.getAgent().getRole();
        this.status = record.getAgent()
                .getStatuses(record.getAgent().getStatusesCount() - 1)
                .getStatus();
        this.groups = Set.copyOf(record.getAgent().getGroupsList());
        this.attributes = record.getAgent().getAttributesList().stream()
                .collect(Collectors.toUnmodifiableMap(Attribute::getName, Attribute::getValue));
        this.keys = List.copyOf(keys);
        this.replacedAtMs = List.copyOf(replacedAtMs);
        this.validities = record.getAgent().getKeysList().stream()
                .map(IdentityKey::getValidity)
                .toList();
        this.delegations = List.copyOf(delegations);
    }

    /** Who. */
    public AgentId agent() {
        return agent;
    }

    /** Version of its record. */
    public long version() {
        return version;
    }

    /** Its rights. */
    public AgentRole role() {
        return role;
    }

    /** Whether it may act, as far as the server tells. */
    public AgentStatus status() {
        return status;
    }

    /** The groups that an admin has put it into. */
    Set<String> groups() {
        return groups;
    }

    /** The attributes that an admin has given it. */
    Map<String, String> attributes() {
        return attributes;
    }

    /** Its current key. */
    public CompositePublicKey currentKey() {
        return keys.get(keys.size() - 1);
    }

    /** The key of this id, current or former. */
    public Optional<CompositePublicKey> keyOf(ByteString keyId) {
        return keys.stream().filter(key -> key.keyId().bytes().equals(keyId)).findFirst();
    }

    /** Whether a key of the agent counted at a log time. */
    public boolean isValid(CompositePublicKey key, long atMs) {
        int index = keys.indexOf(key);
        return index >= 0 && covers(validities.get(index), atMs);
    }

    /** Whether a key of the agent had not been replaced when it signed, as far as signed times tell; the current one has not. */
    boolean hadNotBeenReplaced(CompositePublicKey key, long signedAtMs) {
        int index = keys.indexOf(key);
        return index >= 0 && (index >= replacedAtMs.size() || signedAtMs <= replacedAtMs.get(index));
    }

    /** Its delegations that counted at a log time. */
    public List<VerifiedDelegation> delegations(long atMs) {
        return delegations.stream()
                .filter(one -> covers(one.validity(), atMs))
                .map(Delegated::delegation)
                .toList();
    }

    private static boolean covers(Validity validity, long atMs) {
        return validity.getFromMs() <= atMs && (validity.getUntilMs() == NO_END || atMs < validity.getUntilMs());
    }
}
