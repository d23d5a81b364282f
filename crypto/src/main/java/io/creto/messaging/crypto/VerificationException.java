package io.creto.messaging.crypto;

import io.creto.messaging.v1.RejectionReason;
import java.util.Objects;

/**
 * A signature, proof or signed statement was refused. The message is the same for every reason and every input, so it
 * can be shown to anyone; {@link #reason()} says which check failed and belongs into verdicts and metrics of those who
 * may know. Carries no stack trace: refusing is an ordinary outcome.
 */
public final class VerificationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RejectionReason reason;

    /** @param reason what was refused, never {@code UNSPECIFIED} */
    public VerificationException(RejectionReason reason) {
        super("verification failed", null, false, false);
        this.reason = Objects.requireNonNull(reason);
    }

    /** The check that failed. */
    public RejectionReason reason() {
        return reason;
    }
}
