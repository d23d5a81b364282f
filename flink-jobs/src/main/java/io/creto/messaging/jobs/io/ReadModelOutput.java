package io.creto.messaging.jobs.io;

import io.creto.messaging.jobs.readmodel.ReadModelDatabase;
import io.creto.messaging.jobs.readmodel.ReadModelSql;
import io.creto.messaging.jobs.state.ReadModelRow;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.JdbcStatementBuilder;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;

/**
 * The sinks of the read model: at least once, which upserts by version make exact. A batch that the database does not take is
 * tried again a few times, then the job restarts from its checkpoint.
 */
public final class ReadModelOutput {
    private static final int BATCH_ROWS = 100;
    private static final int BATCH_MS = 50;
    private static final int RETRIES = 2;
    private static final int CHECK_SECONDS = 5;
    private static final String ANSWER_SECONDS = "30";

    private ReadModelOutput() {}

    /** Rows of table fleets. */
    public static Sink<ReadModelRow> fleets(ReadModelDatabase database) {
        return sink(database, ReadModelSql.FLEET, ReadModelSql::bindFleet);
    }

    /** Rows of table agents. */
    public static Sink<ReadModelRow> agents(ReadModelDatabase database) {
        return sink(database, ReadModelSql.AGENT, ReadModelSql::bindAgent);
    }

    /** Rows of table lineages. */
    public static Sink<ReadModelRow> lineages(ReadModelDatabase database) {
        return sink(database, ReadModelSql.LINEAGE, ReadModelSql::bindLineage);
    }

    /** Rows of table prekeys. */
    public static Sink<ReadModelRow> prekeys(ReadModelDatabase database) {
        return sink(database, ReadModelSql.PREKEY, ReadModelSql::bindPrekey);
    }

    /** Rows of table policies. */
    public static Sink<ReadModelRow> policies(ReadModelDatabase database) {
        return sink(database, ReadModelSql.POLICY, ReadModelSql::bindPolicy);
    }

    private static Sink<ReadModelRow> sink(
            ReadModelDatabase database, String statement, JdbcStatementBuilder<ReadModelRow> binding) {
        return new QuietCloseSink<>(JdbcSink.<ReadModelRow>builder()
                .withQueryStatement(statement, binding)
                .withExecutionOptions(JdbcExecutionOptions.builder()
                        .withBatchSize(BATCH_ROWS)
                        .withBatchIntervalMs(BATCH_MS)
                        .withMaxRetries(RETRIES)
                        .build())
                .buildAtLeastOnce(new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
                        .withUrl(database.url())
                        .withUsername(database.user())
                        .withPassword(database.password())
                        .withDriverName("org.postgresql.Driver")
                        .withConnectionCheckTimeoutSeconds(CHECK_SECONDS)
                        .withProperty("socketTimeout", ANSWER_SECONDS)
                        .withProperty("ApplicationName", "creto-read-model")
                        .build()));
    }
}
