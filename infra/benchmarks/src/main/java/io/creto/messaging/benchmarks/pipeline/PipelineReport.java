package io.creto.messaging.benchmarks.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.creto.messaging.benchmarks.Goals;
import io.creto.messaging.benchmarks.Journeys;
import io.creto.messaging.benchmarks.Latencies;
import io.creto.messaging.benchmarks.Machine;
import io.creto.messaging.benchmarks.Medians;
import io.creto.messaging.benchmarks.Round;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.kafka.common.utils.AppInfoParser;

/** A result as Markdown tables for people, or as one JSON document for programs. */
final class PipelineReport {
    private static final double MIB = 1 << 20;

    private PipelineReport() {}

    /** Prints tables. */
    static void print(PrintWriter out, PipelinePlan plan, PipelineResult result) {
        out.printf("%s, %s%n%s%n%n", Machine.describe(), versions(), plan);
        if (!result.comparisons().isEmpty()) {
            printThroughput(out, result.comparisons());
        }
        result.stack().ifPresent(stack -> printStack(out, result, stack));
        Goals.print(out, result.goals());
    }

    private static void printThroughput(PrintWriter out, List<Comparison> comparisons) {
        out.println("| row | what | messages/s, median | window, s | CPU µs per message |");
        out.println("|---|---|---:|---:|---:|");
        for (Comparison row : comparisons) {
            String name = row.workload().name();
            printRounds(out, name, "verifying alone", row.verify());
            printRounds(out, name, Subject.PASS_THROUGH.title(), row.passThrough());
            printRounds(out, name, Subject.JOB.title(), row.job());
            out.printf(
                    "| %s | bound; the job's share of it | %.0f; %.3f | | %.3f of the CPU time |%n",
                    name, row.bound(), row.share(), row.cpuShare());
        }
        out.println();
    }

    private static void printRounds(PrintWriter out, String row, String what, List<Round> rounds) {
        out.printf(
                "| %s | %s | %.0f | %.1f | %.1f |%n",
                row,
                what,
                Medians.of(rounds, Round::perSecond),
                Medians.of(rounds, Round::seconds),
                Medians.of(rounds, Round::cpuMicros));
    }

    private static void printStack(PrintWriter out, PipelineResult result, StackCost stack) {
        out.printf(
                "| at %d messages/s | p50, ms | p99, ms | longest, ms |%n|---|---:|---:|---:|%n", Journeys.PER_SECOND);
        result.passThrough().ifPresent(floor -> printLatencies(out, Subject.PASS_THROUGH.title(), floor));
        printLatencies(out, "SDK to SDK", stack.sdk());
        out.printf("%n| whole stack | |%n|---|---:|%n");
        out.printf("| first start, s | %.1f |%n", stack.firstStartSeconds());
        out.printf("| warm start, s | %.1f |%n", stack.warmStartSeconds());
        out.printf("| idle, resident MiB | %.0f |%n", stack.idleBytes() / MIB);
        out.printf("| idle, %% of one core | %.1f |%n%n", stack.idleCores() * 100);
    }

    private static void printLatencies(PrintWriter out, String what, Latencies latencies) {
        out.printf("| %s | %.2f | %.2f | %.2f |%n", what, latencies.p50(), latencies.p99(), latencies.max());
    }

    /** One document. */
    static String json(PipelinePlan plan, PipelineResult result) throws JsonProcessingException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("machine", Machine.describe());
        document.put("versions", versions());
        document.put("plan", plan);
        document.put(
                "throughput",
                result.comparisons().stream().map(PipelineReport::document).toList());
        result.passThrough().ifPresent(floor -> document.put("passThroughLatency", floor));
        result.stack().ifPresent(stack -> document.put("stack", stack));
        document.put("latencyMessagesPerSecond", Journeys.PER_SECOND);
        Goals.add(document, result.goals());
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(document);
    }

    private static Map<String, Object> document(Comparison row) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("row", row.workload().name());
        document.put("messages", row.workload().messages());
        document.put("verify", rounds(row.verify()));
        document.put("passThrough", rounds(row.passThrough()));
        document.put("job", rounds(row.job()));
        document.put("boundPerSecond", row.bound());
        document.put("shareOfBound", row.share());
        document.put("cpuShareOfBound", row.cpuShare());
        return document;
    }

    private static Map<String, Object> rounds(List<Round> rounds) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("perSecond", Medians.of(rounds, Round::perSecond));
        document.put("cpuMicrosPerMessage", Medians.of(rounds, Round::cpuMicros));
        document.put("rounds", rounds);
        return document;
    }

    private static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("flink", EnvironmentInformation.getVersion());
        versions.put("kafka", AppInfoParser.getVersion());
        return versions;
    }
}
