package io.creto.messaging.gateway.directory;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.creto.messaging.gateway.config.DirectoryConfig;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.gateway.fault.GatewayStartException;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.LineageState;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PolicyVersion;
import io.creto.messaging.v1.Prekey;
import io.creto.messaging.v1.PrekeyRecord;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.Validity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The read model in PostgreSQL (its tables: migrations in module schemas). Reads only, few rows at a time. */
public final class JdbcDirectory implements Directory, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcDirectory.class);
    private static final String EVERYBODY = "*";
    private static final long CONNECT_MS = 1000;
    private static final String ANSWER_SECONDS = "10";
    /** Records are up to 2 MiB, so few are held at once. */
    private static final int ROWS_AT_ONCE = 4;

    private static final int ALL_ROWS = 0;

    private static final String IDENTITY_VERSIONS = """
            SELECT agent, version FROM agents WHERE agent = ANY (?)
            UNION ALL SELECT fleet, version FROM fleets WHERE fleet = ANY (?)""";
    private static final String IDENTITIES = """
            SELECT record FROM agents WHERE agent = ANY (?)
            UNION ALL SELECT record FROM fleets WHERE fleet = ANY (?)""";
    private static final String AGENTS =
            "SELECT listing FROM agents WHERE fleet = ? AND agent > ? ORDER BY agent LIMIT ?";
    private static final String KEY_VERSIONS =
            "SELECT owner, max(version) FROM lineages WHERE owner = ANY (?) GROUP BY owner";
    private static final String CURRENT_KEYS = """
            SELECT l.owner, l.version, l.current_key_id, l.current_from_ms, p.public_key, p.evidence
            FROM lineages l LEFT JOIN prekeys p
              ON p.owner = l.owner AND p.peer = l.peer AND p.key_id = l.current_key_id
            WHERE l.owner = ANY (?) AND l.peer = ? AND l.state <> ? AND l.current_key_id IS NOT NULL""";

    private static final String POLICY_VERSION = "SELECT max(version) FROM policies WHERE fleet = ?"; // NULL reads as 0
    private static final String POLICY_VERSIONS_AT = """
            SELECT f.fleet, p.version FROM unnest(?) AS f (fleet) CROSS JOIN LATERAL (
              SELECT version FROM policies WHERE fleet = f.fleet AND effective_from_ms <= ?
              ORDER BY version DESC LIMIT 1) p""";
    private static final String POLICY = "SELECT record FROM policies WHERE fleet = ? AND version = ?";
    private static final String NEWEST_POLICY =
            "SELECT record FROM policies WHERE fleet = ? ORDER BY version DESC LIMIT 1";
    private static final String POLICY_VERSIONS = """
            SELECT version, recorded_at_ms, effective_from_ms, author, policy, initial
            FROM policies WHERE fleet = ? AND version < ? ORDER BY version DESC LIMIT ?""";

    private final HikariDataSource pool;

    /**
     * Does not connect yet, so the database may come later.
     *
     * @param connections at most so many at once
     * @throws GatewayStartException if the password cannot be read
     */
    public JdbcDirectory(DirectoryConfig config, int connections) {
        HikariConfig settings = new HikariConfig();
        settings.setPoolName("directory");
        settings.setJdbcUrl(config.url());
        settings.setUsername(config.user());
        settings.setPassword(password(config));
        settings.setMaximumPoolSize(connections);
        settings.setMinimumIdle(1);
        settings.setAutoCommit(false); // which the driver needs to hand rows over in portions
        settings.setReadOnly(true);
        settings.setConnectionTimeout(CONNECT_MS);
        settings.setInitializationFailTimeout(-1);
        settings.addDataSourceProperty("socketTimeout", ANSWER_SECONDS);
        settings.addDataSourceProperty("ApplicationName", "creto-directory");
        pool = new HikariDataSource(settings);
    }

    @Override
    public Map<String, Long> identityVersions(Collection<String> subjects) {
        return query(IDENTITY_VERSIONS, statement -> {
            strings(statement, 1, subjects);
            strings(statement, 2, subjects);
            return versions(statement);
        });
    }

    @Override
    public void identities(Collection<String> subjects, Predicate<IdentityRecord> taker) {
        query(IDENTITIES, statement -> {
            strings(statement, 1, subjects);
            strings(statement, 2, subjects);
            return handOver(statement, IdentityRecord.parser(), taker);
        });
    }

    @Override
    public void agents(String fleet, String after, int limit, Predicate<AgentRecord> taker) {
        query(AGENTS, statement -> {
            statement.setString(1, fleet);
            statement.setString(2, after);
            statement.setInt(3, limit);
            return handOver(statement, AgentRecord.parser(), taker);
        });
    }

    @Override
    public Map<String, Long> keyVersions(Collection<String> owners) {
        return query(KEY_VERSIONS, statement -> {
            strings(statement, 1, owners);
            return versions(statement);
        });
    }

    @Override
    public List<CurrentKey> currentKeys(Collection<String> owners) {
        return query(CURRENT_KEYS, statement -> {
            strings(statement, 1, owners);
            statement.setString(2, EVERYBODY);
            statement.setInt(3, LineageState.LINEAGE_STATE_REVOKED_VALUE);
            List<CurrentKey> keys = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.add(currentKey(rows));
                }
            }
            return keys;
        });
    }

    @Override
    public long policyVersion(String fleet) {
        return query(POLICY_VERSION, statement -> {
            statement.setString(1, fleet);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0L;
            }
        });
    }

    @Override
    public Map<String, Long> policyVersions(Collection<String> fleets, long timeMs) {
        return query(POLICY_VERSIONS_AT, statement -> {
            strings(statement, 1, fleets);
            statement.setLong(2, timeMs);
            return versions(statement);
        });
    }

    @Override
    public Optional<PolicyRecord> policy(String fleet, long version) {
        return query(version == 0 ? NEWEST_POLICY : POLICY, statement -> {
            statement.setString(1, fleet);
            if (version != 0) {
                statement.setLong(2, version);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(PolicyRecord.parseFrom(row.getBytes(1))) : Optional.empty();
            }
        });
    }

    @Override
    public List<PolicyVersion> policyVersions(String fleet, long before, int limit) {
        return query(POLICY_VERSIONS, statement -> {
            statement.setFetchSize(ALL_ROWS);
            statement.setString(1, fleet);
            statement.setLong(2, before);
            statement.setInt(3, limit);
            List<PolicyVersion> versions = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    versions.add(policyVersion(rows));
                }
            }
            return versions;
        });
    }

    @Override
    public void close() {
        pool.close();
    }

    private interface Question<T> {
        T ask(PreparedStatement statement) throws SQLException, InvalidProtocolBufferException;
    }

    private <T> T query(String sql, Question<T> question) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            T answer = question.ask(statement);
            connection.commit();
            return answer;
        } catch (SQLException e) {
            LOG.debug("the read model does not answer", e);
            throw new GatewayException(Kind.DIRECTORY_UNAVAILABLE, "the directory does not answer", e);
        } catch (InvalidProtocolBufferException e) {
            LOG.error("a row of the read model is no record", e);
            throw new GatewayException(Kind.INTERNAL, "the directory holds what it cannot read", e);
        }
    }

    private static Map<String, Long> versions(PreparedStatement statement) throws SQLException {
        Map<String, Long> versions = new HashMap<>();
        statement.setFetchSize(ALL_ROWS); // they are small, and up to a thousand
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                versions.put(rows.getString(1), rows.getLong(2));
            }
        }
        return versions;
    }

    private static <R> boolean handOver(PreparedStatement statement, Parser<R> parser, Predicate<R> taker)
            throws SQLException, InvalidProtocolBufferException {
        boolean more = true;
        try (ResultSet rows = statement.executeQuery()) {
            while (more && rows.next()) {
                more = taker.test(parser.parseFrom(rows.getBytes(1)));
            }
        }
        return more;
    }

    private static CurrentKey currentKey(ResultSet row) throws SQLException, InvalidProtocolBufferException {
        String owner = row.getString(1);
        long version = row.getLong(2);
        byte[] publicKey = row.getBytes(5);
        if (publicKey == null) {
            return new CurrentKey(owner, version, Optional.empty());
        }
        PrekeyRecord record = PrekeyRecord.newBuilder()
                .setOwner(owner)
                .setPeer(EVERYBODY)
                .setPrekey(Prekey.newBuilder()
                        .setKeyId(ByteString.copyFrom(row.getBytes(3)))
                        .setPublicKey(ByteString.copyFrom(publicKey)))
                .setValidity(Validity.newBuilder().setFromMs(row.getLong(4)))
                .setEvidence(Slice.parseFrom(row.getBytes(6)))
                .build();
        return new CurrentKey(owner, version, Optional.of(record));
    }

    private static PolicyVersion policyVersion(ResultSet row) throws SQLException {
        return PolicyVersion.newBuilder()
                .setVersion(row.getLong(1))
                .setRecordedAtMs(row.getLong(2))
                .setEffectiveFromMs(row.getLong(3))
                .setAuthor(row.getString(4))
                .setPolicy(row.getString(5))
                .setInitial(row.getBoolean(6))
                .build();
    }

    private static void strings(PreparedStatement statement, int index, Collection<String> values) throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf("text", values.toArray()));
    }

    private static String password(DirectoryConfig config) {
        String name = config.passwordFile();
        if (name.isEmpty()) {
            return "";
        }
        try {
            return Files.readString(Path.of(name)).strip();
        } catch (IOException e) {
            throw new GatewayStartException("directory.password-file: " + name + " cannot be read (" + e + ")", e);
        }
    }
}
