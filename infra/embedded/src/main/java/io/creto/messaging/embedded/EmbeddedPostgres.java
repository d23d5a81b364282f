package io.creto.messaging.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL, as a process of its own on loopback, with an empty database {@code creto} that belongs to a role of the
 * same name, whose password is made at the first start. The process ends with {@link #stop} or {@link #close}; one that a
 * killed JVM left behind is ended by the next start on its directory. Thread-safe.
 *
 * <pre>{@code
 * try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().build().start()) {
 *     use(postgres.jdbcUrl(), postgres.user(), postgres.passwordFile());
 * }
 * }</pre>
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private final DataDirectory directory;
    private int port;
    private @Nullable Path path;
    private @Nullable PostgresNode node;

    private EmbeddedPostgres(DataDirectory directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /**
     * The port of a server that a killed JVM left behind in a data directory: the next start there ends it.
     *
     * @return empty if there is none, or the directory cannot be read
     */
    public static OptionalInt leftBehind(Path dataDirectory) {
        try {
            return LeftBehind.port(PostgresNode.cluster(dataDirectory));
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    /** A temporary directory and a free port, where nothing else is said. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts, and returns when the server answers; after {@link #stop}, or when its process has died, again with the same port
     * and data. Does nothing when it runs.
     *
     * @throws EmbeddedServerException if the port is taken, the directory is in use, or PostgreSQL does not start
     */
    public synchronized EmbeddedPostgres start() {
        if (node != null && !node.isAlive()) {
            stop();
        }
        if (node == null) {
            Path locked = directory.lock();
            try {
                node = PostgresNode.start(locked, port);
                path = locked;
                port = node.port();
            } catch (RuntimeException e) {
                directory.unlock();
                throw e;
            }
        }
        return this;
    }

    /** Stops cleanly, which cuts connections off; the data stays. Does nothing when it does not run. */
    public synchronized void stop() {
        PostgresNode running = node;
        if (running != null) {
            node = null;
            try {
                running.stop();
            } finally {
                directory.unlock();
            }
        }
    }

    /** Stops, and deletes the data where the directory is temporary. */
    @Override
    public synchronized void close() {
        stop();
        directory.deleteIfTemporary();
    }

    /**
     * The database's address for JDBC, without user and password. Stays the same after the first start.
     *
     * @throws IllegalStateException before the first start, if no port was chosen
     */
    public synchronized String jdbcUrl() {
        if (port == 0) {
            throw new IllegalStateException("PostgreSQL has no port yet: start it first");
        }
        return "jdbc:postgresql://localhost:" + port + "/" + PostgresNode.DATABASE;
    }

    /** The role that owns the database; no superuser. */
    public String user() {
        return PostgresNode.ROLE;
    }

    /**
     * The file that holds the role's password, without line end, which its owner alone may read.
     *
     * @throws IllegalStateException before the first start
     */
    public synchronized Path passwordFile() {
        Path started = path;
        if (started == null) {
            throw new IllegalStateException("PostgreSQL has no password yet: start it first");
        }
        return PostgresNode.passwordFile(started);
    }

    /** What a server is made from. Not thread-safe. */
    public static final class Builder {
        private DataDirectory directory = DataDirectory.temporary();
        private int port;

        private Builder() {}

        /** Keeps the data there; made where it is missing. Without it, a temporary directory that {@link #close} deletes. */
        public Builder dataDirectory(Path path) {
            directory = DataDirectory.at(path);
            return this;
        }

        /**
         * Listens there. Without it, on a free port.
         *
         * @param number 1 to 65535, or 0 for a free one
         */
        public Builder port(int number) {
            port = Ports.check(number);
            return this;
        }

        /** The server, not yet started. */
        public EmbeddedPostgres build() {
            return new EmbeddedPostgres(directory, port);
        }
    }
}
