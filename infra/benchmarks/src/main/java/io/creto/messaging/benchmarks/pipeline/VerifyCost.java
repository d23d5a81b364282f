package io.creto.messaging.benchmarks.pipeline;

import io.creto.messaging.benchmarks.Round;
import io.creto.messaging.benchmarks.fleet.BenchFleet;
import io.creto.messaging.jobs.verify.BatchVerification.Verified;
import io.creto.messaging.jobs.verify.BatchVerifier;
import io.creto.messaging.jobs.verify.IdentityShares;
import io.creto.messaging.jobs.verify.SignerRecord;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the job's own verifier takes for the same batches, on one thread, with nothing around it. */
final class VerifyCost {
    private static final int MAX_MESSAGES = 8192;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final BatchVerifier verifier = new BatchVerifier();
    private final Map<String, Optional<SignerRecord>> signers = new HashMap<>();
    private final List<Parsed> batches = new ArrayList<>();
    private final int batchSize;

    private record Parsed(SignedBatch batch, String signer, long ingestTimeMs) {}

    VerifyCost(BenchFleet fleet, BatchFile file) throws WireException {
        batchSize = file.workload().batchSize();
        for (int i = 0; i < BenchFleet.SIGNERS; i++) {
            var signer = fleet.signer(i);
            var share =
                    IdentityShares.of(fleet.identity(signer.id(), signer.key())).get(0);
            signers.put(signer.id().toString(), Optional.of(new SignerRecord(share)));
        }
        List<BatchFile.Entry> entries = new ArrayList<>();
        int count = Math.max(1, MAX_MESSAGES / batchSize);
        file.forEach(BatchMaker.SETTLING, BatchMaker.SETTLING + count, entries::add);
        for (BatchFile.Entry entry : entries) {
            var record = BatchParser.ingestRecord(entry.value());
            batches.add(new Parsed(record.getBatch(), entry.signer(), entry.timestampMs()));
        }
    }

    /**
     * Verifies for some seconds.
     *
     * @return wall and CPU time for each message
     * @throws IllegalStateException if a batch does not verify
     */
    Round measure(double seconds) {
        long verified = 0;
        long started = System.nanoTime();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long until = started + (long) (seconds * NANOS_PER_SECOND);
        for (int i = 0; verified == 0 || System.nanoTime() < until; i = (i + 1) % batches.size()) {
            verify(batches.get(i));
            verified += batchSize;
        }
        double wall = (System.nanoTime() - started) / 1e9;
        return new Round(verified, wall, (THREADS.getCurrentThreadCpuTime() - cpu) / 1e3 / verified);
    }

    private void verify(Parsed parsed) {
        var answer = verifier.verify(
                parsed.batch(),
                Lane.LANE_NORMAL,
                parsed.ingestTimeMs(),
                signers.getOrDefault(parsed.signer(), Optional.empty()));
        if (!(answer instanceof Verified)) {
            throw new IllegalStateException("a batch does not verify: " + answer);
        }
    }
}
