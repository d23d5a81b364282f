package io.creto.messaging.client;

import java.util.Optional;

/**
 * Sends messages: seals each to its recipient's current key, signs what waits in one batch, submits it, and submits it again
 * until the gateway has answered. There is nothing to tune: idle, a message goes at once and alone; busy, batches grow by
 * themselves. Messages of one thread to one recipient in one lane arrive in the order in which they were sent. Thread-safe.
 */
public interface MessageSender {
    /**
     * Sends a message; waits while too much is under way, and for the recipient's key where it is not known yet.
     *
     * @throws InterruptedException while waiting; the message is not sent
     * @throws UnknownAgentException if there is no such recipient, or it has published no key
     * @throws EvidenceException if the directory's answer on the recipient is not proven
     * @throws GatewayUnavailableException if the recipient's key is not known and the directory does not answer
     * @throws IllegalArgumentException if the message is larger than a payload may be
     * @throws FencedException if another process has taken over this identity
     * @throws ClientClosedException after close
     */
    SendHandle send(OutgoingMessage message) throws InterruptedException;

    /**
     * Sends a message without waiting.
     *
     * @return empty if too much is under way, or the recipient's key is still being fetched: try again later
     * @throws UnknownAgentException and the others as {@link #send}
     */
    Optional<SendHandle> trySend(OutgoingMessage message);
}
