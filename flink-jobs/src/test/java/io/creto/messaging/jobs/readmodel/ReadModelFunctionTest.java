package io.creto.messaging.jobs.readmodel;

import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.readmodel.SampleRecords.arrival;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.ReadModelRow;
import io.creto.messaging.schemas.TopicSpec;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.schemas.VerdictParser;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReadModelFunctionTest {
    @Test
    @SuppressWarnings("try") // a harness that is interrupted ends the test
    void recordsBecomeRows() throws Exception {
        try (var harness = harness(() -> {})) {
            harness.processElement(record(arrival(Topics.IDENTITIES, SampleRecords.agent("bob", 1))));
            harness.processElement(record(arrival(Topics.IDENTITIES, SampleRecords.fleet(1))));
            harness.processElement(record(arrival(Topics.KEYRING_LOG, SampleRecords.upload(SampleRecords.prekey()))));
            harness.processElement(record(arrival(Topics.POLICIES, SampleRecords.policy(1, "default"))));
            assertThat(harness.extractOutputValues())
                    .extracting(ReadModelRow::getRowCase)
                    .containsExactly(
                            ReadModelRow.RowCase.AGENT,
                            ReadModelRow.RowCase.FLEET,
                            ReadModelRow.RowCase.PREKEY,
                            ReadModelRow.RowCase.POLICY);
            assertThat(harness.getSideOutput(SideOutputs.DEAD_LETTERS)).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("poison")
    @SuppressWarnings("try") // as above
    void poisonIsADeadLetterOfItsTopic(TopicSpec topic, ByteString poison) throws Exception {
        try (var harness = harness(() -> {})) {
            harness.processElement(record(arrival(topic, poison)));
            assertThat(harness.extractOutputValues()).isEmpty();
            assertThat(harness.getSideOutput(SideOutputs.DEAD_LETTERS))
                    .singleElement()
                    .satisfies(element -> {
                        DeadLetter letter = element.getValue();
                        assertThat(VerdictParser.deadLetter(letter.toByteString()))
                                .isEqualTo(letter);
                        assertThat(letter.getTopic()).isEqualTo(topic.name());
                        assertThat(letter.getOffset()).isEqualTo(42);
                    });
        }
    }

    static List<Arguments> poison() {
        List<Arguments> cases = new ArrayList<>();
        for (TopicSpec topic : List.of(Topics.IDENTITIES, Topics.KEY_STATUS, Topics.KEYRING_LOG, Topics.POLICIES)) {
            for (ByteString bytes : List.of(
                    ByteString.EMPTY,
                    ByteString.copyFromUtf8("noise"),
                    SampleAgents.bytes(1000),
                    SampleAgents.bytes(WireLimits.MAX_BATCH_BYTES),
                    SampleRecords.agent("bob", 0).toByteString(),
                    SampleRecords.upload(SampleRecords.prekey().toBuilder()
                                    .setPublicKey(SampleAgents.bytes(3))
                                    .build())
                            .toByteString(),
                    SampleRecords.policy(1, "").toByteString())) {
                cases.add(Arguments.of(topic, bytes));
            }
        }
        return cases;
    }

    @Test
    void nothingIsReadBeforeTheDatabaseIsPrepared() {
        assertThatThrownBy(() -> harness(() -> {
                    throw new IllegalStateException("no database");
                }))
                .hasStackTraceContaining("no database");
    }

    private static StreamRecord<Arrival> record(Arrival arrival) {
        return new StreamRecord<>(arrival, NOW);
    }

    private static OneInputStreamOperatorTestHarness<Arrival, ReadModelRow> harness(Preparation preparation)
            throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<Arrival, ReadModelRow>(
                new ProcessOperator<>(new ReadModelFunction(preparation)));
        harness.setup(new ProtobufTypeInformation<>(ReadModelRow.class)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        harness.open();
        return harness;
    }
}
