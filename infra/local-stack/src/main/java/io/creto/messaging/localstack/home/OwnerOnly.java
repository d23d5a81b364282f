package io.creto.messaging.localstack.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files with secrets. */
final class OwnerOnly {
    private OwnerOnly() {}

    /** Writes a file anew; it appears whole, and nobody but its owner can read it, not even while it is being written. */
    static void write(Path file, byte[] content) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        Path draft = Files.createTempFile(parent, ".", ".new"); // made readable for its owner only
        Files.write(draft, content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
