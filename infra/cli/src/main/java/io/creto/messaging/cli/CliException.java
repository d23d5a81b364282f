package io.creto.messaging.cli;

/** A command cannot do what was asked. The message is one line that says what to do about it. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    /**
     * @param code what the process ends with
     * @param message for people
     */
    public CliException(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * @param code what the process ends with
     * @param message for people
     * @param cause what was found
     */
    public CliException(ExitCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** What the process ends with. */
    public ExitCode code() {
        return code;
    }
}
