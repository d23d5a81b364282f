package io.creto.messaging.benchmarks.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.creto.messaging.benchmarks.Goals;
import io.creto.messaging.benchmarks.Journeys;
import io.creto.messaging.benchmarks.Latencies;
import io.creto.messaging.benchmarks.Machine;
import io.creto.messaging.benchmarks.Medians;
import io.creto.messaging.benchmarks.Round;
import io.creto.messaging.benchmarks.access.DeliveryResult.FanOut;
import io.netty.handler.ssl.OpenSsl;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;

/** A result as Markdown tables for people, or as one JSON document for programs. */
final class AccessReport {
    private static final String STRAIGHT = "straight from Kafka";
    private static final String GATEWAY = "through the gateway";

    private AccessReport() {}

    /** Prints tables. */
    static void print(PrintWriter out, AccessPlan plan, AccessResult result) {
        out.printf("%s, %s%n%s%n%n", Machine.describe(), versions(), plan);
        if (!result.submissions().isEmpty()) {
            printSubmissions(out, result.submissions());
        }
        result.delivery().ifPresent(delivery -> printDelivery(out, delivery));
        Goals.print(out, result.goals());
    }

    private static void printSubmissions(PrintWriter out, List<SubmitResult> submissions) {
        out.println("| row | door | batches/s, median | lowest – highest | CPU µs per batch |");
        out.println("|---|---|---:|---:|---:|");
        for (SubmitResult result : submissions) {
            String row = result.row().title();
            int size = result.row().batchSize();
            Paired doors = result.doors();
            printRounds(out, row, Door.OPEN.title(), doors.floor(), size);
            printRounds(out, row, Door.SECURED.title(), doors.measured(), size);
            printRatio(out, row, doors);
        }
        out.println();
    }

    private static void printDelivery(PrintWriter out, DeliveryResult delivery) {
        out.println("| row | way | records/s, median | lowest – highest | CPU µs per record |");
        out.println("|---|---|---:|---:|---:|");
        printRounds(out, "read from the beginning", STRAIGHT, delivery.reads().floor(), 1);
        printRounds(out, "read from the beginning", GATEWAY, delivery.reads().measured(), 1);
        printRatio(out, "read from the beginning", delivery.reads());
        out.printf(
                "%nRead from Kafka for each record that was received from the beginning: %.3f%n",
                delivery.againReads());
        out.printf(
                "%n| at %d records/s | p50, ms | p99, ms | longest, ms |%n|---|---:|---:|---:|%n", Journeys.PER_SECOND);
        printLatencies(out, STRAIGHT, delivery.straight());
        printLatencies(out, GATEWAY, delivery.gateway());
        FanOut fanOut = delivery.fanOut();
        printLatencies(
                out, fanOut.listeners() + " listeners of one partition, " + GATEWAY, List.of(fanOut.latencies()));
        out.printf(
                "%nRead from Kafka for each of %d records, %d listeners: %.3f, and again for who lagged: %.3f%n%n",
                fanOut.records(), fanOut.listeners(), fanOut.newestReads(), fanOut.laggingReads());
    }

    /** @param size messages that are counted as one */
    private static void printRounds(PrintWriter out, String row, String what, List<Round> rounds, int size) {
        out.printf(
                "| %s | %s | %.0f | %.0f – %.0f | %.1f |%n",
                row,
                what,
                Medians.of(rounds, Round::perSecond) / size,
                rounds.stream().mapToDouble(Round::perSecond).min().orElse(Double.NaN) / size,
                rounds.stream().mapToDouble(Round::perSecond).max().orElse(Double.NaN) / size,
                Medians.of(rounds, Round::cpuMicros) * size);
    }

    private static void printRatio(PrintWriter out, String row, Paired paired) {
        out.printf("| %s | ratio, median over the rounds | %.3f | | %.3f |%n", row, paired.share(), paired.cpuFactor());
    }

    private static void printLatencies(PrintWriter out, String what, List<Latencies> rounds) {
        out.printf(
                "| %s | %.2f | %.2f | %.2f |%n",
                what,
                DeliveryResult.median(rounds, Latencies::p50),
                DeliveryResult.median(rounds, Latencies::p99),
                rounds.stream().mapToDouble(Latencies::max).max().orElse(Double.NaN));
    }

    /** One document. */
    static String json(AccessPlan plan, AccessResult result) throws JsonProcessingException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("machine", Machine.describe());
        document.put("versions", versions());
        document.put("plan", plan);
        document.put(
                "submit",
                result.submissions().stream().map(AccessReport::document).toList());
        result.delivery().ifPresent(delivery -> document.put("delivery", document(delivery)));
        Goals.add(document, result.goals());
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(document);
    }

    private static Map<String, Object> document(SubmitResult result) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("row", result.row().title());
        document.put("batchSize", result.row().batchSize());
        document.put("without", rounds(result.doors().floor()));
        document.put("with", rounds(result.doors().measured()));
        addRatios(document, result.doors());
        return document;
    }

    private static Map<String, Object> document(DeliveryResult delivery) {
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("straight", rounds(delivery.reads().floor()));
        read.put("gateway", rounds(delivery.reads().measured()));
        addRatios(read, delivery.reads());
        read.put("readsPerRecord", delivery.againReads());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("read", read);
        document.put("recordsPerSecond", Journeys.PER_SECOND);
        document.put("straightLatency", latencies(delivery.straight()));
        document.put("gatewayLatency", latencies(delivery.gateway()));
        document.put("fanOut", delivery.fanOut());
        return document;
    }

    private static Map<String, Object> rounds(List<Round> rounds) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("messagesPerSecond", Medians.of(rounds, Round::perSecond));
        document.put("cpuMicrosPerMessage", Medians.of(rounds, Round::cpuMicros));
        document.put("rounds", rounds);
        return document;
    }

    private static Map<String, Object> latencies(List<Latencies> rounds) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("p50", DeliveryResult.median(rounds, Latencies::p50));
        document.put("p99", DeliveryResult.median(rounds, Latencies::p99));
        document.put("rounds", rounds);
        return document;
    }

    private static void addRatios(Map<String, Object> document, Paired paired) {
        document.put("ratio", paired.share());
        document.put("cpuRatio", paired.cpuFactor());
    }

    private static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("kafka", AppInfoParser.getVersion());
        versions.put("tls", OpenSsl.isAvailable() ? OpenSsl.versionString() : "JDK");
        return versions;
    }
}
