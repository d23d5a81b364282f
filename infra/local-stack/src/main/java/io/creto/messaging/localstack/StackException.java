package io.creto.messaging.localstack;

/** The stack cannot do what was asked. The message is one line that says what to do about it. */
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message for people */
    public StackException(String message) {
        super(message);
    }

    /**
     * @param message for people
     * @param cause what was found
     */
    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
