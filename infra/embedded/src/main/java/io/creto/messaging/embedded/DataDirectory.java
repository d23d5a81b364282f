package io.creto.messaging.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A directory that one server at a time uses, in this or any other process. */
final class DataDirectory {
    private static final String LOCK_FILE = "embedded.lock";

    private final Optional<Path> given;
    private @Nullable Path path;
    private @Nullable FileChannel lockFile;

    private DataDirectory(Optional<Path> given) {
        this.given = given;
    }

    static DataDirectory at(Path path) {
        return new DataDirectory(Optional.of(path));
    }

    /** Made on the first {@link #lock}, gone with {@link #deleteIfTemporary}. */
    static DataDirectory temporary() {
        return new DataDirectory(Optional.empty());
    }

    /**
     * Makes the directory where it is missing, and takes it for this server.
     *
     * @throws EmbeddedServerException if another server has it, or it cannot be written
     */
    Path lock() {
        Path directory = path();
        try {
            Files.createDirectories(directory);
            FileChannel file =
                    FileChannel.open(directory.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!tryLock(file)) {
                file.close();
                throw new EmbeddedServerException(
                        directory + " is locked: another server uses this data directory; stop it or name another one");
            }
            lockFile = file;
            return directory;
        } catch (IOException e) {
            throw new EmbeddedServerException(directory + " cannot be used as data directory: " + e, e);
        }
    }

    /** Gives the directory free. Does nothing where it is not taken. */
    void unlock() {
        try {
            if (lockFile != null) {
                lockFile.close();
                lockFile = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void deleteIfTemporary() {
        Path directory = path;
        if (given.isPresent() || directory == null) {
            return;
        }
        try {
            Directories.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        path = null;
    }

    private Path path() {
        Path known = path;
        if (known == null) {
            known = given.map(p -> p.toAbsolutePath().normalize()).orElseGet(DataDirectory::newTemporary);
            path = known;
        }
        return known;
    }

    private static Path newTemporary() {
        try {
            return Files.createTempDirectory("creto-embedded");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean tryLock(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldInThisJvm) {
            return false;
        }
    }
}
