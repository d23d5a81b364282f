package io.creto.messaging.client;

import io.creto.messaging.crypto.identity.EnrolmentToken;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.DelegationScope;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Commands to the registry. Each answers the version of its subject that a later read names as {@code minVersion}, and fails
 * with {@link MessageRejectedException} where this agent has not the right, and otherwise as {@link SendHandle#routed} does.
 * Thread-safe.
 */
public interface FleetAdmin {
    /**
     * A token with the version at which it counts.
     *
     * @param token for the new agent's eyes only; the caller destroys it
     * @param version applied
     */
    record IssuedToken(EnrolmentToken token, long version) {}

    /**
     * A delegation that is registered.
     *
     * @param id names it when it is to be ended
     * @param version applied
     */
    record Delegated(MessageId id, long version) {}

    /**
     * Creates a fleet and makes the token of its first admin. By the operator. Its delivery topics must exist already.
     *
     * @param admin the first admin, of the new fleet
     * @param partitions of each delivery topic, 1 to 1024
     * @param tokenLife at most 30 d
     */
    CompletableFuture<IssuedToken> createFleet(AgentId admin, int partitions, Duration tokenLife);

    /**
     * Lets one agent of the fleet enrol, once. By an admin; or by the operator, for the first admin of a fleet that has no active
     * one.
     *
     * @param life at most 30 d
     */
    CompletableFuture<IssuedToken> issueToken(AgentId agent, AgentRole role, Duration life);

    /**
     * Suspends, re-activates or revokes an agent of the fleet. By an admin.
     *
     * @param reason for people, at most 1024 bytes
     */
    CompletableFuture<Long> setStatus(AgentId agent, AgentStatus status, String reason);

    /**
     * Says what an agent of the fleet is, for policies, whole: groups and attributes that are not named here go. By an admin.
     *
     * @param groups at most 64, of 1 to 63 bytes
     * @param attributes values of at most 255 bytes by names of 1 to 63, at most 64
     * @throws IllegalArgumentException if they break the contract
     */
    CompletableFuture<Long> setAttributes(AgentId agent, Set<String> groups, Map<String, String> attributes);

    /** Gives this agent a new identity key, kept in the key store before it is sent; signs with it once it counts. */
    CompletableFuture<Long> replaceKey();

    /**
     * Lets a signer of the same fleet act in this agent's name.
     *
     * @param signerKey its identity key, see {@link KeyAgreementClient#identity}
     * @param scopes one or more
     * @param life at most 90 d, from now on
     */
    CompletableFuture<Delegated> delegate(AgentId signer, KeyId signerKey, Set<DelegationScope> scopes, Duration life);

    /** Ends a delegation for good. By the agent that delegated, its signer or an admin. */
    CompletableFuture<Long> endDelegation(AgentId agent, MessageId delegationId);
}
