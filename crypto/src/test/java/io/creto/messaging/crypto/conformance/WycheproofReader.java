package io.creto.messaging.crypto.conformance;

import java.io.IOException;
import java.util.Optional;

/** Wycheproof: one JSON file for each algorithm, groups of vectors with shared parameters in it. */
final class WycheproofReader implements VectorReader {

    /** Runs the vectors of one group that are ours. */
    @FunctionalInterface
    interface GroupReader {
        void read(Fields group, Run run);
    }

    @Override
    public void read(VectorFile file, Run run) throws IOException {
        if (!file.isJson()) {
            run.tally().skipFile(VectorReader.whyNoVectors(file));
            return;
        }
        Fields root = file.jsonObject();
        String algorithm = root.text("algorithm");
        Optional<GroupReader> reader = readerOf(algorithm);
        for (Fields group : root.objects("testGroups")) {
            if (reader.isPresent()) {
                reader.get().read(group, run);
            } else {
                run.tally().skip(group.objects("tests").size(), algorithm + " is not used");
            }
        }
    }

    private static Optional<GroupReader> readerOf(String algorithm) {
        return Optional.ofNullable(
                switch (algorithm) {
                    case "EDDSA" -> WycheproofSignatures::ed25519;
                    case "ML-DSA-65" -> WycheproofSignatures::mlDsa65;
                    case "ML-KEM" -> WycheproofMlKem::group;
                    case "AES-GCM" -> WycheproofSymmetric::aesGcm;
                    case "AES-WRAP" -> WycheproofSymmetric::aesKeyWrap;
                    case "HKDF-SHA-256" -> WycheproofSymmetric::hkdfSha256;
                    case "HMACSHA256" -> WycheproofSymmetric::hmacSha256;
                    default -> null;
                });
    }

    /** The id under which a vector is reported. */
    static String id(Fields test) {
        return "tcId " + test.integer("tcId");
    }

    static void skip(Fields group, Run run, String reason) {
        run.tally().skip(group.objects("tests").size(), reason);
    }
}
