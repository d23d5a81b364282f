package io.creto.messaging.client;

import io.creto.messaging.client.ClientConfig.Gateway;
import io.creto.messaging.client.internal.DefaultMessageClient;
import io.creto.messaging.crypto.keystore.KeyStoreKey;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link MessageClient} is made from. Not thread-safe. */
public final class MessageClientBuilder {
    private @Nullable AgentId agent;
    private @Nullable Path storeDirectory;
    private @Nullable KeyStoreKey storeKey;
    private @Nullable String host;
    private int port;
    private String deployment = "creto";
    private boolean plaintext;
    private @Nullable Path trustFile;
    private Map<String, String> kafka = Map.of();
    private @Nullable CompositePublicKey operatorKey;
    private ClientLimits limits = ClientLimits.DEFAULT;
    private ClientListener listener = new ClientListener() {};

    MessageClientBuilder() {}

    /** Whose client this is. */
    public MessageClientBuilder agent(AgentId id) {
        agent = id;
        return this;
    }

    /**
     * Whose client this is.
     *
     * @param id {@code fleet/name}
     * @throws ClientConfigException if it is no agent id
     */
    public MessageClientBuilder agent(String id) {
        try {
            return agent(AgentId.parse(id));
        } catch (WireException e) {
            throw new ClientConfigException("agent: " + e.getMessage(), e);
        }
    }

    /** Where keys, positions and received messages are kept. One directory for each agent; made where it is missing. */
    public MessageClientBuilder storeDirectory(Path directory) {
        storeDirectory = directory;
        return this;
    }

    /**
     * What opens the key store.
     *
     * @param passphrase copied; the caller wipes its own
     * @throws ClientConfigException if it is empty or no valid Unicode
     */
    public MessageClientBuilder passphrase(char[] passphrase) {
        try {
            storeKey = KeyStoreKey.ofPassphrase(passphrase);
        } catch (IllegalArgumentException e) {
            throw new ClientConfigException("passphrase: " + e.getMessage(), e);
        }
        return this;
    }

    /** What opens the key store, where that is a raw key rather than a passphrase. Stays the caller's to destroy. */
    public MessageClientBuilder storeKey(KeyStoreKey key) {
        storeKey = key;
        return this;
    }

    /** Where the gateway listens. */
    public MessageClientBuilder gateway(String gatewayHost, int gatewayPort) {
        host = gatewayHost;
        port = gatewayPort;
        return this;
    }

    /** The name of the deployment, where it has one of its own: access tokens count there and nowhere else. */
    public MessageClientBuilder deployment(String name) {
        deployment = name;
        return this;
    }

    /** Talks to the gateway without TLS: for loopback only. */
    public MessageClientBuilder insecurePlaintext() {
        plaintext = true;
        return this;
    }

    /** Certificates (PEM) of the authorities that the gateway's certificate is checked against, instead of the JDK's. */
    public MessageClientBuilder trustFile(Path pem) {
        trustFile = pem;
        return this;
    }

    /**
     * Has the agent's records read straight from Kafka: properties of the consumers, {@code bootstrap.servers} at least; the place of
     * SASL and TLS settings. Where this is not given they come through the gateway, which needs no access to Kafka. Both read the
     * same places, so a store goes on with the other.
     */
    public MessageClientBuilder kafka(Map<String, String> properties) {
        kafka = Map.copyOf(properties);
        return this;
    }

    /** The operator's key: the root of all evidence. */
    public MessageClientBuilder operatorKey(CompositePublicKey key) {
        operatorKey = key;
        return this;
    }

    /**
     * The operator's key as text, see {@link OperatorKeys}.
     *
     * @throws ClientConfigException if it is none
     */
    public MessageClientBuilder operatorKey(String text) {
        return operatorKey(OperatorKeys.parse(text));
    }

    /**
     * The operator's key from a text file.
     *
     * @throws ClientConfigException if it cannot be read or is none
     */
    public MessageClientBuilder operatorKeyFile(Path file) {
        return operatorKey(OperatorKeys.read(file));
    }

    /** Bounds of memory and patience, where the defaults do not fit. */
    public MessageClientBuilder limits(ClientLimits bounds) {
        limits = bounds;
        return this;
    }

    /** Who is told of what no future tells. */
    public MessageClientBuilder listener(ClientListener told) {
        listener = told;
        return this;
    }

    /**
     * The settings, checked.
     *
     * @throws ClientConfigException naming the setting that is missing or wrong
     */
    public ClientConfig config() {
        if (plaintext && trustFile != null) {
            throw new ClientConfigException("trustFile: given besides insecurePlaintext(); choose one");
        }
        Gateway gateway = new Gateway(need(host, "gateway"), port, plaintext, trustFile);
        return new ClientConfig(
                need(agent, "agent"),
                need(storeDirectory, "storeDirectory"),
                need(storeKey, "passphrase"),
                gateway,
                deployment,
                kafka,
                need(operatorKey, "operatorKey"),
                limits,
                listener);
    }

    /**
     * Opens the client of an agent that is enrolled; returns when gateway and Kafka have answered.
     *
     * @throws ClientConfigException naming the setting that is missing or wrong
     * @throws ClientStoreException in one line what to do: wrong passphrase, directory in use or not readable
     * @throws ClientStartException in one line what to do: no identity here, gateway or Kafka not reachable
     * @throws EvidenceException if the directory's answer is not proven
     */
    public MessageClient open() {
        return DefaultMessageClient.open(config());
    }

    private static <T> T need(@Nullable T value, String name) {
        if (value == null) {
            throw new ClientConfigException(name + ": not given");
        }
        return value;
    }
}
