package io.creto.messaging.jobs.policy;

/**
 * Something in a policy document that must be put right before it can count.
 *
 * @param rule id of the rule that it is in; empty where it is in none, or the rule has no id
 * @param field where it is, such as {@code rules[3].principal.agents[0]} (counted from 0); empty for the document as a whole
 * @param line where in the condition, from 1; 0 where it is not inside a condition
 * @param column the same, in characters (code points) from 1; 0 where it is not inside a condition
 * @param message what is there, and what may be there
 */
public record PolicyProblem(String rule, String field, int line, int column, String message) {
    static PolicyProblem of(String rule, String field, String message) {
        return new PolicyProblem(rule, field, 0, 0, message);
    }

    /** One line: {@code rule "night", rules[3].condition, line 1, column 7: undefined field 'nmae'}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (!rule.isEmpty()) {
            text.append("rule \"").append(rule).append("\", ");
        }
        text.append(field.isEmpty() ? "document" : field);
        if (line > 0) {
            text.append(", line ").append(line).append(", column ").append(column);
        }
        return text.append(": ").append(message).toString();
    }
}
