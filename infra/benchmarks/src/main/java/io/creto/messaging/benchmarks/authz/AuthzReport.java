package io.creto.messaging.benchmarks.authz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.creto.messaging.benchmarks.Goals;
import io.creto.messaging.benchmarks.Machine;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** A result as Markdown tables for people, or as one JSON document for programs. */
final class AuthzReport {
    private AuthzReport() {}

    static void print(PrintWriter out, int fleets, int rules, AuthzResult result) {
        out.printf("%s%n%d fleets × %d rules, one thread%n%n", Machine.describe(), fleets, rules);
        out.println("| rules | p50, µs | p99, µs | longest, µs | heap per 1,000 rules, KiB | compiling a rule, µs |");
        out.println("|---|---:|---:|---:|---:|---:|");
        for (AuthzResult.Row row : result.rows()) {
            out.printf(
                    "| %s | %.2f | %.2f | %.0f | %.0f | %.1f |%n",
                    row.mix().title(),
                    row.p50(),
                    row.p99(),
                    row.max(),
                    row.bytesPerThousand() / 1024,
                    row.compileMicros());
        }
        out.printf("%nHeap for each condition with a text of its own: %.1f KiB%n%n", result.conditionBytes() / 1024);
        Goals.print(out, result.goals());
    }

    static String json(int fleets, int rules, AuthzResult result) throws JsonProcessingException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("machine", Machine.describe());
        document.put("fleets", fleets);
        document.put("rules", rules);
        document.put("rows", result.rows());
        document.put("conditionBytes", result.conditionBytes());
        Goals.add(document, result.goals());
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(document);
    }
}
