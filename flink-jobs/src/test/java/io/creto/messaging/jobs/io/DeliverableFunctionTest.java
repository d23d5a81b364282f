package io.creto.messaging.jobs.io;

import static io.creto.messaging.jobs.SampleAgents.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.state.Outgoing;
import io.creto.messaging.schemas.TopicSpec;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.schemas.VerdictParser;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.DeadLetter;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records without a home are dead letters; all others pass as they are, in order. */
class DeliverableFunctionTest {
    private static final TopicSpec ACME = Topics.delivery("acme", 1, Lane.LANE_NORMAL, 2);
    private static final TopicSpec GHOST = Topics.delivery("ghost", 1, Lane.LANE_NORMAL, 2);
    private static final ByteString VALUE = ByteString.copyFromUtf8("sealed");

    private final FakeTopics topics = new FakeTopics();

    private OneInputStreamOperatorTestHarness<Outgoing, Outgoing> deliverable;

    @BeforeEach
    void open() throws Exception {
        deliverable = new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(new DeliverableFunction(() -> topics)),
                new ProtobufTypeInformation<>(Outgoing.class).createSerializer(new SerializerConfigImpl()));
        deliverable.open();
        topics.partitions.put(ACME.name(), 2);
    }

    @AfterEach
    void close() throws Exception {
        deliverable.close();
        assertThat(topics.closed).isTrue();
    }

    @Test
    void whatHasAHomePassesAndItsTopicIsAskedForOnce() throws Exception {
        Outgoing first = OutgoingRecords.placed(ACME, 0, VALUE);
        Outgoing second = OutgoingRecords.placed(ACME, 1, VALUE);
        write(first, second);
        deliverable.setProcessingTime(100 * KnownTopics.ASK_AGAIN_MS);
        write(first);
        assertThat(written()).containsExactly(first, second, first);
        assertThat(topics.asked).containsExactly(ACME.name());
    }

    @Test
    void whatHasNoneIsADeadLetterAndWhatStandsBehindItGoesOn() throws Exception {
        Outgoing lost = OutgoingRecords.placed(GHOST, 1, VALUE);
        Outgoing beyond = OutgoingRecords.placed(ACME, 2, VALUE);
        Outgoing good = OutgoingRecords.placed(ACME, 1, VALUE);
        write(lost, beyond, good);
        assertThat(written()).hasSize(3).endsWith(good);
        DeadLetter letter = letter(0);
        assertThat(letter.getReason()).isEqualTo(RejectionReason.REJECTION_REASON_INTERNAL);
        assertThat(letter.getDetail()).contains("no such topic");
        assertThat(letter.getTopic()).isEqualTo(GHOST.name());
        assertThat(letter.getPartition()).isEqualTo(1);
        assertThat(letter.getRecord()).isEqualTo(VALUE);
        assertThat(letter.getRecordedAtMs()).isEqualTo(NOW);
        assertThat(letter(1).getTopic()).isEqualTo(ACME.name());
        assertThat(letter(1).getDetail()).contains("2 partitions");
    }

    @Test
    void anAbsentTopicIsAskedForAgainAfterASecondAndUsedWhenItHasCome() throws Exception {
        Outgoing record = OutgoingRecords.placed(GHOST, 0, VALUE);
        write(record, record);
        deliverable.setProcessingTime(KnownTopics.ASK_AGAIN_MS - 1);
        write(record);
        assertThat(topics.asked).as("once a second").hasSize(1);
        topics.partitions.put(GHOST.name(), 2);
        deliverable.setProcessingTime(KnownTopics.ASK_AGAIN_MS);
        write(record);
        assertThat(topics.asked).hasSize(2);
        assertThat(written()).hasSize(4).endsWith(record);
    }

    @Test
    void aTopicThatGrowsIsUsedAsItIs() throws Exception {
        Outgoing record = OutgoingRecords.placed(ACME, 3, VALUE);
        write(record);
        topics.partitions.put(ACME.name(), 4);
        deliverable.setProcessingTime(KnownTopics.ASK_AGAIN_MS);
        write(record);
        assertThat(letter(0).getPartition()).isEqualTo(3);
        assertThat(written().get(1)).isEqualTo(record);
    }

    @Test
    void whileNobodyAnswersRecordsAreTheSinks() throws Exception {
        topics.silent = true;
        Outgoing record = OutgoingRecords.placed(GHOST, 0, VALUE);
        write(record);
        assertThat(written()).containsExactly(record);
    }

    @Test
    void anAbsenceOutlivesThatNobodyAnswers() throws Exception {
        Outgoing record = OutgoingRecords.placed(GHOST, 0, VALUE);
        write(record);
        topics.silent = true;
        deliverable.setProcessingTime(KnownTopics.ASK_AGAIN_MS);
        write(record);
        assertThat(letter(1).getTopic()).isEqualTo(GHOST.name());
    }

    @Test
    void topicsOfTheDeploymentAreNotAskedFor() throws Exception {
        Outgoing record = OutgoingRecords.deadLetter(DeadLetter.getDefaultInstance());
        write(record);
        assertThat(written()).containsExactly(record);
        assertThat(topics.asked).isEmpty();
    }

    @Test
    void theLargestRecordIsCutToWhatADeadLetterHolds() throws Exception {
        write(OutgoingRecords.placed(GHOST, 0, SampleAgents.bytes(WireLimits.MAX_BATCH_BYTES + 1)));
        assertThat(letter(0).getRecord().size()).isEqualTo(WireLimits.MAX_BATCH_BYTES);
    }

    private void write(Outgoing... records) throws Exception {
        for (Outgoing record : records) {
            deliverable.processElement(new StreamRecord<>(record, NOW));
        }
    }

    private List<Outgoing> written() {
        return deliverable.extractOutputValues();
    }

    private DeadLetter letter(int index) throws Exception {
        Outgoing record = written().get(index);
        assertThat(record.getTopic()).isEqualTo(Topics.DEAD_LETTER.name());
        return VerdictParser.deadLetter(record.getValue());
    }

    private static final class FakeTopics implements TopicDirectory {
        private final Map<String, Integer> partitions = new HashMap<>();
        private final List<String> asked = new ArrayList<>();
        private boolean silent;
        private boolean closed;

        @Override
        public OptionalInt partitions(String topic) {
            asked.add(topic);
            return silent ? OptionalInt.empty() : OptionalInt.of(partitions.getOrDefault(topic, 0));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
