package io.creto.messaging.gateway.fault;

import org.jspecify.annotations.Nullable;

/** The gateway cannot start. The message is one line that says what to do. */
public final class GatewayStartException extends RuntimeException {
    /** @param message for the operator */
    public GatewayStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
