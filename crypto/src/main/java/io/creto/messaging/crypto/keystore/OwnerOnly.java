package io.creto.messaging.crypto.keystore;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Mode 0600, on file systems that know modes. Elsewhere the directory has to protect its files. */
final class OwnerOnly {
    static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    static final String ADVICE = "others may use it: chmod 600 it";

    private static final Set<PosixFilePermission> MODE_0600 =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private OwnerOnly() {}

    static boolean holds(Path file) throws IOException {
        return !POSIX || MODE_0600.containsAll(Files.getPosixFilePermissions(file));
    }

    static FileAttribute<?>[] attributes() {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(MODE_0600)}
                : new FileAttribute<?>[0];
    }
}
