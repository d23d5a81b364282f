package io.creto.messaging.jobs.command;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.SampleSlices;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.LoggedCommand;
import io.creto.messaging.schemas.TopicSpec;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.schemas.VerdictParser;
import io.creto.messaging.v1.DeadLetter;
import io.creto.messaging.v1.Slice;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadCommandsFunctionTest {
    private static final Slice SUSPENSIONS = SampleSlices.of(
            ALICE,
            SampleEnvelopes.suspension(ALICE.id(), "acme/bob"),
            SampleEnvelopes.suspension(ALICE.id(), "acme/carol"),
            SampleEnvelopes.suspension(ALICE.id(), "umbra/dave"));

    private OneInputStreamOperatorTestHarness<Arrival, LoggedCommand> read;

    @BeforeEach
    void open() throws Exception {
        read = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new ReadCommandsFunction()));
        read.setup(new ProtobufTypeInformation<>(LoggedCommand.class)
                .createSerializer(read.getExecutionConfig().getSerializerConfig()));
        read.open();
    }

    @AfterEach
    void close() throws Exception {
        read.close();
    }

    @Test
    void eachCommandGoesOnAloneInOrderWithItsKeyProofAndTime() throws Exception {
        read.processElement(new StreamRecord<>(record(Topics.REGISTRY_LOG, SUSPENSIONS.toByteString()), NOW + 7));
        List<LoggedCommand> commands = read.extractOutputValues();
        assertThat(commands).extracting(LoggedCommand::getKey).containsExactly("acme", "acme", "umbra");
        for (int i = 0; i < commands.size(); i++) {
            Slice slice = commands.get(i).getSlice();
            assertThat(slice.getEnvelopesList()).containsExactly(SUSPENSIONS.getEnvelopes(i));
            assertThat(slice.getBatchHeader()).isEqualTo(SUSPENSIONS.getBatchHeader());
            assertThat(slice.getIngestTimeMs()).isEqualTo(NOW);
            assertThat(commands.get(i).getAppendedAtMs()).isEqualTo(NOW + 7);
            assertThat(Command.of(commands.get(i)).sender()).isEqualTo(ALICE.id());
        }
        assertThat(deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("poison")
    void poisonIsADeadLetterAsItCame(ByteString poison) throws Exception {
        read.processElement(new StreamRecord<>(record(Topics.REGISTRY_LOG, poison), NOW + 7));
        assertThat(read.extractOutputValues()).isEmpty();
        assertThat(deadLetters()).singleElement().satisfies(letter -> {
            assertThat(VerdictParser.deadLetter(letter.toByteString())).isEqualTo(letter);
            assertThat(letter.getTopic()).isEqualTo(Topics.REGISTRY_LOG.name());
            assertThat(letter.getOffset()).isEqualTo(42);
            assertThat(poison.startsWith(letter.getRecord())).isTrue();
        });
    }

    static Stream<ByteString> poison() {
        ByteString good = SUSPENSIONS.toByteString();
        return Stream.of(
                ByteString.EMPTY,
                SampleAgents.bytes(500),
                SampleAgents.bytes(1 << 20),
                good.substring(0, good.size() - 1),
                good.concat(ByteString.copyFromUtf8("!")),
                SampleSlices.of(ALICE, SampleEnvelopes.message(ALICE.id(), "acme/bob"))
                        .toByteString(),
                SampleSlices.of(ALICE, SampleEnvelopes.acknowledgement(ALICE.id(), "acme/bob"))
                        .toByteString());
    }

    @Test
    void aCommandInTheWrongLogIsADeadLetter() throws Exception {
        read.processElement(new StreamRecord<>(record(Topics.KEYRING_LOG, SUSPENSIONS.toByteString()), NOW));
        assertThat(read.extractOutputValues()).isEmpty();
        assertThat(deadLetters()).hasSize(1);
    }

    private List<DeadLetter> deadLetters() {
        var letters = read.getSideOutput(SideOutputs.DEAD_LETTERS);
        return letters == null
                ? List.of()
                : letters.stream().map(StreamRecord::getValue).toList();
    }

    private static Arrival record(TopicSpec topic, ByteString value) {
        return Arrival.newBuilder()
                .setRecord(value)
                .setIngestTimeMs(NOW + 7)
                .setTopic(topic.name())
                .setOffset(42)
                .build();
    }
}
