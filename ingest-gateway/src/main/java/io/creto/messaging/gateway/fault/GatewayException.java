package io.creto.messaging.gateway.fault;

import org.jspecify.annotations.Nullable;

/**
 * The gateway could not do what a well-formed call asks. Made often under overload, so it has no stack trace of its own;
 * the message is for the caller and names no internals.
 */
public final class GatewayException extends RuntimeException {
    /** What is wrong, also the {@code cause} of the metrics. */
    public enum Kind {
        /** Too much is in flight. */
        OVERLOADED,
        /** The log does not answer, or not in time. */
        LOG_UNAVAILABLE,
        /** The read model does not answer, is off, or has not got that far. */
        DIRECTORY_UNAVAILABLE,
        /** The gateway is stopping. */
        DRAINING,
        /** A fault of the system: configuration, rights, defect. */
        INTERNAL
    }

    private final Kind kind;

    /** @param message for the sender */
    public GatewayException(Kind kind, String message) {
        this(kind, message, null);
    }

    /**
     * @param message for the sender
     * @param cause for the log only
     */
    public GatewayException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.kind = kind;
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }
}
