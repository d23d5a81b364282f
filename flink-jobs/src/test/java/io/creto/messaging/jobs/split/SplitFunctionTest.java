package io.creto.messaging.jobs.split;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.jobs.KeyedStates;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.SampleSlices;
import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.io.Broadcasts;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.jobs.state.Outgoing;
import io.creto.messaging.jobs.state.ShardSlice;
import io.creto.messaging.schemas.SliceParser;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.RejectionReason;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator: what comes out, what remains in state, which timers remain. */
class SplitFunctionTest {
    private static final long PATIENCE = FleetWaiting.PATIENCE_MS;
    private static final FleetShare ACME = fleet(1, 1, 2);

    private KeyedTwoInputStreamOperatorTestHarness<String, Admitted, FleetShare, ShardSlice> split;

    @BeforeEach
    void open() throws Exception {
        split = harness(null);
    }

    @AfterEach
    void close() throws Exception {
        split.close();
    }

    @Test
    void messagesGoToShardsAndCommandsToTheirLogs() throws Exception {
        learn(ACME);
        Admitted admitted = SampleSlices.admitted(
                ALICE,
                SampleEnvelopes.message(ALICE.id(), "acme/bob"),
                SampleEnvelopes.suspension(ALICE.id(), "acme/eve"));
        split.processElement1(new StreamRecord<>(admitted, NOW));
        int partition = FleetShares.partition(ACME, "acme/bob");
        assertThat(split.extractOutputValues()).singleElement().satisfies(slice -> {
            assertThat(slice.getShard()).isEqualTo("acme.1." + partition);
            assertThat(slice.getTopic()).isEqualTo("delivery.acme.normal");
            assertThat(slice.getPartition()).isEqualTo(partition);
            assertThat(slice.getLeafHashesList()).containsExactly(admitted.getLeafHashes(0));
        });
        assertThat(commands()).singleElement().satisfies(record -> {
            assertThat(record.getTopic()).isEqualTo("registry.log");
            assertThat(record.getKey().toStringUtf8()).isEqualTo("acme");
            assertThat(SliceParser.slice(record.getValue()).getEnvelopes(0).getIndex())
                    .isEqualTo(1);
        });
    }

    @Test
    void aRepeatStaysOneAndWritesNoCommandAgain() throws Exception {
        learn(ACME);
        Admitted repeat = SampleSlices.admitted(
                        ALICE,
                        SampleEnvelopes.message(ALICE.id(), "acme/bob"),
                        SampleEnvelopes.suspension(ALICE.id(), "acme/eve"))
                .toBuilder()
                .setRepeat(true)
                .build();
        split.processElement1(new StreamRecord<>(repeat, NOW));
        assertThat(split.extractOutputValues())
                .extracting(ShardSlice::getRepeat)
                .containsExactly(true);
        assertThat(commands()).isEmpty();
    }

    @Test
    void whatWaitsForItsFleetGoesOnInOrderWhenTheFleetComes() throws Exception {
        Admitted first = hello("acme/bob");
        Admitted second = hello("acme/bob");
        split.processElement1(new StreamRecord<>(first, NOW));
        split.processElement1(new StreamRecord<>(second, NOW));
        assertThat(split.extractOutputValues()).isEmpty();
        OperatorSubtaskState snapshot = split.snapshot(1, 1);
        split.close();
        split = harness(snapshot);
        learn(ACME);
        assertThat(split.extractOutputValues())
                .extracting(ShardSlice::getSlice)
                .containsExactly(first.getSlice(), second.getSlice());
        split.processBothWatermarks(new Watermark(NOW + PATIENCE));
        assertThat(split.getSideOutput(SideOutputs.ANNOUNCEMENTS)).isNullOrEmpty();
        assertNothingRemains();
    }

