package io.creto.messaging.crypto.conformance;

import java.io.IOException;

/**
 * The vectors of draft-ietf-lamps-pq-composite-sigs: one file, message and context at its top, an entry for each
 * algorithm.
 */
final class CompositeReader implements VectorReader {

    /** What is signed by every entry of the file. */
    @SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
    record Signed(byte[] message, byte[] context) {}

    /** Runs one entry. */
    @FunctionalInterface
    private interface Entry {
        void run(Fields test, Signed signed, Run run) throws Exception;
    }

    @Override
    public void read(VectorFile file, Run run) throws IOException {
        if (!file.isJson()) {
            run.tally().skipFile(VectorReader.whyNoVectors(file));
            return;
        }
        Fields root = file.jsonObject();
        Signed signed = new Signed(root.base64("m"), root.base64("ctx"));
        for (Fields test : root.objects("tests")) {
            String algorithm = test.text("tcId");
            switch (algorithm) {
                case "id-MLDSA65-Ed25519-SHA512" -> entry(CompositeEntries::ours, test, signed, run);
                case "id-MLDSA44-Ed25519-SHA512" -> entry(CompositeEntries::mlDsa44, test, signed, run);
                case "id-ML-DSA-65" -> entry(CompositeEntries::plainMlDsa65, test, signed, run);
                case "id-Ed25519" -> entry(CompositeEntries::plainEd25519, test, signed, run);
                default -> run.tally().skip(1, algorithm + " is not used");
            }
        }
    }

    private static void entry(Entry entry, Fields test, Signed signed, Run run) {
        run.tally().vector(test.text("tcId"), () -> entry.run(test, signed, run));
    }
}
