package io.creto.messaging.jobs.registry;

import static io.creto.messaging.jobs.registry.World.OPERATOR;

import com.google.protobuf.Message;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.command.SampleCommands;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.LoggedCommand;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.IdentityRecord;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** {@link RegistryFunction} in its operator, on RocksDB. */
final class RegistryHarness {
    private final KeyedOneInputStreamOperatorTestHarness<String, LoggedCommand, IdentityRecord> harness;
    private final RegistryFunction function;

    private RegistryHarness(@Nullable OperatorSubtaskState snapshot) throws Exception {
        function = new RegistryFunction(OPERATOR.key().publicKey());
        harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(function), LoggedCommand::getKey, Types.STRING);
        harness.setStateBackend(new EmbeddedRocksDBStateBackend(false)); // whole snapshots: restored from several times
        harness.setup(new ProtobufTypeInformation<>(IdentityRecord.class)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        if (snapshot != null) {
            harness.initializeState(snapshot);
        }
        harness.open();
    }

    static RegistryHarness open() throws Exception {
        return new RegistryHarness(null);
    }

    /** Another operator with this one's state; this one is closed. */
    RegistryHarness restored() throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        return new RegistryHarness(snapshot);
    }

    void process(LoggedCommand command) throws Exception {
        harness.processElement(new StreamRecord<>(command, command.getAppendedAtMs()));
    }

    void process(SampleAgents sender, Message body, long atMs) throws Exception {
        process(SampleCommands.logged(World.FLEET, sender, SampleCommands.envelope(sender, body), atMs, atMs));
    }

    void watermark(long timestamp) throws Exception {
        harness.processWatermark(new Watermark(timestamp));
    }

    List<IdentityRecord> records() {
        return harness.extractOutputValues();
    }

    List<Announcement> announcements() {
        return side(SideOutputs.ANNOUNCEMENTS);
    }

    List<EnvelopeVerdict> verdicts() {
        return announcements().stream()
                .map(announcement -> announcement.getVerdict().getEnvelopes(0))
                .toList();
    }

    <T> List<T> side(OutputTag<T> tag) {
        Queue<StreamRecord<T>> records = harness.getSideOutput(tag);
        return records == null
                ? List.of()
                : records.stream().map(StreamRecord::getValue).toList();
    }

    int timers() {
        return harness.numEventTimeTimers();
    }

    /** Commands and tokens that are remembered of the fleet whose element was processed last. */
    int remembered() throws Exception {
        return function.remembered();
    }

    RegistryFunction function() {
        return function;
    }

    void close() throws Exception {
        harness.close();
    }
}
