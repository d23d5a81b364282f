package io.creto.messaging.jobs.verify;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.IdentityShare;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.schemas.VerdictParser;
import io.creto.messaging.v1.DeadLetter;
import io.creto.messaging.v1.IngestRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Tick;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The operators that read records: they never throw, whatever the bytes. */
class ReadFunctionTest {
    private static final TypeInformation<Arrival> ARRIVALS = new ProtobufTypeInformation<>(Arrival.class);
    private static final TypeInformation<IdentityShare> SHARES = new ProtobufTypeInformation<>(IdentityShare.class);

    @Test
    void namesTheSignerOfABatchAndDropsTicks() throws Exception {
        ByteString batch = IngestRecord.newBuilder()
                .setBatch(ALICE.batch(1, SampleEnvelopes.message(ALICE.id(), "acme/bob")))
                .build()
                .toByteString();
        ByteString tick = IngestRecord.newBuilder()
                .setTick(Tick.newBuilder().setCreatedAtMs(NOW).setGateway("g"))
                .build()
                .toByteString();
        var read = harness(new ReadFunction(), ARRIVALS);
        read.processElement(new StreamRecord<>(arrival(tick), NOW));
        read.processElement(new StreamRecord<>(arrival(batch), NOW));
        assertThat(read.extractOutputValues()).singleElement().satisfies(arrival -> {
            assertThat(arrival.getSigner()).isEqualTo(ALICE.id());
            assertThat(arrival.getRecord()).isEqualTo(batch);
            assertThat(arrival.getIngestTimeMs()).isEqualTo(NOW);
        });
        assertThat(deadLetters(read)).isEmpty();
        read.close();
    }

    @ParameterizedTest
    @MethodSource("poison")
    void poisonIsADeadLetterWithReasonPlaceAndBytes(ByteString poison) throws Exception {
        var read = harness(new ReadFunction(), ARRIVALS);
        var share = harness(new ShareFunction(), SHARES);
        read.processElement(new StreamRecord<>(arrival(poison), NOW));
        share.processElement(new StreamRecord<>(arrival(poison), NOW));
        assertThat(read.extractOutputValues()).isEmpty();
        assertThat(share.extractOutputValues()).isEmpty();
        for (DeadLetter letter : Stream.concat(deadLetters(read).stream(), deadLetters(share).stream())
                .toList()) {
            assertThat(VerdictParser.deadLetter(letter.toByteString())).isEqualTo(letter);
            assertThat(letter.getReason()).isNotEqualTo(RejectionReason.REJECTION_REASON_UNSPECIFIED);
            assertThat(letter.getOffset()).isEqualTo(42);
            assertThat(poison.startsWith(letter.getRecord())).isTrue();
        }
        assertThat(deadLetters(read)).hasSize(1);
        assertThat(deadLetters(share)).hasSize(1);
        read.close();
        share.close();
    }

    static Stream<ByteString> poison() {
        Random random = new Random(5);
        byte[] megabytes = new byte[3 << 20];
        random.nextBytes(megabytes);
        ByteString good = IngestRecord.newBuilder()
                .setBatch(ALICE.batch(1, SampleEnvelopes.message(ALICE.id(), "acme/bob")))
                .build()
                .toByteString();
        Stream<ByteString> noise = random.ints(20, 1, 3000).mapToObj(SampleAgents::bytes);
        return Stream.concat(
                noise,
                Stream.of(
                        ByteString.EMPTY,
                        ByteString.copyFromUtf8("not a record"),
                        ByteString.copyFrom(megabytes, 0, 1 << 20),
                        ByteString.copyFrom(megabytes),
                        good.substring(0, good.size() / 2),
                        good.concat(ByteString.copyFromUtf8("!"))));
    }

    private static <T> OneInputStreamOperatorTestHarness<Arrival, T> harness(
            ProcessFunction<Arrival, T> function, TypeInformation<T> type) throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<Arrival, T>(new ProcessOperator<>(function));
        harness.setup(type.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        harness.open();
        return harness;
    }

    private static List<DeadLetter> deadLetters(OneInputStreamOperatorTestHarness<?, ?> harness) {
        var letters = harness.getSideOutput(SideOutputs.DEAD_LETTERS);
        return letters == null
                ? List.of()
                : letters.stream().map(StreamRecord::getValue).toList();
    }

    private static Arrival arrival(ByteString record) {
        return Arrival.newBuilder()
                .setRecord(record)
                .setLane(Lane.LANE_NORMAL_VALUE)
                .setIngestTimeMs(NOW)
                .setTopic(Topics.ingest(Lane.LANE_NORMAL).name())
                .setPartition(3)
                .setOffset(42)
                .build();
    }
}
