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
 * keyring.log ──┘       │      ├─► lineages
 *                 dead-letter  └─► prekeys
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
     */
    public record Sources(
            Source<Arrival, ?, ?> identities, Source<Arrival, ?, ?> keyStatus, Source<Arrival, ?, ?> keyringLog) {}

    /**
     * Where the rows go, and what is no record.
     *
     * @param fleets takes rows with a fleet
     * @param agents takes rows with an agent
     * @param lineages takes rows with a lineage
     * @param prekeys takes rows with a prekey
     * @param deadLetters takes records of topic {@code dead-letter}
     */
    public record Sinks(
            Sink<ReadModelRow> fleets,
            Sink<ReadModelRow> agents,
            Sink<ReadModelRow> lineages,
            Sink<ReadModelRow> prekeys,
            Sink<Outgoing> deadLetters) {}

    /**
     * Wires it.
     *
     * @param preparation of the tables, before the first row
     */
    public static void build(
            StreamExecutionEnvironment environment, Sources sources, Sinks sinks, Preparation preparation) {
        DataStream<Arrival> records = source(environment, sources.identities(), "identities")
                .union(
                        source(environment, sources.keyStatus(), "key-status"),
                        source(environment, sources.keyringLog(), "keyring-log"));
        SingleOutputStreamOperator<ReadModelRow> rows = records.process(new ReadModelFunction(preparation))
                .returns(new ProtobufTypeInformation<>(ReadModelRow.class))
                .uid("read-model")
                .name("read-model");
        table(rows, ReadModelRow::hasFleet, sinks.fleets(), "fleets");
        table(rows, ReadModelRow::hasAgent, sinks.agents(), "agents");
        table(rows, ReadModelRow::hasLineage, sinks.lineages(), "lineages");
        table(rows, ReadModelRow::hasPrekey, sinks.prekeys(), "prekeys");
        rows.getSideOutput(SideOutputs.DEAD_LETTERS)
                .map(letter -> OutgoingRecords.keyed(Topics.DEAD_LETTER, "", letter))
                .returns(new ProtobufTypeInformation<>(Outgoing.class))
                .uid("dead-letter")
                .name("dead-letter")
                .sinkTo(sinks.deadLetters())
                .uid("to-dead-letter")
                .name("to dead-letter");
    }

    private static DataStream<Arrival> source(
            StreamExecutionEnvironment environment, Source<Arrival, ?, ?> source, String topic) {
        return environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), topic)
                .uid("from-" + topic)
                .name("from " + topic);
    }

    private static void table(
            DataStream<ReadModelRow> rows, FilterFunction<ReadModelRow> own, Sink<ReadModelRow> sink, String table) {
        rows.filter(own).uid(table).name(table).sinkTo(sink).uid("to-" + table).name("to " + table);
    }
}
