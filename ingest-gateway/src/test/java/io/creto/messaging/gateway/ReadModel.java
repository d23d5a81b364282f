package io.creto.messaging.gateway;

import io.creto.messaging.embedded.EmbeddedPostgres;
import io.creto.messaging.gateway.directory.DirectorySamples;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.LineageState;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PrekeyRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/** A real read model, with what a test puts into it. */
final class ReadModel implements AutoCloseable {
    private final EmbeddedPostgres postgres;

    private ReadModel(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    static ReadModel start() throws IOException {
        ReadModel model = new ReadModel(EmbeddedPostgres.builder().build().start());
        Flyway.configure()
                .dataSource(
                        model.postgres.jdbcUrl(),
                        model.postgres.user(),
                        Files.readString(model.postgres.passwordFile()))
                .locations("classpath:io/creto/messaging/schemas/readmodel")
                .load()
                .migrate();
        return model;
    }

    /** The gateway's options. */
    String options() {
        return """
                directory: {url: "%s", user: "%s", password-file: "%s", cache-ms: 0}
                """.formatted(postgres.jdbcUrl(), postgres.user(), postgres.passwordFile());
    }

    void put(IdentityRecord record) {
        if (record.hasFleet()) {
            update(
                    "INSERT INTO fleets VALUES (?, ?, ?) ON CONFLICT (fleet)"
                            + " DO UPDATE SET version = excluded.version, record = excluded.record",
                    record.getFleet().getFleet(),
                    record.getVersion(),
                    record.toByteArray());
            return;
        }
        String id = record.getAgent().getAgent();
        update(
                "INSERT INTO agents VALUES (?, ?, ?, ?, ?) ON CONFLICT (agent)"
                        + " DO UPDATE SET version = excluded.version, record = excluded.record",
                id,
                id.substring(0, id.indexOf('/')),
                record.getVersion(),
                record.getAgent().toByteArray(),
                record.toByteArray());
    }

    PolicyRecord put(PolicyRecord record) {
        update(
                "INSERT INTO policies VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                record.getFleet(),
                record.getVersion(),
                record.getRecordedAtMs(),
                record.getEffectiveFromMs(),
                record.getAuthor(),
                record.getDocument().getId(),
                !record.hasEvidence(),
                record.toByteArray());
        return record;
    }

    PrekeyRecord putCurrentKey(PrekeyRecord key) {
        update(
                "INSERT INTO prekeys VALUES (?, '*', ?, 1, 1, false, ?, ?)",
                key.getOwner(),
                key.getPrekey().getKeyId().toByteArray(),
                key.getPrekey().getPublicKey().toByteArray(),
                key.getEvidence().toByteArray());
        update(
                "INSERT INTO lineages VALUES (?, '*', 1, 1, ?, ?, ?, '{}', '')",
                key.getOwner(),
                LineageState.LINEAGE_STATE_ACTIVE.getNumber(),
                key.getPrekey().getKeyId().toByteArray(),
                DirectorySamples.NOW);
        return key;
    }

    private void update(String sql, Object... values) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    Connection connect() throws SQLException {
        try {
            return DriverManager.getConnection(
                    postgres.jdbcUrl(), postgres.user(), Files.readString(postgres.passwordFile()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** It does not answer until it is started again. */
    void outage() {
        postgres.stop();
    }

    void over() {
        postgres.start();
    }

    @Override
    public void close() {
        postgres.close();
    }
}
