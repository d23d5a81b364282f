package io.creto.messaging.cli;

/** Checks numbers of the command line. */
final class Range {
    private Range() {}

    /** @throws CliException if the value is outside */
    static void check(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new CliException(ExitCode.USAGE, option + ": " + value + ", must be " + min + " to " + max);
        }
    }
}
