package io.creto.messaging.benchmarks.authz;

import io.creto.messaging.benchmarks.Goals;
import io.creto.messaging.benchmarks.Options;
import io.creto.messaging.benchmarks.Version;
import io.creto.messaging.jobs.policy.PolicyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code authz}: decisions by policies, with the policies of many fleets loaded. */
@Command(
        name = "authz",
        description = "Decisions by policies, one thread, with the policies of many fleets loaded; heap of policies.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
public final class AuthzCommand implements Callable<Integer> {
    private static final int MAX_FLEETS = 10_000;
    private static final int MAX_RULES = 4096;
    private static final int MIN_DECISIONS = 10_000;
    private static final int MAX_DECISIONS = 50_000_000;

    @Option(names = "--json", description = "Print one JSON document instead of tables.")
    private boolean json;

    @Option(names = "--fleets", defaultValue = "1000", description = "Fleets (default: ${DEFAULT-VALUE}).")
    private int fleets;

    @Option(names = "--rules", defaultValue = "1000", description = "Rules of each (default: ${DEFAULT-VALUE}).")
    private int rules;

    @Option(
            names = "--decisions",
            defaultValue = "2000000",
            description = "Decisions measured for each mix of rules; as many before count for nothing"
                    + " (default: ${DEFAULT-VALUE}).")
    private int decisions;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, PolicyException {
        Options.range(spec, "--fleets", fleets, 1, MAX_FLEETS);
        Options.range(spec, "--rules", rules, 2, MAX_RULES);
        Options.range(spec, "--decisions", decisions, MIN_DECISIONS, MAX_DECISIONS);
        PrintWriter err = spec.commandLine().getErr();
        AuthzResult result = new AuthzRun(fleets, rules, decisions, line -> {
                    err.println(line);
                    err.flush();
                })
                .measure();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(AuthzReport.json(fleets, rules, result));
        } else {
            AuthzReport.print(out, fleets, rules, result);
        }
        out.flush();
        return Goals.allMet(result.goals()) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
