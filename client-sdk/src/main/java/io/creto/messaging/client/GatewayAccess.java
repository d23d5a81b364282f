package io.creto.messaging.client;

import io.creto.messaging.client.internal.AgentChannel;
import io.grpc.Channel;

/**
 * A connection to the gateway in the name of an agent, for calls that a {@link MessageClient} does not offer. Needs neither Kafka
 * nor the agent's store but its keys, so it may be open besides the agent's client. Signs with the newest key that the store has:
 * after a replacement open it anew, and while one is not applied it is not let in. Thread-safe.
 */
public interface GatewayAccess extends AutoCloseable {
    /**
     * Opens the key store; connects when there is a call to make.
     *
     * @throws ClientStoreException in one line what to do: wrong passphrase, or not readable
     * @throws ClientStartException if there is no identity in the store directory
     */
    static GatewayAccess open(ClientConfig config) {
        return AgentChannel.open(config);
    }

    /** Its calls carry the agent's access token. Not to be used after {@link #close}. */
    Channel channel();

    /**
     * A token for a call over another way, such as HTTP: whoever has it is taken for the agent, for one to four minutes. In
     * base64url, as it stands behind {@code Authorization: Bearer} (RFC 6750).
     */
    String accessToken();

    /** Ends calls that are open. Further calls do nothing. */
    @Override
    void close();
}
