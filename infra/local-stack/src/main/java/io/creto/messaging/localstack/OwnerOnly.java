package io.creto.messaging.localstack;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files with secrets. */
public final class OwnerOnly {
    private OwnerOnly() {}

    /** Writes a file if there is none yet; of several who try at once, one wins, and all find what that one wrote. */
    public static void create(Path file, byte[] content) throws IOException {
        Path draft = draft(file, content);
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException wonByAnother) {
            // which is as good
        } finally {
            Files.delete(draft);
        }
    }

    /** Writes a file anew; it appears whole, and nobody but its owner can read it, not even while it is being written. */
    public static void write(Path file, byte[] content) throws IOException {
        Files.move(draft(file, content), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path draft(Path file, byte[] content) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        Path draft = Files.createTempFile(parent, ".", ".new"); // made readable for its owner only
        return Files.write(draft, content);
    }
}
