package io.creto.messaging.crypto.signature;

import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.v1.RejectionReason;

/**
 * The result of a composite verification. Which half failed is for those who may know (a verdict to the signer, an
 * alarm to the operator): one good half beside a bad one means a broken algorithm or a corrupted copy.
 */
public enum SignatureVerdict {
    VALID(RejectionReason.REJECTION_REASON_UNSPECIFIED),
    BAD_CLASSICAL(RejectionReason.REJECTION_REASON_BAD_SIGNATURE_CLASSICAL),
    BAD_POST_QUANTUM(RejectionReason.REJECTION_REASON_BAD_SIGNATURE_POST_QUANTUM),
    BAD_BOTH(RejectionReason.REJECTION_REASON_BAD_SIGNATURE_BOTH);

    private final RejectionReason reason;

    SignatureVerdict(RejectionReason reason) {
        this.reason = reason;
    }

    static SignatureVerdict of(boolean classical, boolean postQuantum) {
        if (classical) {
            return postQuantum ? VALID : BAD_POST_QUANTUM;
        }
        return postQuantum ? BAD_CLASSICAL : BAD_BOTH;
    }

    /** True only if both halves verified. */
    public boolean isValid() {
        return this == VALID;
    }

    /**
     * Turns anything but {@link #VALID} into the opaque refusal.
     *
     * @throws VerificationException with the reason of this verdict
     */
    public void orThrow() throws VerificationException {
        if (!isValid()) {
            throw new VerificationException(reason);
        }
    }
}
