package io.creto.messaging.client;

import org.jspecify.annotations.Nullable;

/** The key store or the store of received messages cannot be used. */
public final class ClientStoreException extends MessagingException {
    private static final long serialVersionUID = 1L;

    /** @param message in one line what to do */
    public ClientStoreException(String message) {
        this(message, null);
    }

    /** @param message in one line what to do */
    public ClientStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
