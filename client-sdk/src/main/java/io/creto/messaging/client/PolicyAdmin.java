package io.creto.messaging.client;

import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyVersion;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Policies of fleets, with all their versions. An admin puts that of its fleet, any agent of the fleet reads it; whether this agent
 * may, dataflow and gateway decide. What is read whole is checked against the signature of who put it, from the pinned operator key
 * on, and no newest version older than one seen is taken. Thread-safe.
 */
public interface PolicyAdmin {
    /**
     * Replaces a fleet's policy, whole. Putting the document of an older version is a rollback.
     *
     * @param previousVersion the version that it replaces, 0 where there is none: of several who replace the same one wins
     * @return completes with the new version, which {@link #policy} reads; fails with {@link MessageRejectedException} (DUPLICATE_ID
     *     where another version is the newest, MALFORMED where a condition does not compile, DENIED where this agent has not the right) and otherwise as {@link
     *     SendHandle#routed} does
     * @throws IllegalArgumentException if the document breaks the contract
     */
    CompletableFuture<Long> put(String fleet, PolicyDocument document, long previousVersion);

    /**
     * A version of a fleet's policy; waits for the directory.
     *
     * @param version which; 0: the newest that is recorded, which may count in a moment only
     * @param minVersion waits until this version is known, as {@link #put} answered it; 0: does not wait
     * @return empty if there is none
     * @throws MessageRejectedException DENIED if this agent is of another fleet
     * @throws EvidenceException if the answer is not proven
     * @throws GatewayUnavailableException if the directory does not answer
     */
    Optional<FleetPolicy> policy(String fleet, long version, long minVersion);

    /**
     * The newest versions of a fleet's policy, without evidence: for people to look at. Waits for the directory.
     *
     * @param count at most so many, from 1
     * @param minVersion as in {@link #policy}
     * @return the newest first
     * @throws MessageRejectedException DENIED if this agent is of another fleet
     * @throws EvidenceException ANSWER if the answer is not readable
     * @throws GatewayUnavailableException if the directory does not answer
     */
    List<PolicyVersion> versions(String fleet, int count, long minVersion);
}
