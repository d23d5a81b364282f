package io.creto.messaging.cli;

/** What a command ends with: the same number means the same everywhere. */
public enum ExitCode {
    /** Done. */
    OK(0),
    /** Not done: refused, failed, or not complete in time. */
    FAILED(1),
    /** The command line is wrong. */
    USAGE(2),
    /** There is no stack, or it does not answer. */
    NO_STACK(3),
    /** A key store, an agent or a fleet that is needed is not there, in use, or locked with another passphrase. */
    NO_IDENTITY(4),
    /** A policy that was tried denies the request. */
    DENIED(5);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The number that the shell sees. */
    public int number() {
        return number;
    }
}
