package io.creto.messaging.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Int32Value;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.creto.messaging.v1.SubmitRequest;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacedCallTest {
    private final FakeCall call = new FakeCall();
    private final ManualTimer timer = new ManualTimer();
    private final List<SubmitRequest> handled = new ArrayList<>();
    private long priceNanos;
    private final PacedCall<SubmitRequest, SubmitResponse> paced = new PacedCall<>(call, timer, size -> priceNanos);
    private final ServerCall.Listener<SubmitRequest> transport = paced.listener(new ServerCall.Listener<>() {
        @Override
        public void onMessage(SubmitRequest message) {
            handled.add(message);
        }
    });

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void asksForOneAtATimeHoweverManyTheHandlerWants() {
        paced.request(3);
        paced.request(2);
        assertThat(call.requested).isEqualTo(1);
        for (int message = 1; message <= 5; message++) {
            arrive();
            assertThat(handled).hasSize(message);
            assertThat(call.requested).isEqualTo(Math.min(5, message + 1));
        }
        paced.request(1);
        assertThat(call.requested).isEqualTo(6);
    }

    @Test
    void aMessageThatIsNotPaidForIsHandledAndTheNextOneWaits() {
        paced.request(3);
        priceNanos = 7;
        arrive();
        assertThat(handled).hasSize(1);
        paced.request(1);
        assertThat(call.requested).as("not before it is paid").isEqualTo(1);
        assertThat(timer.delays).containsExactly(7L);

        priceNanos = 0;
        timer.fire();
        assertThat(call.requested).isEqualTo(2);
        arrive();
        assertThat(call.requested).isEqualTo(3);
    }

    @Test
    void aPauseDoesNotAskForWhatTheHandlerDoesNotWant() {
        paced.request(1);
        priceNanos = 7;
        arrive();
        timer.fire();
        assertThat(call.requested).isEqualTo(1);
        paced.request(1);
        assertThat(call.requested).isEqualTo(2);
    }

    @Test
    void aCallThatIsOverLeavesNothingBehind() {
        paced.request(3);
        priceNanos = 7;
        arrive();
        transport.onCancel();
        assertThat(timer.tasks.get(0).isCancelled()).isTrue();
        paced.request(1);
        assertThat(call.requested).isEqualTo(1);
    }

    @Test
    void whereTheTimerHasEndedNothingMoreIsAskedFor() {
        paced.request(3);
        priceNanos = 7;
        timer.shutdownNow();
        arrive();
        assertThat(handled).hasSize(1);
        assertThat(call.requested).isEqualTo(1);
    }

    @Test
    void aMessageIsAsLargeAsItsBytes() {
        assertThat(PacedCall.size(Int32Value.of(1))).isEqualTo(2);
        assertThat(PacedCall.size("no message of the contract")).isZero();
    }

    private void arrive() {
        transport.onMessage(SubmitRequest.getDefaultInstance());
    }

    /** Counts what it is asked for. */
    private static final class FakeCall extends ServerCall<SubmitRequest, SubmitResponse> {
        private int requested;

        @Override
        public void request(int count) {
            requested += count;
        }

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(SubmitResponse message) {}

        @Override
        public void close(Status status, Metadata trailers) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<SubmitRequest, SubmitResponse> getMethodDescriptor() {
            return SubmissionServiceGrpc.getSubmitStreamMethod();
        }
    }

    /** Fires when told to. */
    private static final class ManualTimer extends ScheduledThreadPoolExecutor {
        private final List<Long> delays = new ArrayList<>();
        private final List<Task> tasks = new ArrayList<>();

        ManualTimer() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            if (isShutdown()) {
                throw new RejectedExecutionException();
            }
            delays.add(unit.toNanos(delay));
            Task task = new Task(command);
            tasks.add(task);
            return task;
        }

        void fire() {
            tasks.forEach(task -> task.command.run());
        }
    }

    private static final class Task extends CompletableFuture<Void> implements ScheduledFuture<Void> {
        private final Runnable command;

        Task(Runnable command) {
            this.command = command;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
