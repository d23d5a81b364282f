package io.creto.messaging.jobs.split;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.SampleSlices;
import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.jobs.state.Outgoing;
import io.creto.messaging.jobs.state.ShardSlice;
import io.creto.messaging.schemas.SliceParser;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SplitFunctionTest {
    private static final FleetShare ACME = FleetShare.newBuilder()
            .setFleet("acme")
            .setVersion(1)
            .setGeneration(2)
            .setDeliveryPartitions(2)
            .build();

    private OneInputStreamOperatorTestHarness<Admitted, ShardSlice> split;

    @BeforeEach
    void open() throws Exception {
        split = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new SplitFunction()));
        split.setup(new ProtobufTypeInformation<>(ShardSlice.class)
                .createSerializer(split.getExecutionConfig().getSerializerConfig()));
        split.open();
    }

    @AfterEach
    void close() throws Exception {
        split.close();
    }

    @Test
    void messagesGoToShardsAndCommandsToTheirLogs() throws Exception {
        Admitted admitted = admitted();
        split.processElement(new StreamRecord<>(admitted, NOW));
        int partition = FleetShares.partition(ACME, "acme/bob");
        assertThat(split.extractOutputValues()).singleElement().satisfies(slice -> {
            assertThat(slice.getShard()).isEqualTo("acme.2." + partition);
            assertThat(slice.getTopic()).isEqualTo("delivery.acme.g2.normal");
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
        split.processElement(
                new StreamRecord<>(admitted().toBuilder().setRepeat(true).build(), NOW));
        assertThat(split.extractOutputValues())
                .extracting(ShardSlice::getRepeat)
                .containsExactly(true);
        assertThat(commands()).isEmpty();
    }

    private static Admitted admitted() {
        return SampleSlices.admitted(
                        ALICE,
                        SampleEnvelopes.message(ALICE.id(), "acme/bob"),
                        SampleEnvelopes.suspension(ALICE.id(), "acme/eve"))
                .toBuilder()
                .addFleets(ACME)
                .build();
    }

    private List<Outgoing> commands() {
        var records = split.getSideOutput(SideOutputs.RECORDS);
        return records == null
                ? List.of()
                : records.stream().map(StreamRecord::getValue).toList();
    }
}
