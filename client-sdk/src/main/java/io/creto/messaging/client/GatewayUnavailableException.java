package io.creto.messaging.client;

import org.jspecify.annotations.Nullable;

/** The gateway does not answer, or refuses the call. */
public final class GatewayUnavailableException extends MessagingException {
    private static final long serialVersionUID = 1L;

    /** @param message in one line what to do */
    public GatewayUnavailableException(String message) {
        this(message, null);
    }

    /** @param message in one line what to do */
    public GatewayUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
