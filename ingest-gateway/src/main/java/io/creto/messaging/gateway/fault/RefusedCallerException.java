package io.creto.messaging.gateway.fault;

import io.creto.messaging.v1.RejectionReason;

/**
 * A caller is not who it must be for what it asks. Made often and on purpose by hostile callers, so it has no stack trace; the
 * message is for the caller and says nothing that the reason does not.
 */
public final class RefusedCallerException extends RuntimeException {
    private final RejectionReason reason;
    private final boolean known;

    private RefusedCallerException(RejectionReason reason, boolean known, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.known = known;
    }

    /** The gateway does not believe, or no longer believes, that the caller is who it says. */
    public static RefusedCallerException unauthenticated(RejectionReason reason) {
        return new RefusedCallerException(reason, false, "the caller is not authenticated: " + Faults.name(reason));
    }

    /** The caller may not submit this batch. */
    public static RefusedCallerException notItsBatch() {
        return new RefusedCallerException(
                RejectionReason.REJECTION_REASON_DENIED, true, "the batch's signer is not the caller");
    }

    /** The caller may not receive for all of these agents. Says the same whether they exist or not. */
    public static RefusedCallerException notItsMailbox() {
        return new RefusedCallerException(
                RejectionReason.REJECTION_REASON_DENIED, true, "the caller may not receive for these agents");
    }

    /** The caller may not read what is this fleet's alone. Says the same whether there is such a fleet or not. */
    public static RefusedCallerException notItsFleet() {
        return new RefusedCallerException(
                RejectionReason.REJECTION_REASON_DENIED, true, "the caller is no agent of this fleet");
    }

    /** Why. */
    public RejectionReason reason() {
        return reason;
    }

    /** Whether it is known who calls, and that one may not. */
    boolean isKnown() {
        return known;
    }
}
