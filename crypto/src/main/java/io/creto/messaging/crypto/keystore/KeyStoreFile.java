package io.creto.messaging.crypto.keystore;

import io.creto.messaging.crypto.keystore.KeyStoreFileException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key store on disk: encrypted, for its owner's eyes only (mode 0600 where the file system knows modes), replaced as
 * a whole and atomically, so that a crash leaves the old store or the new one.
 *
 * <p>Not guaranteed: protection from two processes that write at once; the last one wins.
 */
public final class KeyStoreFile {
    private final Path path;

    /** @param path of the file, which need not exist yet */
    public KeyStoreFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /**
     * Reads all entries. The caller destroys them.
     *
     * @throws KeyStoreFileException with its reason; EXPOSED if anybody but the owner may read the file
     */
    public List<KeyStoreEntry> read(KeyStoreKey key) throws KeyStoreFileException {
        byte[] file;
        try {
            if (!OwnerOnly.holds(path)) {
                throw refused(Reason.EXPOSED, OwnerOnly.ADVICE, null);
            }
            if (Files.size(path) > KeyStoreFormat.MAX_BYTES) {
                throw refused(Reason.TOO_LARGE, "larger than " + KeyStoreFormat.MAX_BYTES + " bytes", null);
            }
            file = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw refused(Reason.NOT_FOUND, "there is no such file", e);
        } catch (IOException e) {
            throw refused(Reason.IO, "cannot be read: " + e.getMessage(), e);
        }
        try {
            return KeyStoreFormat.decrypt(file, key);
        } catch (KeyStoreFileException e) {
            throw refused(e.reason(), String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Replaces the store with these entries, under a fresh salt.
     *
     * @param cost for a passphrase; a raw key needs none
     * @throws KeyStoreFileException IO if the file system refuses, TOO_LARGE for too many entries: the old store is then
     *     still there; NOT_DURABLE if the new one is in place but not confirmed
     */
    public void write(List<KeyStoreEntry> entries, KeyStoreKey key, Argon2Cost cost, SecureRandom random)
            throws KeyStoreFileException {
        byte[] file = KeyStoreFormat.encrypt(entries, key, cost, random);
        Path directory = Objects.requireNonNull(path.getParent(), "a file has a directory");
        try {
            replace(directory, file);
        } catch (IOException e) {
            throw refused(Reason.IO, "cannot be written: " + e.getMessage(), e);
        }
        try {
            force(directory);
        } catch (IOException e) {
            throw refused(Reason.NOT_DURABLE, "was written, but may not survive a power loss: " + e.getMessage(), e);
        }
    }

    private void replace(Path directory, byte[] file) throws IOException {
        Path temporary = Files.createTempFile(directory, ".keystore", ".tmp", OwnerOnly.attributes());
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(file);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** A rename is durable once its directory is; only POSIX systems let a directory be opened for that. */
    private static void force(Path directory) throws IOException {
        if (OwnerOnly.POSIX) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private KeyStoreFileException refused(Reason why, String what, @Nullable Throwable cause) {
        return new KeyStoreFileException(why, "key store " + path + ": " + what, cause);
    }
}
