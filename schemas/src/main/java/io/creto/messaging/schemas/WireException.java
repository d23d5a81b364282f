package io.creto.messaging.schemas;

import io.creto.messaging.v1.RejectionReason;

/**
 * Bytes (or a text) that are not what they should be. The message names the field, what stood there and what may stand
 * there, as lengths and numbers, never as payload, so it may be logged and sent to the sender. Made often and on purpose by
 * hostile input, so it has no stack trace and no cause.
 */
public final class WireException extends Exception {
    private final RejectionReason reason;
    private final String field;

    /**
     * @param reason MALFORMED, TOO_LARGE or UNSUPPORTED_VERSION
     * @param field path of the field, in the contract's spelling, such as {@code envelope_header.message_id}
     * @param problem what is there and what may be there
     */
    public WireException(RejectionReason reason, String field, String problem) {
        super(field + ": " + problem, null, false, false);
        this.reason = reason;
        this.field = field;
    }

    /** The reason to refuse with. */
    public RejectionReason reason() {
        return reason;
    }

    /** Path of the field at fault, such as {@code envelope_header.message_id}. */
    public String field() {
        return field;
    }

    /** MALFORMED: what is there breaks a rule. */
    public static WireException malformed(String field, String problem) {
        return new WireException(RejectionReason.REJECTION_REASON_MALFORMED, field, problem);
    }

    static WireException tooLarge(String field, long actual, long allowed, String unit) {
        String problem = actual + " " + unit + ", at most " + allowed + " allowed";
        return new WireException(RejectionReason.REJECTION_REASON_TOO_LARGE, field, problem);
    }

    static WireException unsupported(String field, String actual, String allowed) {
        String problem = actual + ", only " + allowed + " is supported";
        return new WireException(RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION, field, problem);
    }
}
