package io.creto.messaging.benchmarks.access;

import io.creto.messaging.client.GatewayAccess;
import io.creto.messaging.client.MessageClient;
import io.creto.messaging.client.internal.store.Keyring;
import io.creto.messaging.crypto.keystore.KeyStoreKey;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.AgentId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** An agent with a key store of its own, as the SDK has it. Thread-safe. */
final class EnrolledAgent implements AutoCloseable {
    private final AgentId id;
    private final Path directory;
    private final KeyStoreKey storeKey;
    private final Keyring keyring;
    private final CompositePrivateKey key;

    /** @param stores where its key store is made, in a directory of its own */
    EnrolledAgent(AgentId id, Path stores, SecureRandom random) {
        this.id = id;
        this.directory = stores.resolve(id.name());
        byte[] raw = new byte[KeyStoreKey.RAW_KEY_BYTES];
        random.nextBytes(raw);
        this.storeKey = KeyStoreKey.ofRawKey(raw);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.keyring = Keyring.open(id, directory, storeKey, random);
        this.key = keyring.newIdentity(System.currentTimeMillis());
    }

    AgentId id() {
        return id;
    }

    /** Its identity, until it is closed. */
    CompositePrivateKey key() {
        return key;
    }

    /**
     * The SDK's own connection, which signs and renews access tokens.
     *
     * @param trustFile the gateway's certificate
     */
    GatewayAccess connect(String host, int port, Path trustFile) {
        return GatewayAccess.open(MessageClient.builder()
                .agent(id)
                .storeDirectory(directory)
                .storeKey(storeKey)
                .gateway(host, port)
                .trustFile(trustFile)
                .operatorKey(key.publicKey()) // no evidence is asked for
                .config());
    }

    @Override
    public void close() {
        keyring.close();
        storeKey.destroy();
    }
}
