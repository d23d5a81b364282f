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
        /** This caller has used up what it may. */
        LIMITED,
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
    private final long retryAfterMs;

    /** @param message for the sender */
    public GatewayException(Kind kind, String message) {
        this(kind, message, null);
    }

    /**
     * @param message for the sender
     * @param cause for the log only
     */
    public GatewayException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, cause, 0);
    }

    private GatewayException(Kind kind, String message, @Nullable Throwable cause, long retryAfterMs) {
        super(message, cause, false, false);
        this.kind = kind;
        this.retryAfterMs = retryAfterMs;
    }

    /**
     * A caller has used up what it may.
     *
     * @param message for the sender
     * @param retryAfterMs when it may again; 0 where nobody knows
     */
    public static GatewayException limited(String message, long retryAfterMs) {
        return new GatewayException(Kind.LIMITED, message, null, retryAfterMs);
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }

    /** What the caller is to wait before it tries again, in milliseconds; 0 for what all are told. */
    public long retryAfterMs() {
        return retryAfterMs;
    }
}
