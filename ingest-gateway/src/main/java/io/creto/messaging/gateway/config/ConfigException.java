package io.creto.messaging.gateway.config;

/** An option is unknown, missing or out of its range. The message begins with the option's name. */
public final class ConfigException extends RuntimeException {
    ConfigException(String message) {
        super(message);
    }

    ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
