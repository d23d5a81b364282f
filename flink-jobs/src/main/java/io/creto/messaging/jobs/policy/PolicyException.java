package io.creto.messaging.jobs.policy;

import java.util.List;

/** A policy document cannot be used. Says all that is wrong with it, up to {@link #MAX_PROBLEMS}. */
public final class PolicyException extends Exception {
    /** Problems that are told at once. */
    public static final int MAX_PROBLEMS = 32;

    private static final long serialVersionUID = 1L;

    private final transient List<PolicyProblem> problems;

    PolicyException(List<PolicyProblem> problems) {
        super(message(problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, one or more, in the order of the document. */
    public List<PolicyProblem> problems() {
        return problems;
    }

    private static String message(List<PolicyProblem> problems) {
        String first = problems.get(0).toString();
        int more = problems.size() - 1;
        return more == 0 ? first : first + " (and " + more + (more == 1 ? " problem more)" : " problems more)");
    }
}