    @Test
    void aFleetThatDoesNotComeIsBelievedAfterFiveSeconds() throws Exception {
        split.processElement1(new StreamRecord<>(hello("nowhere/bob"), NOW));
        split.processBothWatermarks(new Watermark(NOW + PATIENCE - 1));
        assertThat(split.getSideOutput(SideOutputs.ANNOUNCEMENTS)).isNullOrEmpty();
        split.processBothWatermarks(new Watermark(NOW + PATIENCE));
        assertThat(reasons()).containsExactly(RejectionReason.REJECTION_REASON_UNKNOWN_RECIPIENT);
        assertNothingRemains();
    }

    @Test
    void aRepeatOfWhatWaitsForItsFleetIsToldNothing() throws Exception {
        Admitted first = hello("nowhere/bob");
        split.processElement1(new StreamRecord<>(first, NOW));
        Admitted repeat = first.toBuilder().setRepeat(true).build();
        for (int i = 0; i < FleetWaiting.MAX_SLICES; i++) {
            split.processElement1(new StreamRecord<>(repeat, NOW));
        }
        assertThat(split.getSideOutput(SideOutputs.ANNOUNCEMENTS)).isNullOrEmpty();
        split.processBothWatermarks(new Watermark(NOW + PATIENCE));
        split.processElement1(new StreamRecord<>(repeat, NOW));
        split.processBothWatermarks(new Watermark(NOW + 2 * PATIENCE));
        assertThat(reasons()).containsExactly(RejectionReason.REJECTION_REASON_UNKNOWN_RECIPIENT);
        assertNothingRemains();
    }

    @Test
    void howMuchOfOneSignerWaitsIsBounded() throws Exception {
        for (int i = 0; i < FleetWaiting.MAX_SLICES + 3; i++) {
            split.processElement1(new StreamRecord<>(hello("acme/bob"), NOW));
        }
        assertThat(reasons()).hasSize(3);
        learn(ACME);
        assertThat(split.extractOutputValues()).hasSize(FleetWaiting.MAX_SLICES);
    }

    @Test
    void aNewGenerationIsUsedAndAnOlderRecordIsNot() throws Exception {
        learn(fleet(2, 2, 1));
        learn(ACME);
        split.processElement1(new StreamRecord<>(hello("acme/bob"), NOW));
        assertThat(split.extractOutputValues())
                .extracting(ShardSlice::getTopic)
                .containsExactly("delivery.acme.g2.normal");
    }

    private void assertNothingRemains() {
        assertThat(KeyedStates.keys(split, "held")).isZero();
        assertThat(split.numEventTimeTimers()).isZero();
    }

    private void learn(FleetShare fleet) throws Exception {
        split.processElement2(new StreamRecord<>(fleet, NOW));
    }

    private List<Outgoing> commands() {
        var records = split.getSideOutput(SideOutputs.RECORDS);
        return records == null
                ? List.of()
                : records.stream().map(StreamRecord::getValue).toList();
    }

    private List<RejectionReason> reasons() {
        return split.getSideOutput(SideOutputs.ANNOUNCEMENTS).stream()
                .flatMap(record -> record.getValue().getVerdict().getEnvelopesList().stream())
                .map(EnvelopeVerdict::getReason)
                .toList();
    }

    private static Admitted hello(String recipient) {
        return SampleSlices.admitted(ALICE, SampleEnvelopes.message(ALICE.id(), recipient));
    }

    private static FleetShare fleet(long version, int generation, int partitions) {
        return FleetShare.newBuilder()
                .setFleet("acme")
                .setVersion(version)
                .setGeneration(generation)
                .setDeliveryPartitions(partitions)
                .build();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, Admitted, FleetShare, ShardSlice> harness(
            @Nullable OperatorSubtaskState snapshot) throws Exception {
        var harness = new KeyedTwoInputStreamOperatorTestHarness<String, Admitted, FleetShare, ShardSlice>(
                new CoBroadcastWithKeyedOperator<>(new SplitFunction(), List.of(Broadcasts.FLEETS)),
                Admitted::getSigner,
                null,
                Types.STRING);
        harness.setStateBackend(new EmbeddedRocksDBStateBackend(true));
        harness.setup(new ProtobufTypeInformation<>(ShardSlice.class)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        if (snapshot != null) {
            harness.initializeState(snapshot);
        }
        harness.open();
        return harness;
    }
}
