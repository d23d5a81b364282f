package io.creto.messaging.crypto.conformance;

import java.io.IOException;
import java.util.Locale;

/** Runs the vectors of one source. */
@FunctionalInterface
interface VectorReader {

    /**
     * Runs every vector of the file that is ours, and counts the others with their reason.
     *
     * @throws MalformedVectorException if the file is not what it says it is
     */
    void read(VectorFile file, Run run) throws IOException;

    /** The reader of a file's source, which its first folder names. */
    static VectorReader of(VectorFile file) {
        String source = file.segments().size() > 1 ? file.segment(0) : "";
        return switch (source) {
            case "wycheproof" -> new WycheproofReader();
            case "acvp" -> new AcvpReader();
            case "cctv" -> new CctvReader();
            case "composite-sigs" -> new CompositeReader();
            case "merkle-rfc6962" -> new MerkleReader();
            default -> (unknown, run) -> run.tally().skipFile(whyNoVectors(unknown));
        };
    }

    /** Why a file without a reader holds nothing for us. */
    static String whyNoVectors(VectorFile file) {
        String name = file.fileName().toLowerCase(Locale.ROOT);
        if (name.startsWith("license") || name.startsWith("licence") || name.startsWith("notice")) {
            return "a licence, not vectors";
        }
        if (name.startsWith("readme") || name.endsWith(".md")) {
            return "a description, not vectors";
        }
        if (name.equals("commit")) {
            return "the version of the source, not vectors";
        }
        return "no reader for such a file";
    }
}
