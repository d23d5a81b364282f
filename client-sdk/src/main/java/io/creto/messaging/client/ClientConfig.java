package io.creto.messaging.client;

import io.creto.messaging.crypto.keystore.KeyStoreKey;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a client, checked. Immutable and thread-safe; {@code toString} shows no secret.
 *
 * @param agent whose client this is
 * @param storeDirectory of keys, positions and received messages
 * @param storeKey opens the key store
 * @param gateway the way in
 * @param deployment what the agent's access tokens are for, 1 to 255 characters: as the gateway's option says
 * @param kafka properties of the consumers; may hold passwords; empty: records come through the gateway
 * @param operatorKey the root of all evidence
 * @param limits bounds of memory and patience
 * @param listener who is told of what no future tells
 */
public record ClientConfig(
        AgentId agent,
        Path storeDirectory,
        KeyStoreKey storeKey,
        Gateway gateway,
        String deployment,
        Map<String, String> kafka,
        CompositePublicKey operatorKey,
        ClientLimits limits,
        ClientListener listener) {
    private static final String BOOTSTRAP = "bootstrap.servers";
    private static final int MAX_PORT = 65_535;

    /** @throws ClientConfigException naming the setting that is missing or wrong */
    public ClientConfig {
        kafka = Map.copyOf(kafka);
        if (!kafka.isEmpty() && kafka.getOrDefault(BOOTSTRAP, "").isBlank()) {
            throw new ClientConfigException("kafka: " + BOOTSTRAP + " is not given, must be host:port,…");
        }
        if (deployment.isBlank() || deployment.getBytes(StandardCharsets.UTF_8).length > WireLimits.MAX_NAME_BYTES) {
            throw new ClientConfigException(
                    "deployment: must be a name of 1 to " + WireLimits.MAX_NAME_BYTES + " bytes");
        }
    }

    /**
     * The way in.
     *
     * @param host name or address
     * @param port 1 to 65535
     * @param plaintext without TLS, for loopback only
     * @param trustFile PEM certificates of the authorities to trust; absent: the JDK's
     */
    public record Gateway(
            String host,
            int port,
            boolean plaintext,
            @Nullable Path trustFile) {
        /** @throws ClientConfigException if the port is out of range or the host empty */
        public Gateway {
            if (host.isBlank() || port < 1 || port > MAX_PORT) {
                throw new ClientConfigException(
                        "gateway: " + host + ":" + port + ", must be a host and 1 to " + MAX_PORT);
            }
        }

        /** {@code host:port}. */
        public String target() {
            return host + ":" + port;
        }
    }

    /** Whether records come straight from Kafka; otherwise through the gateway. */
    public boolean readsKafka() {
        return !kafka.isEmpty();
    }

    /** Where Kafka is, without the other properties; empty where the gateway delivers. */
    public String bootstrapServers() {
        return kafka.getOrDefault(BOOTSTRAP, "");
    }

    @Override
    public String toString() {
        return "ClientConfig[" + agent + ", " + storeDirectory + ", gateway " + gateway.target()
                + (readsKafka() ? ", kafka " + bootstrapServers() : "") + ", operator key " + operatorKey.keyId() + "]";
    }
}
