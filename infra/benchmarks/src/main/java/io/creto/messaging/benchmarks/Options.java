package io.creto.messaging.benchmarks;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of what the command line says. */
public final class Options {
    private Options() {}

    /**
     * Checks a number.
     *
     * @throws ParameterException naming the option, which ends the command with one line and exit code 2
     */
    public static void range(CommandSpec spec, String option, int value, int from, int to) {
        if (value < from || value > to) {
            throw new ParameterException(spec.commandLine(), option + ": " + value + ", must be " + from + " to " + to);
        }
    }
}
