package io.creto.messaging.crypto.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Finds the folder of vectors. */
final class VectorFolder {
    /** The folder, absolute or relative to the root of the repository. */
    static final String PROPERTY = "creto.vectors";
    /** The root of the repository, which the build passes. */
    static final String ROOT_PROPERTY = "creto.root";

    private static final String DEFAULT = "../shared/vectors";
    /** Where tests run, this module, seen from which the root is one up. */
    private static final String DEFAULT_ROOT = "..";

    private VectorFolder() {}

    static Path resolve(Properties properties) {
        Path root = Path.of(properties.getProperty(ROOT_PROPERTY, DEFAULT_ROOT));
        return root.resolve(properties.getProperty(PROPERTY, DEFAULT))
                .toAbsolutePath()
                .normalize();
    }

    /** Ends the test where the folder is absent: as skipped, but as failed in continuous integration. */
    static void require(Path folder, Map<String, String> environment) {
        if (Files.isDirectory(folder)) {
            return;
        }
        String message = "no test vectors at %s: set -D%s=DIR to a folder of wycheproof, acvp, cctv, composite-sigs and"
                        .formatted(folder, PROPERTY)
                + " merkle-rfc6962 vectors, absolute or relative to the root of the repository";
        if ("true".equals(environment.get("CI"))) {
            Assertions.fail(message + " (absence is a failure where CI=true)");
        }
        Assumptions.abort(message);
    }
}
