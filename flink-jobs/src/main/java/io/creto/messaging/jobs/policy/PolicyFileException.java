package io.creto.messaging.jobs.policy;

import java.util.List;

/** A policy's file cannot be used. Says all that is wrong with it, up to {@link PolicyException#MAX_PROBLEMS}. */
public final class PolicyFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    PolicyFileException(List<Problem> problems) {
        super(problems.get(0).toString(), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, one or more, from the top of the file. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * Something in a file.
     *
     * @param line from 1
     * @param column in characters (code points) from 1
     * @param message what is there, and what may be there
     */
    public record Problem(int line, int column, String message) {
        /** {@code LINE:COLUMN: message}: behind the file's name and a colon it is what editors jump to. */
        @Override
        public String toString() {
            return line + ":" + column + ": " + message;
        }
    }
}
