package io.creto.messaging.benchmarks.access;

import io.creto.messaging.benchmarks.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that was measured in one run.
 *
 * @param submissions rows of submission; empty if not asked for
 * @param delivery the way out, if asked for
 */
record AccessResult(List<SubmitResult> submissions, Optional<DeliveryResult> delivery) {
    private static final double SHARE = 0.85;

    /** Copies. */
    AccessResult {
        submissions = List.copyOf(submissions);
    }

    /** The bounds of the plan, for what was measured. */
    List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        for (SubmitResult result : submissions) {
            if (result.row() == SubmitRow.STREAM_SINGLES) {
                goals.add(Goal.atLeast(
                        "with TLS and tokens / without, batches/s, "
                                + result.row().title(),
                        result.doors().share(),
                        SHARE));
            }
        }
        delivery.ifPresent(measured -> goals.add(Goal.atMost(
                "records read from Kafka for each written, " + measured.fanOut().listeners() + " listeners",
                measured.fanOut().newestReads(),
                1)));
        return goals;
    }
}
