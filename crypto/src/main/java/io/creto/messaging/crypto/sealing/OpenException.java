package io.creto.messaging.crypto.sealing;

import java.util.Objects;

/**
 * A sealed envelope was not opened. There are two reasons only, and neither tells anything about a key: which of
 * decapsulation, unwrapping and decryption failed is not distinguished.
 */
public final class OpenException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why an envelope was not opened. */
    public enum Reason {
        /** It is sealed to another key than the one given; its header says so in the clear. */
        OTHER_KEY,
        /** It was changed, or was never sealed to this key. */
        NOT_AUTHENTIC
    }

    private final Reason reason;

    OpenException(Reason reason) {
        super(
                Objects.requireNonNull(reason) == Reason.OTHER_KEY
                        ? "the envelope is sealed to another key"
                        : "the envelope could not be opened",
                null,
                false,
                false);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
