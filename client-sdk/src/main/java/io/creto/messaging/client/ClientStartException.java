package io.creto.messaging.client;

import org.jspecify.annotations.Nullable;

/** A client could not be opened. */
public final class ClientStartException extends MessagingException {
    private static final long serialVersionUID = 1L;

    /** @param message in one line what to do */
    public ClientStartException(String message) {
        this(message, null);
    }

    /** @param message in one line what to do */
    public ClientStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
