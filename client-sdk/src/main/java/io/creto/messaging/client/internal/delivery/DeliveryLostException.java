package io.creto.messaging.client.internal.delivery;

/** Records do not come any more. The message says in one line from where, and why. */
public final class DeliveryLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeliveryLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
