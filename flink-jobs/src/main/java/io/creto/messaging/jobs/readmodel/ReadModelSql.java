package io.creto.messaging.jobs.readmodel;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.AgentRow;
import io.creto.messaging.jobs.state.FleetRow;
import io.creto.messaging.jobs.state.LineageRow;
import io.creto.messaging.jobs.state.PolicyRow;
import io.creto.messaging.jobs.state.PrekeyRow;
import io.creto.messaging.jobs.state.ReadModelRow;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;

/**
 * How rows are written: each row alone, to a higher version or not at all, so that any order and any number of repeats end in
 * the same tables; policies keep every version. Public keys that have left their lineage are deleted, so the tables hold what is in use.
 */
public final class ReadModelSql {
    /** Far more than an upload can be behind the lineage that it brings about. */
    private static final long OUT_OF_USE_MS = Duration.ofDays(1).toMillis();

    /** Binds a {@link ReadModelRow} with a fleet by {@link #bindFleet}. */
    public static final String FLEET = """
            INSERT INTO fleets (fleet, version, record) VALUES (?, ?, ?)
            ON CONFLICT (fleet) DO UPDATE SET version = excluded.version, record = excluded.record
            WHERE excluded.version > fleets.version""";

    /** Binds one with an agent by {@link #bindAgent}. */
    public static final String AGENT = """
            INSERT INTO agents (agent, fleet, version, listing, record) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (agent) DO UPDATE
            SET version = excluded.version, listing = excluded.listing, record = excluded.record
            WHERE excluded.version > agents.version""";

    /** Binds one with a lineage by {@link #bindLineage}. */
    public static final String LINEAGE = """
            WITH stands AS (
              INSERT INTO lineages (owner, peer, version, recorded_at_ms, state, current_key_id, current_from_ms, key_ids,
                record)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
              ON CONFLICT (owner, peer) DO UPDATE
              SET version = excluded.version, recorded_at_ms = excluded.recorded_at_ms, state = excluded.state,
                current_key_id = excluded.current_key_id, current_from_ms = excluded.current_from_ms,
                key_ids = excluded.key_ids, record = excluded.record
              WHERE excluded.version > lineages.version
              RETURNING owner, peer, recorded_at_ms, key_ids)
            DELETE FROM prekeys USING stands
            WHERE prekeys.owner = stands.owner AND prekeys.peer = stands.peer
              AND prekeys.appended_at_ms < stands.recorded_at_ms - %d
              AND NOT prekeys.key_id = ANY (stands.key_ids)""".formatted(OUT_OF_USE_MS);

    /** Binds one with a prekey by {@link #bindPrekey}. */
    public static final String PREKEY = """
            INSERT INTO prekeys (owner, peer, key_id, version, appended_at_ms, one_time, public_key, evidence)
            SELECT given.* FROM (VALUES (?, ?, ?, ?, ?, ?, ?, ?))
              AS given (owner, peer, key_id, version, appended_at_ms, one_time, public_key, evidence)
            WHERE NOT EXISTS (
              SELECT 1 FROM lineages
              WHERE lineages.owner = given.owner AND lineages.peer = given.peer
                AND given.appended_at_ms < lineages.recorded_at_ms - %d
                AND NOT given.key_id = ANY (lineages.key_ids))
            ON CONFLICT (owner, peer, key_id) DO UPDATE
            SET version = excluded.version, appended_at_ms = excluded.appended_at_ms, one_time = excluded.one_time,
              public_key = excluded.public_key, evidence = excluded.evidence
            WHERE excluded.version > prekeys.version""".formatted(OUT_OF_USE_MS);

    /** Binds one with a policy by {@link #bindPolicy}. Versions are kept; of each the first record stands. */
    public static final String POLICY = """
            INSERT INTO policies (fleet, version, recorded_at_ms, effective_from_ms, author, policy, initial, record)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (fleet, version) DO NOTHING""";

    private ReadModelSql() {}

    /** For {@link #FLEET}. */
    public static void bindFleet(PreparedStatement statement, ReadModelRow row) throws SQLException {
        FleetRow fleet = row.getFleet();
        statement.setString(1, fleet.getFleet());
        statement.setLong(2, fleet.getVersion());
        statement.setBytes(3, fleet.getRecord().toByteArray());
    }

    /** For {@link #AGENT}. */
    public static void bindAgent(PreparedStatement statement, ReadModelRow row) throws SQLException {
        AgentRow agent = row.getAgent();
        statement.setString(1, agent.getAgent());
        statement.setString(2, agent.getFleet());
        statement.setLong(3, agent.getVersion());
        statement.setBytes(4, agent.getListing().toByteArray());
        statement.setBytes(5, agent.getRecord().toByteArray());
    }

    /** For {@link #LINEAGE}. */
    public static void bindLineage(PreparedStatement statement, ReadModelRow row) throws SQLException {
        LineageRow lineage = row.getLineage();
        statement.setString(1, lineage.getOwner());
        statement.setString(2, lineage.getPeer());
        statement.setLong(3, lineage.getVersion());
        statement.setLong(4, lineage.getRecordedAtMs());
        statement.setInt(5, lineage.getState());
        if (lineage.getCurrentKeyId().isEmpty()) {
            statement.setNull(6, Types.BINARY);
        } else {
            statement.setBytes(6, lineage.getCurrentKeyId().toByteArray());
        }
        statement.setLong(7, lineage.getCurrentFromMs());
        Object[] keyIds =
                lineage.getKeyIdsList().stream().map(ByteString::toByteArray).toArray(byte[][]::new);
        Array array = statement.getConnection().createArrayOf("bytea", keyIds);
        statement.setArray(8, array);
        statement.setBytes(9, lineage.getRecord().toByteArray());
    }

    /** For {@link #PREKEY}. */
    public static void bindPrekey(PreparedStatement statement, ReadModelRow row) throws SQLException {
        PrekeyRow prekey = row.getPrekey();
        statement.setString(1, prekey.getOwner());
        statement.setString(2, prekey.getPeer());
        statement.setBytes(3, prekey.getKeyId().toByteArray());
        statement.setLong(4, prekey.getVersion());
        statement.setLong(5, prekey.getAppendedAtMs());
        statement.setBoolean(6, prekey.getOneTime());
        statement.setBytes(7, prekey.getPublicKey().toByteArray());
        statement.setBytes(8, prekey.getEvidence().toByteArray());
    }

    /** For {@link #POLICY}. */
    public static void bindPolicy(PreparedStatement statement, ReadModelRow row) throws SQLException {
        PolicyRow policy = row.getPolicy();
        statement.setString(1, policy.getFleet());
        statement.setLong(2, policy.getVersion());
        statement.setLong(3, policy.getRecordedAtMs());
        statement.setLong(4, policy.getEffectiveFromMs());
        statement.setString(5, policy.getAuthor());
        statement.setString(6, policy.getPolicy());
        statement.setBoolean(7, policy.getInitial());
        statement.setBytes(8, policy.getRecord().toByteArray());
    }
}
