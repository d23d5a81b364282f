package io.creto.messaging.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories that come and go whole. */
final class Directories {
    private Directories() {}

    /** Deletes a directory with all that is in it. Does nothing where there is none. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /**
     * Where PostgreSQL's programs are unpacked, once for all runs of this user. The library that unpacks them makes its own
     * directory writable for everybody, so it stands in one that nobody else may enter.
     */
    static Path binaries() throws IOException {
        Path cache = Path.of(System.getProperty("user.home"), ".cache");
        Path own = cache.resolve("creto");
        Files.createDirectories(cache);
        if (!Files.exists(own)) {
            Files.createDirectories(
                    own, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
        return own.resolve("postgres");
    }
}
