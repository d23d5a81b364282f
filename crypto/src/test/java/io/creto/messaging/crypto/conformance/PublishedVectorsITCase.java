package io.creto.messaging.crypto.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Runs every published vector of the folder that {@link VectorFolder#PROPERTY} names, and prints the table. */
class PublishedVectorsITCase {
    private static final Path TABLE = Path.of("target", "conformance.txt");

    @Test
    void everyPublishedVectorHolds() throws IOException {
        Path folder = VectorFolder.resolve(System.getProperties());
        requireVectors(folder);
        ConformanceReport report = ConformanceSuite.run(folder);
        String table = report.table();
        System.out.println(table);
        Files.createDirectories(TABLE.getParent());
        Files.writeString(TABLE, table);
        assertThat(report.failures()).isEmpty();
    }

    /** The build shows that a test was skipped, but not why: this does. */
    private static void requireVectors(Path folder) {
        try {
            VectorFolder.require(folder, System.getenv());
        } catch (TestAbortedException skipped) {
            System.out.println("SKIPPED: " + skipped.getMessage());
            throw skipped;
        }
    }
}
