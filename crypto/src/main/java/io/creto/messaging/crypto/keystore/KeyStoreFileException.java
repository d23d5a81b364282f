package io.creto.messaging.crypto.keystore;

import org.jspecify.annotations.Nullable;

/** A key store could not be read or written. The message says what to do and holds no secret. */
public final class KeyStoreFileException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** There is no such file. */
        NOT_FOUND,
        /** Others than the owner may read the file. */
        EXPOSED,
        /** Not a key store, truncated, or with parameters outside the bounds. */
        MALFORMED,
        /** Written by a later version. */
        UNSUPPORTED_VERSION,
        /** Wrong passphrase or key, or the file was changed; the two cannot be told apart. */
        NOT_AUTHENTIC,
        /** More than {@link KeyStoreFormat#MAX_BYTES}. */
        TOO_LARGE,
        /** The new store is in place, but the file system did not confirm that it would survive a power loss. */
        NOT_DURABLE,
        /** The file system refused; a store that was there is unchanged. */
        IO
    }

    private final Reason reason;

    KeyStoreFileException(Reason reason, String message) {
        this(reason, message, null);
    }

    KeyStoreFileException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
