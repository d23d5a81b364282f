package io.creto.messaging.benchmarks.pipeline;

import io.creto.messaging.benchmarks.Goal;
import io.creto.messaging.benchmarks.Journeys;
import io.creto.messaging.benchmarks.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that was measured in one run.
 *
 * @param comparisons rows of throughput; empty if not asked for
 * @param passThrough latency of the floor, if asked for
 * @param stack the whole stack, if asked for
 */
record PipelineResult(List<Comparison> comparisons, Optional<Latencies> passThrough, Optional<StackCost> stack) {
    private static final double SHARE = 0.7;
    private static final double LATENCY_FACTOR = 2.5;
    private static final double GIB = 1 << 30;
    private static final double IDLE_GIB = 2;
    private static final double IDLE_CORES = 0.1;
    private static final double START_SECONDS = 30;

    /** Copies. */
    PipelineResult {
        comparisons = List.copyOf(comparisons);
    }

    /** The bounds of the plan, for what was measured. */
    List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        for (Comparison row : comparisons) {
            if (Subject.verdicts(row.workload(), 1) == 0) {
                goals.add(Goal.atLeast(
                        "job / bound, messages/s, " + row.workload().name(), row.share(), SHARE));
            }
        }
        stack.ifPresent(cost -> {
            passThrough.ifPresent(floor -> goals.add(Goal.atMost(
                    "SDK to SDK p50 / pass-through p50, " + Journeys.PER_SECOND + " messages/s",
                    cost.sdk().p50() / floor.p50(),
                    LATENCY_FACTOR)));
            goals.add(Goal.atMost("idle stack, resident GiB", idleGib(cost), IDLE_GIB));
            goals.add(Goal.atMost("idle stack, cores in use", cost.idleCores(), IDLE_CORES));
            goals.add(Goal.atMost("warm start, seconds", cost.warmStartSeconds(), START_SECONDS));
        });
        return goals;
    }

    /** No number where the system does not say. */
    private static double idleGib(StackCost cost) {
        return cost.idleBytes() == 0 ? Double.NaN : cost.idleBytes() / GIB;
    }
}
