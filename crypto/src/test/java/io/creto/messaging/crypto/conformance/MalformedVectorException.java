package io.creto.messaging.crypto.conformance;

/** A file or vector is not what its layout promises. Counts as a failure, never as a skip. */
final class MalformedVectorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedVectorException(String message) {
        super(message);
    }
}
