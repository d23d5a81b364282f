package io.creto.messaging.client;

import org.jspecify.annotations.Nullable;

/** The directory has no such agent or fleet, or the agent has published no key. */
public final class UnknownAgentException extends MessagingException {
    private static final long serialVersionUID = 1L;

    /** @param message in one line what to do */
    public UnknownAgentException(String message) {
        this(message, null);
    }

    /** @param message in one line what to do */
    public UnknownAgentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
