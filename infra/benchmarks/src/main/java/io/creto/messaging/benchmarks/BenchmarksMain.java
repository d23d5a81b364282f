package io.creto.messaging.benchmarks;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks' command line. */
@Command(
        name = "benchmarks",
        description = "Measures what things cost, each beside its floor in one run.",
        mixinStandardHelpOptions = true,
        subcommands = CryptoCommand.class)
public final class BenchmarksMain implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Exit codes: 0 all targets met, 1 a target missed, 2 wrong usage. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchmarksMain()).execute(args));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(System.err);
        return CommandLine.ExitCode.USAGE;
    }
}
