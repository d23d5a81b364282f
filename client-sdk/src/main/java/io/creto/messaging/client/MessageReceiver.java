package io.creto.messaging.client;

/**
 * Receives the messages of this agent, from where its store left off, and hands them to a handler, one at a time: those of
 * one signer, sender and lane in the order in which they were sent; urgent before normal before bulk. Messages wait in a
 * bounded inbox on disk, still sealed. Thread-safe.
 */
public interface MessageReceiver {
    /**
     * Begins to receive. Returns at once.
     *
     * @throws IllegalStateException if it has been started
     * @throws ClientClosedException after close
     */
    void start(MessageHandler handler);
}
