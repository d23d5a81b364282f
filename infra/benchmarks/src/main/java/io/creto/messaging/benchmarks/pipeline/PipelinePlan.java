package io.creto.messaging.benchmarks.pipeline;

import io.creto.messaging.v1.Report;
import java.util.List;

/**
 * How much is measured.
 *
 * @param warmUpRounds of each row before that, which count for nothing: the code is compiled in them
 * @param rounds of each row
 * @param parallelism of floor and job
 * @param messages sent in batches of 1 for each round; three times as many in batches of 64
 * @param latencySeconds measured at 200 messages a second
 * @param warmUpSeconds before that, with the same load
 * @param idleSeconds over which the idle stack's CPU time is taken
 */
record PipelinePlan(
        int warmUpRounds,
        int rounds,
        int parallelism,
        int messages,
        int latencySeconds,
        int warmUpSeconds,
        int idleSeconds) {
    /** The floor is faster: it gets the same batches so many times, so that its window is as long. */
    static final int PASS_THROUGH_COPIES = 4;

    /** The rows, each beside its own floor. */
    List<Workload> workloads() {
        return List.of(
                Workload.single(Report.REPORT_NONE, messages),
                Workload.batched(Report.REPORT_NONE, messages),
                Workload.single(Report.REPORT_ROUTED, messages),
                Workload.batched(Report.REPORT_ROUTED, messages));
    }
}
