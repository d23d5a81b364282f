package io.creto.messaging.client;

/**
 * Told of what no future tells. Every method does nothing where it is not overridden. Called on threads of the client: must
 * not block, and what it throws is logged and otherwise ignored.
 */
public interface ClientListener {
    /**
     * A record or message was not handed to the handler.
     *
     * @param failure why
     * @param where topic, partition and offset, and sender and message id as far as they could be read
     * @param detail for people, never payload
     */
    default void receiveFailed(ReceiveFailure failure, String where, String detail) {}

    /**
     * A message cannot be decided on for a minute now, because the directory does not answer or is behind; it and those behind it
     * of the same sender wait, at most until they expire. Told once a message.
     *
     * @param failure what is missing
     * @param where sender and message id
     * @param detail for people, never payload
     */
    default void receiveWaits(ReceiveFailure failure, String where, String detail) {}

    /** The inbox is full: receiving pauses until messages are handled. */
    default void inboxFull(int messages, long bytes) {}

    /** Receiving goes on. */
    default void inboxResumed() {}

    /** The gateway does not answer; what is sent waits. Told once until it answers again. */
    default void gatewayLost(String why) {}

    /** The gateway answers again. */
    default void gatewayBack() {}

    /** Another process has taken over this identity: this client sends no more. */
    default void fenced() {}
}
