package io.creto.messaging.gateway.directory;

import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PolicyVersion;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The read model, as the directory reads it. All calls block, and fail with {@link
 * io.creto.messaging.gateway.fault.GatewayException} where it does not answer. Thread-safe.
 */
public interface Directory {
    /** The versions of those agents and fleets that exist. */
    Map<String, Long> identityVersions(Collection<String> subjects);

    /** Hands over the records of those agents and fleets that exist, one by one, until the taker wants no more. */
    void identities(Collection<String> subjects, Predicate<IdentityRecord> taker);

    /**
     * Hands over the agents of a fleet behind one, by id, until the taker wants no more.
     *
     * @param after an agent id, or empty to begin with the first
     * @param limit at most so many
     */
    void agents(String fleet, String after, int limit, Predicate<AgentRecord> taker);

    /** The versions of those owners that have a lineage: each the highest of its lineages. */
    Map<String, Long> keyVersions(Collection<String> owners);

    /** The current keys for everybody of those owners that have one. */
    List<CurrentKey> currentKeys(Collection<String> owners);

    /** The newest version of a fleet's policy; 0 where it has none. */
    long policyVersion(String fleet);

    /** Of those fleets that have one, the newest version of their policy that counts at a time. */
    Map<String, Long> policyVersions(Collection<String> fleets, long timeMs);

    /**
     * A version of a fleet's policy, if there is one.
     *
     * @param version 0: the newest
     */
    Optional<PolicyRecord> policy(String fleet, long version);

    /**
     * The versions of a fleet's policy before one, the newest first.
     *
     * @param limit at most so many
     */
    List<PolicyVersion> policyVersions(String fleet, long before, int limit);
}
