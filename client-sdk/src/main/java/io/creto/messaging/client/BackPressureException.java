package io.creto.messaging.client;

import org.jspecify.annotations.Nullable;

/** A command found no room: too much is under way. Wait for what was sent, then send it again. */
public final class BackPressureException extends MessagingException {
    private static final long serialVersionUID = 1L;

    /** @param message in one line what to do */
    public BackPressureException(String message) {
        this(message, null);
    }

    /** @param message in one line what to do */
    public BackPressureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
