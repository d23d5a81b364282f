package io.creto.messaging.jobs.config;

/** Options that cannot be used. The message names the option and says what it must be; it never holds a secret. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message for people */
    public ConfigException(String message) {
        super(message);
    }

    /**
     * @param message for people
     * @param cause what was found
     */
    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
