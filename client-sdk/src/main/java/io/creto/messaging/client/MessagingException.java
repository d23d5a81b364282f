package io.creto.messaging.client;

import org.jspecify.annotations.Nullable;

/** What this SDK throws: the subclass says what happened, the message in one line what to do. Never holds a secret. */
public abstract class MessagingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MessagingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
