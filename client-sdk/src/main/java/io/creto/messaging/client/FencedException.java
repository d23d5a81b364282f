package io.creto.messaging.client;

import org.jspecify.annotations.Nullable;

/** Another process has taken over this identity: this client sends no more. Close it. */
public final class FencedException extends MessagingException {
    private static final long serialVersionUID = 1L;

    /** @param message in one line what to do */
    public FencedException(String message) {
        this(message, null);
    }

    /** @param message in one line what to do */
    public FencedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
