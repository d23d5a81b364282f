package io.creto.messaging.client;

/** Handles received messages. Called by one thread at a time; it may take its time. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Handles a message. When it returns, the message is done, for good. When it throws, the message comes again after a while,
     * up to {@link ClientLimits#handlerAttempts()} times in all, and is then given up; later messages of the same sender in the
     * same lane wait for it, those of others do not.
     *
     * @throws Exception whatever it likes
     */
    void handle(IncomingMessage message) throws Exception;
}
