package io.creto.messaging.jobs.topology;

import com.google.protobuf.Message;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.jobs.announce.AnnounceFunction;
import io.creto.messaging.jobs.command.ReadCommandsFunction;
import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.io.Broadcasts;
import io.creto.messaging.jobs.io.DeliverableFunction;
import io.creto.messaging.jobs.io.FirstElementOperator;
import io.creto.messaging.jobs.io.LogTime;
import io.creto.messaging.jobs.io.OutgoingRecords;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.io.TopicDirectory;
import io.creto.messaging.jobs.keyring.KeyringFunction;
import io.creto.messaging.jobs.registry.RegistryFunction;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.jobs.state.LoggedCommand;
import io.creto.messaging.jobs.state.Outgoing;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.KeyStatus;
import io.creto.messaging.v1.PolicyRecord;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * How the operators of the key management are wired (architecture §4):
 *
 * <pre>
 *   registry.log ─► read ─► genesis ─► registry ─┬─► identities, policies
 *                                                ├─► fleets ──────┐ broadcast
 *                                                └─► verdicts ─┐  ▼
 *   keyring.log ──► read ────────────► keyring ──┬─► verdicts ─┴► announce ─► verdicts, delivery.*
 *                                                └─► key-status
 *   whatever cannot be read, or has no delivery partition (deliverable, before the sink) ─► dead-letter
 * </pre>
 */
public final class KeyManagementTopology {
    private KeyManagementTopology() {}

    /**
     * Where the commands come from.
     *
     * @param registryLog records of {@code registry.log}
     * @param keyringLog records of {@code keyring.log}
     */
    public record Sources(Source<Arrival, ?, ?> registryLog, Source<Arrival, ?, ?> keyringLog) {}

    /**
     * Wires it.
     *
     * @param operatorKey the deployment's pinned key
     * @param topics that the output can write to
     * @param output takes records of all topics
     */
    public static void build(
            StreamExecutionEnvironment environment,
            Sources sources,
            CompositePublicKey operatorKey,
            TopicDirectory.Factory topics,
            Sink<Outgoing> output) {
        var registryCommands = commands(
                environment, sources.registryLog(), OperatorIds.FROM_REGISTRY_LOG, OperatorIds.READ_REGISTRY_LOG);
        var keyringCommands =
                commands(environment, sources.keyringLog(), OperatorIds.FROM_KEYRING_LOG, OperatorIds.READ_KEYRING_LOG);
        var identities = withGenesis(registryCommands)
                .keyBy(LoggedCommand::getKey)
                .process(new RegistryFunction(operatorKey), new ProtobufTypeInformation<>(IdentityRecord.class))
                .uid(OperatorIds.REGISTRY)
                .name(OperatorIds.REGISTRY);
        var keys = keyringCommands
                .keyBy(LoggedCommand::getKey)
                .process(new KeyringFunction(), new ProtobufTypeInformation<>(KeyStatus.class))
                .uid(OperatorIds.KEYRING)
                .name(OperatorIds.KEYRING);
        var announced = identities
                .getSideOutput(SideOutputs.ANNOUNCEMENTS)
                .union(keys.getSideOutput(SideOutputs.ANNOUNCEMENTS))
                .keyBy(Announcement::getSigner)
                .connect(fleets(identities))
                .process(new AnnounceFunction(), new ProtobufTypeInformation<>(Outgoing.class))
                .uid(OperatorIds.ANNOUNCE)
                .name(OperatorIds.ANNOUNCE);
        var policies = identities.getSideOutput(RegistryFunction.POLICIES);
        var unreadable = registryCommands
                .getSideOutput(SideOutputs.DEAD_LETTERS)
                .union(keyringCommands.getSideOutput(SideOutputs.DEAD_LETTERS));
        announced
                .union(
                        records(identities, OperatorIds.IDENTITIES, KeyManagementTopology::identity),
                        records(policies, OperatorIds.POLICIES, KeyManagementTopology::policy),
                        records(keys, OperatorIds.KEY_STATUS, KeyManagementTopology::keyStatus),
                        records(unreadable, OperatorIds.DEAD_LETTER, OutgoingRecords::deadLetter))
                .process(new DeliverableFunction(topics), new ProtobufTypeInformation<>(Outgoing.class))
                .uid(OperatorIds.DELIVERABLE)
                .name(OperatorIds.DELIVERABLE)
                .sinkTo(output)
                .uid(OperatorIds.OUTPUT)
                .name(OperatorIds.OUTPUT);
    }

    private static SingleOutputStreamOperator<LoggedCommand> commands(
            StreamExecutionEnvironment environment, Source<Arrival, ?, ?> log, String sourceId, String readId) {
        return environment
                .fromSource(log, LogTime.ofReference(), sourceId)
                .uid(sourceId)
                .process(new ReadCommandsFunction(), new ProtobufTypeInformation<>(LoggedCommand.class))
                .uid(readId)
                .name(readId);
    }

    /** The system's own fleet begins without a command: the registry is asked to look after it. */
    private static DataStream<LoggedCommand> withGenesis(DataStream<LoggedCommand> commands) {
        var genesis = LoggedCommand.newBuilder().setKey(AgentId.RESERVED_FLEET).build();
        return commands.transform(
                        OperatorIds.GENESIS,
                        new ProtobufTypeInformation<>(LoggedCommand.class),
                        new FirstElementOperator<>(genesis))
                .uid(OperatorIds.GENESIS);
    }

    private static BroadcastStream<FleetShare> fleets(DataStream<IdentityRecord> identities) {
        FlatMapFunction<IdentityRecord, FleetShare> shares =
                (record, out) -> FleetShares.of(record).ifPresent(out::collect);
        return identities
                .flatMap(shares)
                .returns(new ProtobufTypeInformation<>(FleetShare.class))
                .uid(OperatorIds.FLEETS)
                .name(OperatorIds.FLEETS)
                .broadcast(Broadcasts.FLEETS);
    }

    private static <T extends Message> DataStream<Outgoing> records(
            DataStream<T> decided, String id, MapFunction<T, Outgoing> record) {
        return decided.map(record)
                .returns(new ProtobufTypeInformation<>(Outgoing.class))
                .uid(id)
                .name(id);
    }

    private static Outgoing identity(IdentityRecord record) {
        String subject = record.hasAgent()
                ? record.getAgent().getAgent()
                : record.getFleet().getFleet();
        return OutgoingRecords.keyed(Topics.IDENTITIES, subject, record);
    }

    private static Outgoing policy(PolicyRecord record) {
        return OutgoingRecords.keyed(Topics.POLICIES, record.getFleet(), record);
    }

    private static Outgoing keyStatus(KeyStatus status) {
        return OutgoingRecords.keyed(Topics.KEY_STATUS, status.getOwner(), status);
    }
}
