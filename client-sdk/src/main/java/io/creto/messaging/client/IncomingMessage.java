package io.creto.messaging.client;

import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.v1.Lane;

/**
 * A message whose sender is proven and which only this agent could open. Immutable and thread-safe; {@code toString} does not
 * show the payload.
 */
public final class IncomingMessage {
    private final Origin origin;
    private final byte[] payload;
    private final int attempt;
    private final boolean redelivered;

    /**
     * Where a message comes from and when.
     *
     * @param sender whose message it is
     * @param signer who signed it: the sender, or one to whom it delegated that
     * @param id its id
     * @param firstId the id that it was first sent under: with the sender, the identity of the message
     * @param lane its lane
     * @param createdAtMs when it was made, by the sender's clock
     * @param ingestTimeMs when the log appended it
     * @param expiresAtMs when it loses its meaning
     */
    public record Origin(
            AgentId sender,
            AgentId signer,
            MessageId id,
            MessageId firstId,
            Lane lane,
            long createdAtMs,
            long ingestTimeMs,
            long expiresAtMs) {}

    /**
     * A message.
     *
     * @param payload not copied
     * @param attempt from 1
     * @param redelivered whether an earlier process may have handed it to its handler
     */
    public IncomingMessage(Origin origin, byte[] payload, int attempt, boolean redelivered) {
        this.origin = origin;
        this.payload = payload;
        this.attempt = attempt;
        this.redelivered = redelivered;
    }

    /** Where it comes from and when. */
    public Origin origin() {
        return origin;
    }

    /** Whose message it is. */
    public AgentId sender() {
        return origin.sender();
    }

    /** A copy of its payload. */
    public byte[] payload() {
        return payload.clone();
    }

    /** Which attempt to handle it this is, from 1. */
    public int attempt() {
        return attempt;
    }

    /** Whether a process that crashed may have handed it to its handler before: only then can it be seen a second time. */
    public boolean redelivered() {
        return redelivered;
    }

    @Override
    public String toString() {
        return "IncomingMessage[" + origin.firstId() + " from " + origin.sender() + ", " + payload.length
                + " bytes, attempt " + attempt + "]";
    }
}
