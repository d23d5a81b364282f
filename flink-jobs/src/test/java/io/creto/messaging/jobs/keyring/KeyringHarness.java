package io.creto.messaging.jobs.keyring;

import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.LoggedCommand;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.KeyStatus;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** {@link KeyringFunction} in its operator, on RocksDB. */
final class KeyringHarness {
    private final KeyedOneInputStreamOperatorTestHarness<String, LoggedCommand, KeyStatus> harness;
    private final KeyringFunction function;

    private KeyringHarness(@Nullable OperatorSubtaskState snapshot) throws Exception {
        function = new KeyringFunction();
        harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(function), LoggedCommand::getKey, Types.STRING);
        harness.setStateBackend(new EmbeddedRocksDBStateBackend(false)); // whole snapshots: restored from several times
        harness.setup(new ProtobufTypeInformation<>(KeyStatus.class)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        if (snapshot != null) {
            harness.initializeState(snapshot);
        }
        harness.open();
    }

    static KeyringHarness open() throws Exception {
        return new KeyringHarness(null);
    }

    /** Another operator with this one's state; this one is closed. */
    KeyringHarness restored() throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        return new KeyringHarness(snapshot);
    }

    void process(LoggedCommand command) throws Exception {
        harness.processElement(new StreamRecord<>(command, command.getAppendedAtMs()));
    }

    void watermark(long timestamp) throws Exception {
        harness.processWatermark(new Watermark(timestamp));
    }

    List<KeyStatus> records() {
        return harness.extractOutputValues();
    }

    List<EnvelopeVerdict> verdicts() {
        var verdicts = harness.getSideOutput(SideOutputs.ANNOUNCEMENTS);
        return verdicts == null
                ? List.of()
                : verdicts.stream()
                        .map(record -> record.getValue().getVerdict().getEnvelopes(0))
                        .toList();
    }

    int timers() {
        return harness.numEventTimeTimers();
    }

    /** Commands that are remembered of the owner whose element was processed last. */
    int remembered() throws Exception {
        return function.remembered();
    }

    void close() throws Exception {
        harness.close();
    }
}
