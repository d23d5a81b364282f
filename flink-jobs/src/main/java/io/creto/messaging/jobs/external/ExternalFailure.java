package io.creto.messaging.jobs.external;

/**
 * Why an external service gave no answer that counts. The message is for people, the signer of the refused envelopes among them:
 * it names no address and quotes nothing that the service said.
 */
final class ExternalFailure extends Exception {
    private static final long serialVersionUID = 1L;

    ExternalFailure(String message) {
        super(message, null, false, false);
    }

    ExternalFailure(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
