package io.creto.messaging.jobs.policy;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a document; what is beyond the limit is not kept. Not thread-safe. */
final class Problems {
    private final List<PolicyProblem> found = new ArrayList<>();

    void add(PolicyProblem problem) {
        if (found.size() < PolicyException.MAX_PROBLEMS) {
            found.add(problem);
        }
    }

    void add(String rule, String field, String message) {
        add(PolicyProblem.of(rule, field, message));
    }

    int count() {
        return found.size();
    }

    /** Whether no more are kept: looking on is of no use. */
    boolean isFull() {
        return found.size() == PolicyException.MAX_PROBLEMS;
    }

    void throwIfAny() throws PolicyException {
        if (!found.isEmpty()) {
            throw new PolicyException(found);
        }
    }
}
