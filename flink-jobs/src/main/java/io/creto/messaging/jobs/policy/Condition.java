package io.creto.messaging.jobs.policy;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import org.jspecify.annotations.Nullable;

/** A compiled condition. Rules with the same text share one, in the whole process. Thread-safe. */
final class Condition {
    private final Program program;
    private final int cost;

    Condition(Program program, int cost) {
        this.program = program;
        this.cost = cost;
    }

    /** Steps that it takes at most. */
    int cost() {
        return cost;
    }

    /**
     * Whether it is true.
     *
     * @throws FailedException if that cannot be said: an attribute that is not there, a division by zero, too many steps
     */
    boolean holds(Bindings bindings) throws FailedException {
        try {
            return Boolean.TRUE.equals(program.eval(bindings));
        } catch (CelEvaluationException e) {
            throw new FailedException(e.getErrorCode() + ", " + withoutPlace(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            throw new FailedException("INTERNAL, " + e.getClass().getSimpleName());
        }
    }

    /** The library names the place by a file name that means nothing here. */
    private static String withoutPlace(String message) {
        return message.replaceFirst("^evaluation error at <input>:\\d+: ", "");
    }

    /** A condition could not be evaluated. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FailedException(@Nullable String message) {
            super(message, null, false, false);
        }
    }
}
