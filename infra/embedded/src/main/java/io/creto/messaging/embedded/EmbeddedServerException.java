package io.creto.messaging.embedded;

/** An embedded server cannot start, stop or do as asked. The message is one line that says what to do. */
public final class EmbeddedServerException extends RuntimeException {
    EmbeddedServerException(String message) {
        super(message);
    }

    EmbeddedServerException(String message, Throwable cause) {
        super(message, cause);
    }

    static EmbeddedServerException portTaken(int port, Throwable cause) {
        return new EmbeddedServerException(
                "port " + port + " is taken: stop what listens there or choose another port", cause);
    }
}
