package io.creto.messaging.client;

import org.jspecify.annotations.Nullable;

/** A message's time to live is over and its outcome is not known. */
public final class MessageExpiredException extends MessagingException {
    private static final long serialVersionUID = 1L;

    /** @param message in one line what to do */
    public MessageExpiredException(String message) {
        this(message, null);
    }

    /** @param message in one line what to do */
    public MessageExpiredException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
