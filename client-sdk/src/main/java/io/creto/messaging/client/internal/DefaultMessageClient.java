package io.creto.messaging.client.internal;

import io.creto.messaging.client.ClientConfig;
import io.creto.messaging.client.ClientMetrics;
import io.creto.messaging.client.ClientStartException;
import io.creto.messaging.client.FleetAdmin;
import io.creto.messaging.client.KeyAgreementClient;
import io.creto.messaging.client.MessageClient;
import io.creto.messaging.client.MessageReceiver;
import io.creto.messaging.client.MessageSender;
import io.creto.messaging.client.PolicyAdmin;
import io.creto.messaging.client.internal.keys.PrekeyPublisher;
import io.creto.messaging.client.internal.receive.DefaultMessageReceiver;
import io.creto.messaging.client.internal.receive.ReceiveCounters;
import io.creto.messaging.client.internal.send.SendCounters;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.KeyId;
import java.nio.file.Path;

/** The client of one agent. Thread-safe. */
public final class DefaultMessageClient implements MessageClient {
    private final Connection connection;
    private final KeyAgreementClient keys;
    private final FleetAdmin admin;
    private final PolicyAdmin policies;
    private final DefaultMessageReceiver receiver;

    private DefaultMessageClient(Connection connection) {
        this.connection = connection;
        keys = new PrekeyPublisher(
                connection.keyring(),
                connection.sendSide().commands(),
                connection.directory(),
                connection.store(),
                connection.clock());
        admin = new RegistryCommands(
                connection.config().agent(),
                connection.sendSide().commands(),
                connection.keyring(),
                connection.signer(),
                connection.identity(),
                connection.clock(),
                connection.random());
        policies = new PolicyCommands(connection.sendSide().commands(), connection.policies());
        receiver = connection.add(new DefaultMessageReceiver(
                connection.config(),
                connection.source("creto-receive"),
                connection.addressOfAgent(),
                connection.store(),
                connection.keyring(),
                connection.directory(),
                connection.clock()));
    }

    /** Opens a client, see {@link io.creto.messaging.client.MessageClientBuilder#open}. */
    public static MessageClient open(ClientConfig config) {
        return new DefaultMessageClient(Connection.open(config, DefaultMessageClient::identity));
    }

    /** The key that the registry holds to be current: after a crash, an older or newer one may stand beside it. */
    private static CompositePrivateKey identity(Connection connection) {
        AgentId agent = connection.config().agent();
        Path directory = connection.config().storeDirectory();
        if (connection.keyring().newestIdentity().isEmpty()) {
            throw new ClientStartException(
                    "no identity of " + agent + " in " + directory + ": enrol it first, or name the right directory");
        }
        KeyId current = agent.isReserved()
                ? connection.config().operatorKey().keyId()
                : connection.directory().agent(agent, 0).currentKey().keyId();
        return connection
                .keyring()
                .identity(current)
                .orElseThrow(() -> new ClientStartException("the identity key of " + agent + " is " + current
                        + ", which is not in " + directory + ": name the right directory, or replace the key"));
    }

    @Override
    public AgentId agent() {
        return connection.config().agent();
    }

    @Override
    public MessageSender sender() {
        return connection.sendSide().sender();
    }

    @Override
    public MessageReceiver receiver() {
        return receiver;
    }

    @Override
    public KeyAgreementClient keys() {
        return keys;
    }

    @Override
    public FleetAdmin admin() {
        return admin;
    }

    @Override
    public PolicyAdmin policies() {
        return policies;
    }

    @Override
    public ClientMetrics metrics() {
        SendCounters sent = connection.sendSide().counters();
        ReceiveCounters received = receiver.counters();
        return new ClientMetrics(
                sent.batches.sum(),
                sent.envelopes.sum(),
                sent.submissions.sum(),
                sent.accepted.sum(),
                sent.routed.sum(),
                sent.rejected.sum(),
                sent.resent.sum(),
                connection.sendSide().pending(),
                received.handled.sum(),
                received.handlerFailures.sum(),
                receiver.inboxSize(),
                received.inboxPauses.sum(),
                received.failures());
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public String toString() {
        return "MessageClient[" + agent() + "]";
    }
}
