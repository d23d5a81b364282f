package io.creto.messaging.benchmarks.pipeline;

import com.google.protobuf.ByteString;
import io.creto.messaging.benchmarks.fleet.BenchFleet;
import io.creto.messaging.benchmarks.fleet.BenchFleet.Recipient;
import io.creto.messaging.benchmarks.fleet.BenchFleet.Signer;
import io.creto.messaging.benchmarks.fleet.SealedMessages;
import io.creto.messaging.benchmarks.pipeline.BatchFile.Entry;
import io.creto.messaging.benchmarks.pipeline.BatchFile.Sink;
import io.creto.messaging.crypto.batch.BatchSigner;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.IngestRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.Report;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** Seals and signs, on all cores: what agents would send, and the gateway would write to the ingest topic. */
final class BatchMaker {
    /**
     * Batches that stand before a workload: one message to each recipient, alone, without report. When they are out, the job
     * knows all agents, and gives exactly one record for each, however long it had to wait.
     */
    static final int SETTLING = BenchFleet.RECIPIENTS;

    private static final int CHUNK = 256;
    private static final long INCARNATION = 1;
    private static final long SETTLING_MS = 1000;

    private final BenchFleet fleet;
    private final SecureRandom random = new SecureRandom();
    private final SealedMessages messages = new SealedMessages(random);

    BatchMaker(BenchFleet fleet) {
        this.fleet = fleet;
    }

    /** Makes the settling batches and all batches of a workload, in the order of their creation. */
    BatchFile make(Workload workload) throws IOException {
        Workload settling = Workload.single(Report.REPORT_NONE, SETTLING);
        return BatchFile.write(workload, sink -> {
            make(settling, number -> fleet.startMs(), 0, (entry, slices) -> sink.write(entry, 0));
            make(workload, number -> fleet.startMs() + SETTLING_MS + workload.millis(number), SETTLING, sink);
        });
    }

    private void make(Workload workload, IntToLongFunction createdAtMs, int before, Sink sink) throws IOException {
        for (int from = 0; from < workload.batches(); from += CHUNK) {
            List<Made> chunk = IntStream.range(from, Math.min(from + CHUNK, workload.batches()))
                    .parallel()
                    .mapToObj(number -> batch(workload, number, createdAtMs.applyAsLong(number), before))
                    .toList();
            for (Made made : chunk) {
                sink.write(made.entry(), made.partitions());
            }
        }
    }

    private record Made(Entry entry, int partitions) {}

    private Made batch(Workload workload, int number, long createdAtMs, int before) {
        Signer signer = fleet.signer(number);
        List<Envelope> envelopes = new ArrayList<>(workload.batchSize());
        Set<Integer> partitions = new HashSet<>();
        try {
            for (int i = 0; i < workload.batchSize(); i++) {
                Recipient recipient = fleet.recipient((long) number * workload.batchSize() + i);
                envelopes.add(messages.envelope(
                        signer.id(), recipient.id(), recipient.key(), workload.report(), createdAtMs));
                partitions.add(recipient.partition());
            }
            long sequence = (before + number) / BenchFleet.SIGNERS + 1L;
            var position = new BatchSigner.Position(
                    MessageId.create(createdAtMs, random), INCARNATION, sequence, Lane.LANE_NORMAL, createdAtMs);
            var batch = new BatchSigner(signer.id(), signer.key(), random).sign(position, envelopes);
            ByteString value = IngestRecord.newBuilder().setBatch(batch).build().toByteString();
            return new Made(new Entry(signer.id().toString(), createdAtMs, value), partitions.size());
        } catch (WireException e) {
            throw new IllegalStateException("a batch that its readers refuse", e);
        }
    }
}
