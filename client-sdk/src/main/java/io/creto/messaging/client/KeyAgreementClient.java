package io.creto.messaging.client;

import io.creto.messaging.schemas.AgentId;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes this agent's key to seal to, and fetches keys of others. Every answer is checked against the pinned operator key,
 * and no answer older than one seen is taken. Thread-safe.
 */
public interface KeyAgreementClient {
    /**
     * Makes a new key, keeps its private half in the key store, and publishes its public half as current. The former key goes
     * into grace; its private half is kept as long as messages sealed to it may arrive.
     *
     * @return completes with the version that the keyring applied; fails as {@link SendHandle#routed} does, and with {@link
     *     ClientStoreException} if the key store cannot be written
     */
    CompletableFuture<Long> publishPrekey();

    /**
     * The identity of an agent; waits for the directory where it is not cached.
     *
     * @param minVersion the version that must be seen, as a command's applied version; 0: any
     * @throws UnknownAgentException if there is no such agent
     * @throws EvidenceException if the answer is not proven
     * @throws GatewayUnavailableException if the directory does not answer
     */
    AgentIdentity identity(AgentId agent, long minVersion);

    /**
     * The key to seal to for an agent, fetched anew.
     *
     * @param minVersion the version that must be seen, as a publication's applied version; 0: any
     * @throws UnknownAgentException if there is no such agent, or it has published no key
     * @throws EvidenceException if the answer is not proven
     * @throws GatewayUnavailableException if the directory does not answer
     */
    RecipientKey recipientKey(AgentId agent, long minVersion);
}
