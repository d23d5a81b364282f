package io.creto.messaging.benchmarks.pipeline;

import io.creto.messaging.benchmarks.Goals;
import io.creto.messaging.benchmarks.Options;
import io.creto.messaging.benchmarks.Version;
import io.creto.messaging.benchmarks.pipeline.PipelineRun.Part;
import io.creto.messaging.schemas.WireException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pipeline}: the dataflow against a bare pass-through, SDK to SDK, and the idle stack. */
@Command(
        name = "pipeline",
        description = "The dataflow against a bare pass-through of the same bytes, SDK to SDK, and the idle stack.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
public final class PipelineCommand implements Callable<Integer> {
    private static final int MAX_MESSAGES = 1_000_000;
    private static final int MAX_SECONDS = 3600;

    @Option(names = "--json", description = "Print one JSON document instead of tables.")
    private boolean json;

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds of each row (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--warm-up-rounds",
            defaultValue = "1",
            description = "Rounds before these, which count for nothing: the code is compiled in them"
                    + " (default: ${DEFAULT-VALUE}).")
    private int warmUpRounds;

    @Option(
            names = "--parallelism",
            defaultValue = "1",
            description = "Parallelism of floor and job (default: ${DEFAULT-VALUE}).")
    private int parallelism;

    @Option(
            names = "--messages",
            defaultValue = "60000",
            description = "Messages in batches of 1 for each round, three times as many in batches of 64"
                    + " (default: ${DEFAULT-VALUE}).")
    private int messages;

    @Option(
            names = "--latency-seconds",
            defaultValue = "20",
            description = "Measured seconds at 200 messages/s (default: ${DEFAULT-VALUE}).")
    private int latencySeconds;

    @Option(
            names = "--warm-up-seconds",
            defaultValue = "180",
            description = "Seconds before these with the same load, which count for nothing"
                    + " (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(
            names = "--idle-seconds",
            defaultValue = "30",
            description = "Seconds over which the idle stack's CPU time is taken (default: ${DEFAULT-VALUE}).")
    private int idleSeconds;

    @Option(
            names = "--only",
            split = ",",
            description = "Measure these parts: throughput, latency, stack (default: all).")
    private Set<Part> only = EnumSet.allOf(Part.class);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, WireException {
        Options.range(spec, "--rounds", rounds, 1, 100);
        Options.range(spec, "--parallelism", parallelism, 1, 128);
        Options.range(spec, "--messages", messages, 64, MAX_MESSAGES);
        Options.range(spec, "--latency-seconds", latencySeconds, 1, MAX_SECONDS);
        Options.range(spec, "--idle-seconds", idleSeconds, 1, MAX_SECONDS);
        Options.range(spec, "--warm-up-rounds", warmUpRounds, 0, 100);
        Options.range(spec, "--warm-up-seconds", warmUpSeconds, 0, MAX_SECONDS);
        PipelinePlan plan = new PipelinePlan(
                warmUpRounds, rounds, parallelism, messages, latencySeconds, warmUpSeconds, idleSeconds);
        PrintWriter err = spec.commandLine().getErr();
        PipelineResult result = new PipelineRun(plan, line -> {
                    err.println(line);
                    err.flush();
                })
                .measure(only);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(PipelineReport.json(plan, result));
        } else {
            PipelineReport.print(out, plan, result);
        }
        out.flush();
        return Goals.allMet(result.goals()) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
