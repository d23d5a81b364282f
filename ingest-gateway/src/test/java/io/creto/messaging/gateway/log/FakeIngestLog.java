package io.creto.messaging.gateway.log;

import io.creto.messaging.gateway.admission.AdmittedBatch;
import io.creto.messaging.v1.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A log that answers when the test says so. */
public final class FakeIngestLog implements IngestLog {
    /** An append that waits for its answer. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Pending(IngestPartition partition, byte[] recordValue, CompletableFuture<Appended> answer) {
        /** The log has it. */
        public void succeed(long timeMs) {
            answer.complete(new Appended(partition, timeMs));
        }

        /** The log fails. */
        public void fail(Throwable failure) {
            answer.completeExceptionally(failure);
        }
    }

    private final List<Pending> pending = new ArrayList<>();

    @Override
    public CompletableFuture<Appended> append(AdmittedBatch batch) {
        return add(new IngestPartition(batch.lane(), 0), batch.recordValue());
    }

    @Override
    public CompletableFuture<Appended> appendTick(IngestPartition partition, byte[] recordValue) {
        return add(partition, recordValue);
    }

    @Override
    public List<IngestPartition> partitions() {
        return List.of(new IngestPartition(Lane.LANE_NORMAL, 0));
    }

    /** Takes what waits, oldest first. */
    public synchronized List<Pending> take() {
        List<Pending> taken = List.copyOf(pending);
        pending.clear();
        return taken;
    }

    /** How many wait. */
    public synchronized int waiting() {
        return pending.size();
    }

    private synchronized CompletableFuture<Appended> add(IngestPartition partition, byte[] recordValue) {
        CompletableFuture<Appended> answer = new CompletableFuture<>();
        pending.add(new Pending(partition, recordValue, answer));
        return answer;
    }
}
