package io.creto.messaging.benchmarks;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Goals as a Markdown table for people, or as values of a JSON document. */
public final class Goals {
    private Goals() {}

    /** Prints a table. */
    public static void print(PrintWriter out, List<Goal> goals) {
        out.printf("| goal | measured | wanted | |%n|---|---:|---:|---|%n");
        for (Goal goal : goals) {
            out.printf(
                    "| %s | %.3f | %s %.3f | %s |%n",
                    goal.what(),
                    goal.value(),
                    goal.atLeast() ? "≥" : "≤",
                    goal.wanted(),
                    goal.met() ? "met" : "missed");
        }
    }

    /** Adds them to a document, and whether all are met. */
    public static void add(Map<String, Object> document, List<Goal> goals) {
        document.put("goals", goals.stream().map(Goals::document).toList());
        document.put("met", allMet(goals));
    }

    /** Whether all are met; true for none. */
    public static boolean allMet(List<Goal> goals) {
        return goals.stream().allMatch(Goal::met);
    }

    private static Map<String, Object> document(Goal goal) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("what", goal.what());
        document.put("value", goal.value());
        document.put("wanted", (goal.atLeast() ? ">= " : "<= ") + goal.wanted());
        document.put("met", goal.met());
        return document;
    }
}
