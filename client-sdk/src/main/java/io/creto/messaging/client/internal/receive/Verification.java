package io.creto.messaging.client.internal.receive;

import io.creto.messaging.client.IncomingMessage.Origin;
import io.creto.messaging.client.ReceiveFailure;

/** What came of looking at a message. */
sealed interface Verification {
    /**
     * Proven and open.
     *
     * @param origin who and when
     * @param payload the plaintext
     */
    @SuppressWarnings("ArrayRecordComponent") // internal, never compared
    record Opened(Origin origin, byte[] payload) implements Verification {
        @Override
        public String toString() {
            return "Opened[" + origin + ", " + payload.length + " bytes]";
        }
    }

    /**
     * Refused, for good.
     *
     * @param failure why
     * @param detail for people
     */
    record Refused(ReceiveFailure failure, String detail) implements Verification {}

    /**
     * Not decided: the directory does not answer, or does not know yet.
     *
     * @param failure what is missing; DUPLICATE never
     * @param detail for people
     */
    record Undecided(ReceiveFailure failure, String detail) implements Verification {}
}
