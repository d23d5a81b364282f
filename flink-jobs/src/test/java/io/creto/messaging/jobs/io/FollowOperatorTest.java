package io.creto.messaging.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.jobs.io.LogEnds.Extent;
import io.creto.messaging.jobs.state.Arrival;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowOperatorTest {
    private static final Queue<CompletableFuture<Map<Integer, Extent>>> ASKED = new ArrayDeque<>();

    private OneInputStreamOperatorTestHarness<Arrival, Arrival> follow;
    private long nowMs;

    @BeforeEach
    void open() throws Exception {
        ASKED.clear();
        follow = harness(null);
        advance(1);
    }

    @AfterEach
    void close() throws Exception {
        follow.close();
    }

    @Test
    void anEmptyTopicIsReadUpAtOnce() throws Exception {
        answer(Map.of(0, new Extent(0, 0), 1, new Extent(7, 7)));
        assertThat(readUp()).isEqualTo(1);
    }

    @Test
    void itIsReadUpWhenTheLastRecordOfEveryPartitionHasPassed() throws Exception {
        answer(Map.of(0, new Extent(0, 2), 1, new Extent(0, 1)));
        pass(0, 0);
        pass(0, 1);
        assertThat(readUp()).isZero();
        pass(1, 0);
        assertThat(readUp()).isEqualTo(1);
        assertThat(follow.extractOutputValues().get(3).getReadUp()).isTrue();
        pass(1, 1);
        assertThat(readUp()).isEqualTo(1);
    }

    @Test
    void itIsAskedAgainAndOnlyWhatIsUnreadIsWaitedFor() throws Exception {
        pass(0, 0);
        answer(Map.of(0, new Extent(0, 1)));
        assertThat(readUp()).isEqualTo(1);
        advance(FollowOperator.ASK_AGAIN_MS - 1);
        assertThat(ASKED).isEmpty();
        advance(1);
        answer(Map.of(0, new Extent(0, 2)));
        assertThat(readUp()).isEqualTo(1);
        pass(0, 1);
        assertThat(readUp()).isEqualTo(2);
    }

    @Test
    void withoutAnAnswerNothingIsSaidUntilThereIsOne() throws Exception {
        ASKED.remove().completeExceptionally(new IllegalStateException("no leader"));
        advance(100);
        assertThat(readUp()).isZero();
        advance(FollowOperator.ASK_AGAIN_MS);
        answer(Map.of(0, new Extent(0, 0)));
        assertThat(readUp()).isEqualTo(1);
    }

    @Test
    void whatWasReadBeforeARestartIsNotWaitedFor() throws Exception {
        pass(0, 41);
        OperatorSubtaskState snapshot = follow.snapshot(1, 1);
        follow.close();
        ASKED.clear();
        follow = harness(snapshot);
        advance(1);
        answer(Map.of(0, new Extent(0, 42)));
        assertThat(readUp()).isEqualTo(1);
    }

    private void answer(Map<Integer, Extent> extents) throws Exception {
        ASKED.remove().complete(extents);
        advance(100);
    }

    private void advance(long millis) throws Exception {
        nowMs += millis;
        follow.setProcessingTime(nowMs);
    }

    private void pass(int partition, long offset) throws Exception {
        follow.processElement(new StreamRecord<>(
                Arrival.newBuilder().setPartition(partition).setOffset(offset).build()));
    }

    private long readUp() {
        return follow.extractOutputValues().stream().filter(Arrival::getReadUp).count();
    }

    private static OneInputStreamOperatorTestHarness<Arrival, Arrival> harness(@Nullable OperatorSubtaskState snapshot)
            throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<>(new FollowOperator(Ends::new));
        harness.setup(new ProtobufTypeInformation<>(Arrival.class)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        if (snapshot != null) {
            harness.initializeState(snapshot);
        }
        harness.open();
        return harness;
    }

    private static final class Ends implements LogEnds {
        @Override
        public CompletableFuture<Map<Integer, Extent>> ask() {
            CompletableFuture<Map<Integer, Extent>> answer = new CompletableFuture<>();
            ASKED.add(answer);
            return answer;
        }

        @Override
        public void close() {}
    }
}
