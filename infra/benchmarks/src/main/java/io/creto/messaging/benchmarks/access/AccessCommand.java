package io.creto.messaging.benchmarks.access;

import io.creto.messaging.benchmarks.Goals;
import io.creto.messaging.benchmarks.Options;
import io.creto.messaging.benchmarks.Version;
import io.creto.messaging.benchmarks.access.AccessRun.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code access}: submission with TLS and tokens and without, delivery through the gateway and straight from Kafka. */
@Command(
        name = "access",
        description =
                "Submission with TLS and access tokens against without; delivery through the gateway against Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
public final class AccessCommand implements Callable<Integer> {
    private static final int MIN_COUNT = 1_000;
    private static final int MAX_COUNT = 200_000;
    private static final int MAX_SECONDS = 3600;

    @Option(names = "--json", description = "Print one JSON document instead of tables.")
    private boolean json;

    @Option(names = "--rounds", defaultValue = "7", description = "Rounds of each row (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--warm-up-rounds",
            defaultValue = "5",
            description = "Rounds before these, which count for nothing: the code is compiled in them"
                    + " (default: ${DEFAULT-VALUE}).")
    private int warmUpRounds;

    @Option(
            names = "--batches",
            defaultValue = "20000",
            description = "Batches of 1 for each round, a sixteenth as many of 64 (default: ${DEFAULT-VALUE}).")
    private int batches;

    @Option(
            names = "--records",
            defaultValue = "30000",
            description = "Records that stand in the partition and are read in each round (default: ${DEFAULT-VALUE}).")
    private int records;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "Measured seconds of each round at 200 records/s (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--only", split = ",", description = "Measure these parts: submit, delivery (default: all).")
    private Set<Part> only = EnumSet.allOf(Part.class);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Options.range(spec, "--rounds", rounds, 1, 100);
        Options.range(spec, "--warm-up-rounds", warmUpRounds, 0, 100);
        Options.range(spec, "--batches", batches, MIN_COUNT, MAX_COUNT);
        Options.range(spec, "--records", records, MIN_COUNT, MAX_COUNT);
        Options.range(spec, "--seconds", seconds, 1, MAX_SECONDS);
        AccessPlan plan = new AccessPlan(warmUpRounds, rounds, batches, records, seconds);
        PrintWriter err = spec.commandLine().getErr();
        AccessResult result = new AccessRun(plan, line -> {
                    err.println(line);
                    err.flush();
                })
                .measure(only);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(AccessReport.json(plan, result));
        } else {
            AccessReport.print(out, plan, result);
        }
        out.flush();
        return Goals.allMet(result.goals()) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
