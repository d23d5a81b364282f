package io.creto.messaging.benchmarks.access;

import io.creto.messaging.embedded.EmbeddedPostgres;
import io.creto.messaging.jobs.readmodel.ReadModelDatabase;
import io.creto.messaging.v1.IdentityRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The read model that the gateway knows callers by, with the records that the read model's job would write. */
final class IdentityTables {
    private final EmbeddedPostgres postgres;
    private final String password;

    /** Makes the tables, in a database that runs. */
    IdentityTables(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        try {
            this.password = Files.readString(postgres.passwordFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        new ReadModelDatabase(postgres.jdbcUrl(), postgres.user(), password).migrate();
    }

    /** Adds a fleet. */
    void addFleet(IdentityRecord record) {
        insert(
                "INSERT INTO fleets (fleet, version, record) VALUES (?, ?, ?)",
                record.getFleet().getFleet(),
                record.getVersion(),
                record.toByteArray());
    }

    /** Adds an agent. */
    void addAgent(EnrolledAgent agent, IdentityRecord record) {
        insert(
                "INSERT INTO agents (agent, fleet, version, listing, record) VALUES (?, ?, ?, ?, ?)",
                agent.id().toString(),
                agent.id().fleet(),
                record.getVersion(),
                record.getAgent().toByteArray(),
                record.toByteArray());
    }

    private void insert(String sql, Object... values) {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), password);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("the read model takes no record: " + e.getMessage(), e);
        }
    }
}
