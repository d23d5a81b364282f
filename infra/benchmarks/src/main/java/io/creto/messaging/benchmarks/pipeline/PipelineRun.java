package io.creto.messaging.benchmarks.pipeline;

import io.creto.messaging.benchmarks.Latencies;
import io.creto.messaging.benchmarks.Round;
import io.creto.messaging.benchmarks.fleet.BenchFleet;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Report;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Measures, part by part, floor and job in turns. */
final class PipelineRun {
    private static final double VERIFY_SECONDS = 2;
    /** The compiler goes on for that long after a start. */
    private static final int SETTLE_SECONDS = 60;

    private final PipelinePlan plan;
    private final Consumer<String> progress;

    /** What can be measured. */
    enum Part {
        THROUGHPUT,
        LATENCY,
        STACK
    }

    /** @param progress hears what is being done, for people */
    PipelineRun(PipelinePlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** Measures some parts. */
    PipelineResult measure(Set<Part> parts) throws IOException, WireException {
        List<Comparison> comparisons = parts.contains(Part.THROUGHPUT) ? throughput() : List.of();
        Optional<Latencies> passThrough = Optional.empty();
        Optional<StackCost> stack = Optional.empty();
        if (parts.contains(Part.LATENCY)) {
            progress.accept("latency of the pass-through");
            passThrough = Optional.of(passThrough());
        }
        if (parts.contains(Part.LATENCY) || parts.contains(Part.STACK)) {
            progress.accept("the whole stack: starts, SDK to SDK, starts again, idles");
            stack = Optional.of(
                    StackCost.measure(plan.warmUpSeconds(), plan.latencySeconds(), SETTLE_SECONDS, plan.idleSeconds()));
        }
        return new PipelineResult(comparisons, passThrough, stack);
    }

    private Latencies passThrough() throws IOException {
        BenchFleet fleet = new BenchFleet(new SecureRandom(), System.currentTimeMillis());
        Workload one = Workload.single(Report.REPORT_NONE, 1);
        try (BatchFile samples = new BatchMaker(fleet).make(one)) {
            return PassThroughLatency.measure(samples, plan.warmUpSeconds(), plan.latencySeconds());
        }
    }

    private List<Comparison> throughput() throws IOException, WireException {
        BenchFleet fleet = new BenchFleet(new SecureRandom(), System.currentTimeMillis());
        BatchMaker maker = new BatchMaker(fleet);
        List<Row> rows = new ArrayList<>();
        try {
            for (Workload workload : plan.workloads()) {
                progress.accept("signing " + workload.messages() + " messages, " + workload.name());
                rows.add(new Row(fleet, maker.make(workload)));
            }
            for (int round = 1; round <= plan.warmUpRounds(); round++) {
                for (Row row : rows) {
                    progress.accept("warm-up " + round + " of " + plan.warmUpRounds() + ", " + row.name());
                    row.warmUp(plan.parallelism());
                }
            }
            for (int round = 1; round <= plan.rounds(); round++) {
                for (Row row : rows) {
                    progress.accept("round " + round + " of " + plan.rounds() + ", " + row.name());
                    row.measure(plan.parallelism());
                }
            }
            return rows.stream().map(Row::comparison).toList();
        } finally {
            for (Row row : rows) {
                row.batches.close();
            }
        }
    }

    /** One row on its way through the rounds. */
    private final class Row {
        private final BenchFleet fleet;
        private final BatchFile batches;
        private final VerifyCost verifier;
        private final List<Round> verify = new ArrayList<>();
        private final List<Round> passThrough = new ArrayList<>();
        private final List<Round> job = new ArrayList<>();

        Row(BenchFleet fleet, BatchFile batches) throws WireException {
            this.fleet = fleet;
            this.batches = batches;
            this.verifier = new VerifyCost(fleet, batches);
        }

        String name() {
            return batches.workload().name();
        }

        void warmUp(int parallelism) {
            verifying();
            passingThrough(parallelism);
            working(parallelism);
        }

        void measure(int parallelism) {
            verify.add(verifying());
            passThrough.add(passingThrough(parallelism));
            job.add(working(parallelism));
        }

        private Round verifying() {
            return said("verifying alone", verifier.measure(VERIFY_SECONDS));
        }

        private Round passingThrough(int parallelism) {
            Subject floor = Subject.PASS_THROUGH;
            int copies = PipelinePlan.PASS_THROUGH_COPIES;
            return said(floor.title(), ThroughputRun.measure(floor, fleet, batches, copies, parallelism));
        }

        private Round working(int parallelism) {
            return said(Subject.JOB.title(), ThroughputRun.measure(Subject.JOB, fleet, batches, 1, parallelism));
        }

        Comparison comparison() {
            return new Comparison(batches.workload(), verify, passThrough, job);
        }

        private Round said(String what, Round round) {
            progress.accept(String.format(
                    "  %s: %.0f messages/s over %.1f s, %.1f µs of CPU each",
                    what, round.perSecond(), round.seconds(), round.cpuMicros()));
            return round;
        }
    }
}
