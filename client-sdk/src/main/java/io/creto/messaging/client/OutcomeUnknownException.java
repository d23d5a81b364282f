package io.creto.messaging.client;

import org.jspecify.annotations.Nullable;

/** What was accepted may have been routed or refused: nothing will be heard of it any more. */
public final class OutcomeUnknownException extends MessagingException {
    private static final long serialVersionUID = 1L;

    /** @param message in one line what to do */
    public OutcomeUnknownException(String message) {
        this(message, null);
    }

    /** @param message in one line what to do */
    public OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
