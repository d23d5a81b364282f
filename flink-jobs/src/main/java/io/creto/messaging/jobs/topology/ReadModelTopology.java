package io.creto.messaging.jobs.topology;

import io.creto.messaging.jobs.io.OutgoingRecords;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.readmodel.Preparation;
import io.creto.messaging.jobs.readmodel.ReadModelFunction;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.Outgoing;
import io.creto.messaging.jobs.state.ReadModelRow;
import io.creto.messaging.schemas.Topics;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Reference topics and the keyring's log into tables. Order does not matter: the newest version of a row stays.
 *
 * <pre>
 * identities ───┐              ┌─► fleets
 * key-status ───┼─► read-model ┼─► agents
 * keyring.log ──┤       │      ├─► lineages
 * policies ─────┘       │      ├─► prekeys
 *                 dead-letter  └─► policies
 * </pre>
 */
public final class ReadModelTopology {
    private ReadModelTopology() {}

    /**
     * Where the records come from.
     *
     * @param identities of topic {@code identities}
     * @param keyStatus of topic {@code key-status}
     * @param keyringLog of topic {@code keyring.log}
     * @param policies of topic {@code policies}
     */
    public record Sources(
            Source<Arrival, ?, ?> identities,
            Source<Arrival, ?, ?> keyStatus,
            Source<Arrival, ?, ?> keyringLog,
            Source<Arrival, ?, ?> policies) {}

    /**
     * Where the rows go, and what is no record.
     *
     * @param fleets takes rows with a fleet
     * @param agents takes rows with an agent
     * @param lineages takes rows with a lineage
     * @param prekeys takes rows with a prekey
     * @param policies takes rows with a policy
     * @param deadLetters takes records of topic {@code dead-letter}
     */
    public record Sinks(
            Sink<ReadModelRow> fleets,
            Sink<ReadModelRow> agents,
            Sink<ReadModelRow> lineages,
            Sink<ReadModelRow> prekeys,
            Sink<ReadModelRow> policies,
            Sink<Outgoing> deadLetters) {}

    /**
     * Wires it.
     *
     * @param preparation of the tables, before the first row
     */
    public static void build(
            StreamExecutionEnvironment environment, Sources sources, Sinks sinks, Preparation preparation) {
        DataStream<Arrival> records = source(environment, sources.identities(), OperatorIds.FROM_IDENTITIES)
                .union(
                        source(environment, sources.keyStatus(), OperatorIds.FROM_KEY_STATUS),
                        source(environment, sources.keyringLog(), OperatorIds.FROM_KEYRING_LOG),
                        source(environment, sources.policies(), OperatorIds.FROM_POLICIES));
        SingleOutputStreamOperator<ReadModelRow> rows = records.process(new ReadModelFunction(preparation))
                .returns(new ProtobufTypeInformation<>(ReadModelRow.class))
                .uid(OperatorIds.READ_MODEL)
                .name(OperatorIds.READ_MODEL);
        table(rows, ReadModelRow::hasFleet, sinks.fleets(), OperatorIds.FLEETS, OperatorIds.TO_FLEETS);
        table(rows, ReadModelRow::hasAgent, sinks.agents(), OperatorIds.AGENTS, OperatorIds.TO_AGENTS);
        table(rows, ReadModelRow::hasLineage, sinks.lineages(), OperatorIds.LINEAGES, OperatorIds.TO_LINEAGES);
        table(rows, ReadModelRow::hasPrekey, sinks.prekeys(), OperatorIds.PREKEYS, OperatorIds.TO_PREKEYS);
        table(rows, ReadModelRow::hasPolicy, sinks.policies(), OperatorIds.POLICIES, OperatorIds.TO_POLICIES);
        rows.getSideOutput(SideOutputs.DEAD_LETTERS)
                .map(letter -> OutgoingRecords.keyed(Topics.DEAD_LETTER, "", letter))
                .returns(new ProtobufTypeInformation<>(Outgoing.class))
                .uid(OperatorIds.DEAD_LETTER)
                .name(OperatorIds.DEAD_LETTER)
                .sinkTo(sinks.deadLetters())
                .uid(OperatorIds.TO_DEAD_LETTER)
                .name(OperatorIds.TO_DEAD_LETTER);
    }

    private static DataStream<Arrival> source(
            StreamExecutionEnvironment environment, Source<Arrival, ?, ?> source, String id) {
        return environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), id)
                .uid(id);
    }

    private static void table(
            DataStream<ReadModelRow> rows,
            FilterFunction<ReadModelRow> own,
            Sink<ReadModelRow> sink,
            String id,
            String sinkId) {
        rows.filter(own).uid(id).name(id).sinkTo(sink).uid(sinkId).name(sinkId);
    }
}
