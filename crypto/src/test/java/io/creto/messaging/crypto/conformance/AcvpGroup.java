package io.creto.messaging.crypto.conformance;

import java.util.Map;

/**
 * A group of questions with its answers.
 *
 * @param prompt what all its vectors share
 * @param answers by tcId
 * @param answered what all answers share
 */
record AcvpGroup(Fields prompt, Map<Integer, Fields> answers, Fields answered) {

    /** Runs the vectors of a group that are ours. */
    @FunctionalInterface
    interface Reader {
        void read(AcvpGroup group, Run run);
    }

    /** Runs one vector. */
    @FunctionalInterface
    interface Case {
        void run(Vector vector) throws Exception;
    }

    /** A question and its answer; what it does not say itself, its group says. */
    record Vector(Fields test, Fields group, Fields answer, Fields groupAnswer) {

        boolean asks(String name) {
            return test.has(name) || group.has(name);
        }

        byte[] question(String name) {
            return (test.has(name) ? test : group).hex(name);
        }

        byte[] questionOrEmpty(String name) {
            return asks(name) ? question(name) : new byte[0];
        }

        byte[] answer(String name) {
            return (answer.has(name) ? answer : groupAnswer).hex(name);
        }

        /** The answer to a question of yes or no. */
        Expectation expectation() {
            return Expectation.accept(answer.bool("testPassed"));
        }
    }

    void each(Run run, Case body) {
        for (Fields test : prompt.objects("tests")) {
            int id = test.integer("tcId");
            run.tally().vector("tgId %d, tcId %d".formatted(prompt.integer("tgId"), id), () -> {
                Fields answer = answers.get(id);
                if (answer == null) {
                    throw new MalformedVectorException("no answer");
                }
                body.run(new Vector(test, prompt, answer, answered));
            });
        }
    }

    void skip(Run run, String reason) {
        run.tally().skip(prompt.objects("tests").size(), reason);
    }

    /** Skips a group of another parameter set; true if it did. */
    boolean skippedUnless(String parameterSet, String field, Run run) {
        String of = prompt.text(field);
        if (of.equalsIgnoreCase(parameterSet)) {
            return false;
        }
        skip(run, of + " is not used");
        return true;
    }
}
