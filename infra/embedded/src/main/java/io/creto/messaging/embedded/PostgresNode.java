package io.creto.messaging.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** One running server process, with the database and the role that its users work with. */
final class PostgresNode {
    static final String DATABASE = "creto";
    static final String ROLE = "creto";

    private static final String SUPERUSER_PASSWORD_FILE = "postgres-superuser.password";
    private static final String ROLE_PASSWORD_FILE = "postgres.password";
    private static final String READY_FILE = "postgres.ready";
    private static final String LOG_FILE = "postgres.log";
    private static final String HBA_FILE = "pg_hba.conf";
    private static final String HBA = "host all all samehost scram-sha-256\n";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;
    private final Path cluster;

    private PostgresNode(EmbeddedPostgres server, Path cluster) {
        this.server = server;
        this.cluster = cluster;
    }

    /** Makes the cluster where the directory is new, and starts. */
    static PostgresNode start(Path directory, int wantedPort) {
        Path cluster = cluster(directory);
        try {
            LeftBehind.end(cluster);
            if (!Files.exists(directory.resolve(READY_FILE))) {
                Directories.delete(cluster); // of a first start that did not come to its end
            }
            EmbeddedPostgres server = server(directory, cluster, freePort(wantedPort));
            PostgresNode node = new PostgresNode(server, cluster);
            node.complete(directory);
            return node;
        } catch (IOException | SQLException | IllegalStateException e) {
            throw new EmbeddedServerException(
                    "PostgreSQL does not start in " + directory + ", look into " + directory.resolve(LOG_FILE) + ": "
                            + e,
                    e);
        }
    }

    static Path cluster(Path directory) {
        return directory.resolve("postgres");
    }

    static Path passwordFile(Path directory) {
        return directory.resolve(ROLE_PASSWORD_FILE);
    }

    int port() {
        return server.getPort();
    }

    boolean isAlive() {
        try {
            return LeftBehind.server(cluster).isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop() {
        try {
            server.close();
            LeftBehind.end(cluster); // if it did not stop in time
        } catch (IOException e) {
            throw new EmbeddedServerException("PostgreSQL does not stop: " + e, e);
        }
    }

    /** The server without sockets in the file system, with a password from its first moment, and small. */
    private static EmbeddedPostgres server(Path directory, Path cluster, int port) throws IOException {
        Path passwordFile = directory.resolve(SUPERUSER_PASSWORD_FILE);
        String password = SecretFile.readOrCreate(passwordFile);
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Directories.binaries().toFile())
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(START_TIMEOUT)
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("pwfile", passwordFile.toString()) // handed to initdb like the locale
                .setConnectConfig("password", password)
                .setDataDirectoryCustomizer(PostgresNode::demandPasswords)
                .setOutputRedirector(
                        ProcessBuilder.Redirect.to(directory.resolve(LOG_FILE).toFile()))
                .setServerConfig("listen_addresses", "localhost")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "on")
                .setServerConfig("max_connections", "50")
                .setServerConfig("shared_buffers", "32MB")
                .setServerConfig("log_checkpoints", "off")
                .start();
    }

    private static void demandPasswords(File cluster) {
        try {
            Files.writeString(cluster.toPath().resolve(HBA_FILE), HBA);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Role and database, where they are missing; stops the server if that fails. */
    private void complete(Path directory) throws IOException, SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (isMissing(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + ROLE + "'")) {
                statement.execute("CREATE ROLE " + ROLE + " LOGIN");
            }
            String password = SecretFile.readOrCreate(passwordFile(directory)); // needs no quoting
            statement.execute("ALTER ROLE " + ROLE + " PASSWORD '" + password + "'");
            if (isMissing(statement, "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + ROLE);
            }
            Files.writeString(directory.resolve(READY_FILE), "");
        } catch (IOException | SQLException | RuntimeException e) {
            stop();
            throw e;
        }
    }

    private static boolean isMissing(Statement statement, String question) throws SQLException {
        try (ResultSet answer = statement.executeQuery(question)) {
            return !answer.next();
        }
    }

    /** Asked before the server starts, so that a port that is taken is found at once and named. */
    private static int freePort(int wanted) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            return socket.getLocalPort();
        } catch (BindException e) {
            throw EmbeddedServerException.portTaken(wanted, e);
        }
    }
}
