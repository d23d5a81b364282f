package io.creto.messaging.jobs.command;

import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.RejectionReason;

/**
 * A command is refused; becomes a verdict, never leaves an operator. Made often and on purpose, so without stack trace. Its
 * message tells the sender what to do and never repeats payload.
 */
public final class CommandRefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final long UNKNOWN = 0;

    private final RejectionReason reason;
    private final long retryAfterMs;

    /**
     * @param reason why
     * @param detail for people
     */
    public CommandRefusedException(RejectionReason reason, String detail) {
        this(reason, detail, UNKNOWN);
    }

    /**
     * @param reason why
     * @param detail for people
     * @param retryAfterMs when it may succeed, milliseconds from now; 0 if unknown
     */
    public CommandRefusedException(RejectionReason reason, String detail, long retryAfterMs) {
        super(detail, null, false, false);
        this.reason = reason;
        this.retryAfterMs = retryAfterMs;
    }

    /** The sender has no right to this command. */
    public static CommandRefusedException denied(String detail) {
        return new CommandRefusedException(RejectionReason.REJECTION_REASON_DENIED, detail);
    }

    /** An id or name is taken. */
    public static CommandRefusedException taken(String detail) {
        return new CommandRefusedException(RejectionReason.REJECTION_REASON_DUPLICATE_ID, detail);
    }

    /** A key is not one that can be used here. */
    public static CommandRefusedException badKey(String detail) {
        return new CommandRefusedException(RejectionReason.REJECTION_REASON_KEY_NOT_VALID, detail);
    }

    /** The contract knows the command, this version does not do it. */
    public static CommandRefusedException unsupported(String detail) {
        return new CommandRefusedException(RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION, detail);
    }

    /** A limit is reached. */
    public static CommandRefusedException full(String detail) {
        return new CommandRefusedException(RejectionReason.REJECTION_REASON_QUOTA_EXCEEDED, detail);
    }

    /** A signature or key in the command did not verify. */
    public static CommandRefusedException unverified(VerificationException e, String what) {
        return new CommandRefusedException(e.reason(), what + " does not verify");
    }

    /** A part of the command is not well-formed. */
    public static CommandRefusedException malformed(WireException e) {
        return new CommandRefusedException(e.reason(), String.valueOf(e.getMessage()));
    }

    /** The reason to refuse with. */
    public RejectionReason reason() {
        return reason;
    }

    /** When the command may succeed, milliseconds from now; 0 if unknown. */
    public long retryAfterMs() {
        return retryAfterMs;
    }
}
