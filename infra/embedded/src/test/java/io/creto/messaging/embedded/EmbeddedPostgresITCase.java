package io.creto.messaging.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresITCase {
    @TempDir
    Path directory;

    @Test
    void rowsSurviveARestartOnTheSamePort() throws Exception {
        try (EmbeddedPostgres postgres = kept().start()) {
            write(postgres, "before");
            String address = postgres.jdbcUrl();

            postgres.stop();
            postgres.start();

            assertThat(postgres.jdbcUrl()).isEqualTo(address);
            write(postgres, "after");
            assertThat(rows(postgres)).containsExactly("before", "after");
        }
    }

    @Test
    void aDirectoryIsReopenedByAnotherInstance() throws Exception {
        try (EmbeddedPostgres first = kept().start()) {
            write(first, "kept");
        }
        try (EmbeddedPostgres second = kept().start()) {
            assertThat(rows(second)).containsExactly("kept");
        }
    }

    @Test
    void aKilledServerIsStartedAgainWithEveryCommittedRow() throws Exception {
        try (EmbeddedPostgres postgres = kept().start()) {
            write(postgres, "committed");
            kill(server());

            postgres.start();

            assertThat(rows(postgres)).containsExactly("committed");
        }
    }

    @Test
    void aServerLeftBehindByAKilledJvmIsEndedByTheNextStart() throws Exception {
        Process host = host();
        try {
            awaitReady(host);
            ProcessHandle left = server();
            kill(host.toHandle());
            assertThat(left.isAlive()).isTrue();
            assertThat(EmbeddedPostgres.leftBehind(directory)).as("its port").isPresent();
            try (EmbeddedPostgres postgres = kept().start()) {
                int port = EmbeddedPostgres.leftBehind(directory).orElseThrow();
                assertThat(postgres.jdbcUrl()).contains(":" + port + "/");
                assertThat(left.isAlive()).isFalse();
                write(postgres, "x");
                assertThat(rows(postgres)).containsExactly("x");
            }
        } finally {
            host.destroyForcibly();
        }
    }

    @Test
    void aFirstStartThatWasCutOffIsBegunAnew() throws Exception {
        Files.createDirectories(directory.resolve("postgres"));
        Files.writeString(directory.resolve("postgres/PG_VERSION"), "18");
        try (EmbeddedPostgres postgres = kept().start()) {
            write(postgres, "x");
            assertThat(rows(postgres)).containsExactly("x");
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = other.getLocalPort();
            try (EmbeddedPostgres postgres =
                    EmbeddedPostgres.builder().port(port).build()) {
                assertThatThrownBy(postgres::start)
                        .isInstanceOf(EmbeddedServerException.class)
                        .hasMessageContaining("port " + port + " is taken");
            }
        }
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder().port(port).build().start()) {
            assertThat(postgres.jdbcUrl()).contains(":" + port + "/");
        }
    }

    @Test
    void aLockedDirectoryIsNamed() {
        try (EmbeddedPostgres first = kept().start();
                EmbeddedPostgres second = kept()) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("locked");
            assertThat(first.jdbcUrl()).isNotEmpty();
        }
    }

    @Test
    void nobodyGetsInWithoutThePassword() throws Exception {
        try (EmbeddedPostgres postgres = kept().start()) {
            for (String user : List.of("creto", "postgres")) {
                assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), user, "guess"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password authentication failed");
            }
            for (String file : List.of("postgres.password", "postgres-superuser.password")) {
                assertThat(Files.getPosixFilePermissions(directory.resolve(file)))
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    @Test
    void theRoleIsNoSuperuser() throws Exception {
        try (EmbeddedPostgres postgres = kept().start();
                Connection connection = connect(postgres);
                ResultSet answer = connection
                        .createStatement()
                        .executeQuery("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")) {
            assertThat(answer.next()).isTrue();
            assertThat(answer.getBoolean(1)).isFalse();
        }
    }

    @Test
    void aTemporaryDirectoryGoesWithItsServer() throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder().build().start();
        Path temporary = postgres.passwordFile().getParent();
        assertThat(temporary).exists();
        postgres.close();
        postgres.close();
        assertThat(temporary).doesNotExist();
    }

    private EmbeddedPostgres kept() {
        return EmbeddedPostgres.builder().dataDirectory(directory).build();
    }

    private ProcessHandle server() throws Exception {
        return LeftBehind.server(directory.resolve("postgres")).orElseThrow();
    }

    private Process host() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PostgresHost.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void awaitReady(Process host) throws Exception {
        String line;
        do {
            line = host.inputReader().readLine();
            assertThat(line).as("output of the other JVM").isNotNull();
        } while (!line.equals(PostgresHost.READY));
    }

    private static void kill(ProcessHandle process) throws Exception {
        process.destroyForcibly();
        process.onExit().get(30, TimeUnit.SECONDS);
    }

    private static void write(EmbeddedPostgres postgres, String value) throws Exception {
        try (Connection connection = connect(postgres);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS t (id bigserial, v text)");
            statement.execute("INSERT INTO t (v) VALUES ('" + value + "')");
        }
    }

    private static List<String> rows(EmbeddedPostgres postgres) throws Exception {
        try (Connection connection = connect(postgres);
                var statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT v FROM t ORDER BY id")) {
            List<String> rows = new ArrayList<>();
            while (answer.next()) {
                rows.add(answer.getString(1));
            }
            return rows;
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws Exception {
        return DriverManager.getConnection(
                postgres.jdbcUrl(), postgres.user(), Files.readString(postgres.passwordFile()));
    }
}
