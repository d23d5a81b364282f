package io.creto.messaging.benchmarks.pipeline;

import io.creto.messaging.benchmarks.Medians;
import io.creto.messaging.benchmarks.Round;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The job beside what it cannot do without: verifying, and passing the bytes through. Round by round, because what disturbs one
 * part of a round disturbs the others too.
 *
 * @param workload what was sent
 * @param verify verifying alone, on one thread
 * @param passThrough the floor, of the same bytes
 * @param job the job
 */
record Comparison(Workload workload, List<Round> verify, List<Round> passThrough, List<Round> job) {
    /** Copies; each part has the same number of rounds, at least one. */
    Comparison {
        verify = List.copyOf(verify);
        passThrough = List.copyOf(passThrough);
        job = List.copyOf(job);
        if (job.isEmpty() || verify.size() != job.size() || passThrough.size() != job.size()) {
            throw new IllegalArgumentException("rounds: " + verify.size() + " of verifying, " + passThrough.size()
                    + " of the floor, " + job.size() + " of the job");
        }
    }

    /**
     * What could be reached, messages a second: 1 / (verifying + passing through, for each message). Verifying counts with the
     * CPU time of its thread: that is what it takes on a core of its own, whoever else runs meanwhile.
     */
    double bound() {
        return Medians.of(
                IntStream.range(0, job.size()).mapToDouble(this::bound).toArray());
    }

    /** How much of the bound the job reaches, 1 = all of it. */
    double share() {
        return Medians.of(IntStream.range(0, job.size())
                .mapToDouble(i -> job.get(i).perSecond() / bound(i))
                .toArray());
    }

    /** The same in CPU time, which other work on the machine touches less: that of the bound over that of the job. */
    double cpuShare() {
        return Medians.of(IntStream.range(0, job.size())
                .mapToDouble(
                        i -> (verify.get(i).cpuMicros() + passThrough.get(i).cpuMicros())
                                / job.get(i).cpuMicros())
                .toArray());
    }

    private double bound(int round) {
        return 1e6 / (verify.get(round).cpuMicros() + passThrough.get(round).micros());
    }
}
