package io.creto.messaging.client.internal.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.creto.messaging.client.ClientStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * One file with all that must change together: positions, inbox, dedupe, versions seen, the incarnation. What {@link #update}
 * does is in the store whole or not at all, whatever ends the process; a power loss may take the last moments back, whole.
 * Holds nothing in the clear that was sealed, and no key. One process at a time. Thread-safe.
 */
public final class ClientStore implements AutoCloseable {
    private static final String FILE = "client.store";
    private static final String FORMAT = "format";
    private static final long FORMAT_VERSION = 1;
    private static final int CACHE_MIB = 8;
    /**
     * How long overwritten data stays, for what the file system has not put in order yet: the file grows by what is written
     * within it, some 30 KB a message, and not beyond.
     */
    private static final int RETENTION_MS = 5000;

    private final MVStore store;
    private final MVMap<String, Long> numbers;

    @GuardedBy("this")
    private boolean closed;

    private ClientStore(MVStore store) {
        this.store = store;
        store.setRetentionTime(RETENTION_MS);
        this.numbers = numbers("numbers");
    }

    /**
     * Opens the store of a directory, which is made where it is missing.
     *
     * @throws ClientStoreException if another process uses it, or it cannot be read
     */
    public static ClientStore open(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            Files.createDirectories(directory);
            ClientStore store = new ClientStore(new MVStore.Builder()
                    .fileName(file.toString())
                    .autoCommitDisabled()
                    .cacheSize(CACHE_MIB)
                    .open());
            store.checkFormat(file);
            return store;
        } catch (IOException e) {
            throw new ClientStoreException(directory + ": cannot be made: " + e.getMessage(), e);
        } catch (MVStoreException e) {
            throw new ClientStoreException(
                    e.getErrorCode() == org.h2.mvstore.DataUtils.ERROR_FILE_LOCKED
                            ? directory + ": in use by another process; stop that one, or take another directory"
                            : file + ": cannot be opened: " + e.getMessage(),
                    e);
        }
    }

    private void checkFormat(Path file) {
        long found = update(() -> {
            numbers.putIfAbsent(FORMAT, FORMAT_VERSION);
            return numbers.getOrDefault(FORMAT, 0L);
        });
        if (found != FORMAT_VERSION) {
            close();
            throw new ClientStoreException(
                    file + ": format " + found + ", this SDK reads format " + FORMAT_VERSION + "; update the SDK");
        }
    }

    /** A map of numbers by name. */
    public MVMap<String, Long> numbers(String name) {
        return store.openMap(
                name,
                new MVMap.Builder<String, Long>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(LongDataType.INSTANCE));
    }

    /** A map of bytes by number, in the numbers' order. */
    public MVMap<Long, byte[]> bytes(String name) {
        return store.openMap(
                name,
                new MVMap.Builder<Long, byte[]>().keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
    }

    /** A map of numbers by number, in the keys' order. */
    public MVMap<Long, Long> counts(String name) {
        return store.openMap(
                name,
                new MVMap.Builder<Long, Long>().keyType(LongDataType.INSTANCE).valueType(LongDataType.INSTANCE));
    }

    /** A map of texts by text, in the keys' order. */
    public MVMap<String, String> texts(String name) {
        return store.openMap(
                name,
                new MVMap.Builder<String, String>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(StringDataType.INSTANCE));
    }

    /**
     * Changes maps of this store, all of it or nothing.
     *
     * @throws ClientStoreException if the store has been closed, or the file system refuses
     */
    public synchronized <T> T update(Supplier<T> change) {
        if (closed) {
            throw new ClientStoreException("the store has been closed");
        }
        boolean interrupted = Thread.interrupted(); // an interrupt would close the file in the middle of a write
        try {
            T result = change.get();
            store.commit();
            return result;
        } catch (MVStoreException e) {
            throw new ClientStoreException("the store cannot be written: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            store.rollback();
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The next incarnation: larger than all before, even where an earlier store was lost. */
    public long nextIncarnation(long nowMs) {
        return rising("incarnation", nowMs);
    }

    /** The time of the next upload of keys: later than all before, even where the clock was put back. */
    public long nextUpload(long nowMs) {
        return rising("upload", nowMs);
    }

    private long rising(String name, long nowMs) {
        return update(() -> {
            long next = Math.max(nowMs, numbers.getOrDefault(name, 0L) + 1);
            numbers.put(name, next);
            return next;
        });
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            store.close();
        }
    }
}
