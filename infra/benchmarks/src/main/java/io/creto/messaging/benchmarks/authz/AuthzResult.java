package io.creto.messaging.benchmarks.authz;

import io.creto.messaging.benchmarks.Goal;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was measured.
 *
 * @param rows for each mix
 * @param conditionBytes heap for each condition of a text of its own
 */
record AuthzResult(List<Row> rows, double conditionBytes) {
    private static final double MEDIAN_WANTED = 5;
    private static final double P99_WANTED = 50;

    /**
     * A mix of rules.
     *
     * @param mix which
     * @param decisions how many were measured
     * @param p50 half took no longer, microseconds
     * @param p99 99 of 100 took no longer, microseconds
     * @param max the longest, microseconds
     * @param bytesPerThousand heap for each 1,000 rules
     * @param compileMicros to compile a rule
     */
    record Row(
            Mix mix,
            int decisions,
            double p50,
            double p99,
            double max,
            double bytesPerThousand,
            double compileMicros) {}

    /** What is wanted of a decision. The job's share beside the built-in rule is measured with the job. */
    List<Goal> goals() {
        return rows.stream()
                .flatMap(row -> Stream.of(
                        Goal.atMost(row.mix.title() + ": decision p50, µs", row.p50, MEDIAN_WANTED),
                        Goal.atMost(row.mix.title() + ": decision p99, µs", row.p99, P99_WANTED)))
                .toList();
    }
}
