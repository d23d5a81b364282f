package io.creto.messaging.client;

import io.creto.messaging.schemas.AgentId;

/**
 * One agent, connected: sends, receives, manages its keys and, where it has the rights, its fleet. Thread-safe. One process
 * at a time uses a store directory; a second one with the same identity fences the first.
 *
 * <pre>{@code
 * try (MessageClient client = MessageClient.builder()
 *         .agent("acme/alice")
 *         .storeDirectory(Path.of("alice"))
 *         .passphrase(passphrase)
 *         .gateway("messaging.example", 7700)
 *         .kafka(Map.of("bootstrap.servers", "kafka.example:9092"))
 *         .operatorKeyFile(Path.of("operator.pub"))
 *         .open()) {
 *     client.receiver().start(message -> use(message.sender(), message.payload()));
 *     SendHandle handle = client.sender().send(OutgoingMessage.to(AgentId.of("acme", "bob"), payload));
 *     handle.routed().join();
 * }
 * }</pre>
 */
public interface MessageClient extends AutoCloseable {
    /** A builder without settings. */
    static MessageClientBuilder builder() {
        return new MessageClientBuilder();
    }

    /** Who this is. */
    AgentId agent();

    /** Sends messages. */
    MessageSender sender();

    /** Receives messages, from the moment it is started on. */
    MessageReceiver receiver();

    /** Publishes this agent's keys and fetches those of others. */
    KeyAgreementClient keys();

    /** Commands to the registry. Whether this agent may give them, the dataflow decides. */
    FleetAdmin admin();

    /** The policy of this agent's fleet, with all its versions. */
    PolicyAdmin policies();

    /** What has happened since the client was opened. */
    ClientMetrics metrics();

    /**
     * Stops receiving, submits what is queued as far as that succeeds within a few seconds, fails the futures that are still
     * open with {@link ClientClosedException}, and frees everything. A handler at work has a few seconds to finish, then it is
     * interrupted; messages that no handler has finished come again. Closing again does nothing.
     */
    @Override
    void close();
}
