package io.creto.messaging.benchmarks;

import io.creto.messaging.benchmarks.access.AccessCommand;
import io.creto.messaging.benchmarks.authz.AuthzCommand;
import io.creto.messaging.benchmarks.pipeline.PipelineCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The benchmarks' command line. */
@Command(
        name = "bench",
        description = "Measures what things cost, each beside its floor in one run.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {CryptoCommand.class, PipelineCommand.class, AccessCommand.class, AuthzCommand.class})
public final class BenchmarksMain implements Callable<Integer> {
    /** Exit code of a run that failed: nothing is known of the targets then. */
    static final int CRASHED = 3;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Exit codes: 0 all targets met, 1 a target missed, 2 wrong usage, 3 the run failed. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line, for who wants to run it and go on. */
    static CommandLine commandLine() {
        return handlingFailures(new CommandLine(new BenchmarksMain()).setCaseInsensitiveEnumValuesAllowed(true));
    }

    /** Gives wrong usage one line, and failures an exit code of their own. */
    static CommandLine handlingFailures(CommandLine commandLine) {
        return commandLine
                .setParameterExceptionHandler((wrong, given) -> usage(wrong))
                .setExecutionExceptionHandler((failure, failed, parsed) -> {
                    failure.printStackTrace(failed.getErr());
                    return CRASHED;
                });
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }

    private static int usage(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println("creto bench: " + wrong.getMessage() + " (see --help)");
        return CommandLine.ExitCode.USAGE;
    }
}
