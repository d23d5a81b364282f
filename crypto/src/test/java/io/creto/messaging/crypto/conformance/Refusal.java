package io.creto.messaging.crypto.conformance;

/** Turns the typed refusals of the production code into verdicts. */
final class Refusal {

    private Refusal() {}

    /** Something that may refuse. */
    @FunctionalInterface
    interface Attempt {
        void run() throws Exception;
    }

    /**
     * False if the attempt ended in the refusal that its Javadoc names; any other exception is thrown on, and fails the
     * vector.
     */
    static boolean accepts(Class<? extends Exception> refusal, Attempt attempt) throws Exception {
        try {
            attempt.run();
            return true;
        } catch (Exception e) {
            if (refusal.isInstance(e)) {
                return false;
            }
            throw e;
        }
    }
}
