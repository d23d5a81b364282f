package io.creto.messaging.crypto.conformance;

import java.io.IOException;

/** C2SP CCTV: a folder for each algorithm, each with a form of its own. */
final class CctvReader implements VectorReader {

    @Override
    public void read(VectorFile file, Run run) throws IOException {
        String algorithm = file.segments().size() > 2 ? file.segment(1) : "";
        if (algorithm.equals("ML-KEM") && file.segments().size() > 3) {
            readMlKem(file, run);
        } else if (algorithm.equals("ed25519") && file.isJson()) {
            CctvEd25519.read(file, run);
        } else if (algorithm.equals("ML-DSA")) {
            run.tally().skipFile("messages and digests for benchmarks and long runs, no vectors");
        } else {
            run.tally().skipFile(VectorReader.whyNoVectors(file));
        }
    }

    private static void readMlKem(VectorFile file, Run run) throws IOException {
        String name = file.fileName();
        String parameterSet = name.replaceFirst("\\.txt(\\.gz)?$", "");
        if (parameterSet.equals(name) || !parameterSet.startsWith("ML-KEM-")) {
            run.tally().skipFile(VectorReader.whyNoVectors(file));
            return;
        }
        if (!parameterSet.equals("ML-KEM-768")) {
            run.tally().skipFile(parameterSet + " is not used");
            return;
        }
        run.tally().markProviderIndependent();
        switch (file.segment(2)) {
            case "intermediate", "strcmp", "unluckysample" -> CctvMlKem.values(file, run);
            case "modulus" -> CctvMlKem.modulus(file, run);
            default -> run.tally().skipFile("no reader for ML-KEM " + file.segment(2));
        }
    }
}
