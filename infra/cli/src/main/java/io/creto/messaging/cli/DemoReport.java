package io.creto.messaging.cli;

import io.creto.messaging.cli.demo.DemoResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A {@link DemoResult} for people. */
final class DemoReport {
    private static final double MIB = 1 << 20;

    private DemoReport() {}

    static String text(DemoResult result) {
        List<Map<String, Object>> counts = new ArrayList<>();
        counts.add(row("messages sent, accepted and routed", result.sent() + " of " + result.messages()));
        counts.add(row("received by their recipients", result.received() + " of " + result.messages()));
        counts.add(row("received twice / not intact", result.repeated() + " / " + result.corrupted()));
        counts.add(row("to another fleet", String.join("; ", result.refused())));
        counts.add(row("batch with a changed header", "refused: " + result.forgedHeader()));
        counts.add(row("batch with a changed message", "refused: " + result.forgedMessage()));
        counts.add(row(
                "plaintext in Kafka's log",
                String.format(
                        Locale.ROOT,
                        "%d times in %.1f MiB (a sender's name: %d times)",
                        result.plaintext().found(),
                        result.plaintext().bytes() / MIB,
                        result.envelopes().found())));
        counts.add(row("restarts of jobs", result.restarts()));
        result.failures().forEach(failure -> counts.add(row("failure", failure)));
        return Tables.render(List.of("what", "result"), counts) + "\n\n"
                + Tables.render(List.of("stage", "p50 ms", "p99 ms", "max ms"), latencies(result)) + "\n\n"
                + (result.good() ? "Every message arrived once and intact." : "NOT as it must be: see above.");
    }

    private static List<Map<String, Object>> latencies(DemoResult result) {
        return result.latencies().stream()
                .map(latency -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("stage", latency.stage());
                    row.put("p50 ms", number(latency.p50()));
                    row.put("p99 ms", number(latency.p99()));
                    row.put("max ms", number(latency.max()));
                    return row;
                })
                .toList();
    }

    private static Map<String, Object> row(String what, Object result) {
        return Map.of("what", what, "result", result);
    }

    private static String number(double millis) {
        return String.format(Locale.ROOT, "%.1f", millis);
    }
}
