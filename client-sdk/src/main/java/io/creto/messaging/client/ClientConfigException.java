package io.creto.messaging.client;

import org.jspecify.annotations.Nullable;

/** A setting is missing or wrong; the message begins with its name. */
public final class ClientConfigException extends MessagingException {
    private static final long serialVersionUID = 1L;

    /** @param message in one line what to do */
    public ClientConfigException(String message) {
        this(message, null);
    }

    /** @param message in one line what to do */
    public ClientConfigException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
