package io.creto.messaging.client.internal;

import io.creto.messaging.client.ClientConfig;
import io.creto.messaging.client.ClientConfigException;
import io.creto.messaging.client.ClientStoreException;
import io.creto.messaging.client.GatewayUnavailableException;
import io.creto.messaging.client.MessageRejectedException;
import io.creto.messaging.client.MessagingException;
import io.creto.messaging.client.internal.keys.VerifiedAgent;
import io.creto.messaging.client.internal.store.Keyring;
import io.creto.messaging.crypto.identity.EnrolmentToken;
import io.creto.messaging.crypto.keystore.KeyStoreKey;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.RejectionReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes an identity, and has it registered. */
public final class EnrolmentFlow {
    private EnrolmentFlow() {}

    /** See {@link io.creto.messaging.client.Enrolment#enrol}. */
    public static long enrol(ClientConfig config, String tokenText, Duration patience) throws InterruptedException {
        try (EnrolmentToken token = token(tokenText);
                Connection connection = Connection.openToEnrol(config, EnrolmentFlow::identity)) {
            Enrol enrol = token.enrol(config.agent(), connection.identity(), connection.random());
            CompletableFuture<Long> applied =
                    connection.sendSide().commands().send(MessageKind.MESSAGE_KIND_ENROL, enrol, Lane.LANE_NORMAL);
            if (!config.readsKafka()) {
                return new EnrolmentWatch(connection).await(applied, patience);
            }
            try {
                long version = applied.get(patience.toMillis(), TimeUnit.MILLISECONDS);
                connection.directory().agent(config.agent(), version);
                return version;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof MessagingException known) {
                    return applied(connection, config.agent(), known);
                }
                throw new IllegalStateException(e.getCause());
            }
        } catch (TimeoutException e) {
            throw new GatewayUnavailableException(
                    "the enrolment of " + config.agent() + " was not decided within " + patience
                            + "; check that the dataflow runs, then enrol again with the same token and directory",
                    e);
        }
    }

    /** An attempt that was applied without our hearing of it: the agent is registered, with the key that is kept here. */
    private static long applied(Connection connection, AgentId agent, MessagingException refusal) {
        if (refusal instanceof MessageRejectedException rejected
                && rejected.reason() == RejectionReason.REJECTION_REASON_DUPLICATE_ID) {
            try {
                VerifiedAgent registered = connection.directory().agent(agent, 0);
                if (registered
                        .currentKey()
                        .keyId()
                        .equals(connection.identity().publicKey().keyId())) {
                    return registered.version();
                }
            } catch (MessagingException e) {
                refusal.addSuppressed(e);
            }
        }
        throw refusal;
    }

    /** See {@link io.creto.messaging.client.Enrolment#createIdentity}. */
    public static CompositePublicKey createIdentity(AgentId agent, Path directory, KeyStoreKey storeKey) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new ClientStoreException(directory + ": cannot be made: " + e.getMessage(), e);
        }
        try (Keyring keyring = Keyring.open(agent, directory, storeKey, new SecureRandom())) {
            return keyring.newestIdentity()
                    .orElseGet(() -> keyring.newIdentity(InstantSource.system().millis()))
                    .publicKey();
        }
    }

    /** The key of an attempt that was not confirmed is used again, so that the same token fits. */
    private static CompositePrivateKey identity(Connection connection) {
        return connection
                .keyring()
                .newestIdentity()
                .orElseGet(() ->
                        connection.keyring().newIdentity(connection.clock().millis()));
    }

    private static EnrolmentToken token(String text) {
        try {
            return EnrolmentToken.parse(text);
        } catch (WireException e) {
            throw new ClientConfigException(String.valueOf(e.getMessage()), e);
        }
    }
}
