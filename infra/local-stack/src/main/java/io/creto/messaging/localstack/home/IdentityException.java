package io.creto.messaging.localstack.home;

/** An agent, fleet or passphrase is not there or not usable. The message is one line that says what to do about it. */
public final class IdentityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message for people */
    public IdentityException(String message) {
        super(message);
    }

    /**
     * @param message for people
     * @param cause what was found
     */
    public IdentityException(String message, Throwable cause) {
        super(message, cause);
    }
}
