package io.creto.messaging.client;

import io.creto.messaging.client.internal.EnrolmentFlow;
import io.creto.messaging.crypto.keystore.KeyStoreKey;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.AgentId;
import java.nio.file.Path;
import java.time.Duration;

/** How an agent comes to its identity: before a {@link MessageClient} can be opened for it. */
public final class Enrolment {
    private Enrolment() {}

    /**
     * Makes an identity key in the store directory, has it registered with a token, and waits until the directory shows it. An
     * attempt that was not confirmed can be repeated with the same token and directory.
     *
     * @param token its text
     * @param patience how long the dataflow may take to decide
     * @return the version of the agent's record
     * @throws ClientConfigException if the token is mistyped
     * @throws ClientStartException if gateway or Kafka do not answer, or the fleet does not exist
     * @throws MessageRejectedException if the registry refuses: token spent, expired or for another agent
     * @throws GatewayUnavailableException if nothing was decided in time
     * @throws EvidenceException if the directory's answer is not proven
     */
    public static long enrol(ClientConfig config, String token, Duration patience) throws InterruptedException {
        return EnrolmentFlow.enrol(config, token, patience);
    }

    /**
     * Makes an identity key without registering it, or finds the one that is there: for the operator, whose key is pinned by
     * configuration.
     *
     * @param storeKey opens the key store; stays the caller's to destroy
     * @return its public half, see {@link OperatorKeys#format}
     * @throws ClientStoreException if the key store cannot be read or written
     */
    public static CompositePublicKey createIdentity(AgentId agent, Path storeDirectory, KeyStoreKey storeKey) {
        return EnrolmentFlow.createIdentity(agent, storeDirectory, storeKey);
    }
}
