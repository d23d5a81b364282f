package io.creto.messaging.client;

import org.jspecify.annotations.Nullable;

/** The client has been closed. */
public final class ClientClosedException extends MessagingException {
    private static final long serialVersionUID = 1L;

    /** @param message in one line what to do */
    public ClientClosedException(String message) {
        this(message, null);
    }

    /** @param message in one line what to do */
    public ClientClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
