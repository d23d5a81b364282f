package io.creto.messaging.crypto.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results of all providers, as a table and as a list of failures. */
final class ConformanceReport {
    private static final String REFERENCE = "bouncycastle";
    private static final String NATIVE = "corretto";

    private final Path folder;
    private final Map<String, List<Tally>> byProvider = new LinkedHashMap<>();

    ConformanceReport(Path folder) {
        this.folder = folder;
    }

    void add(String provider, List<Tally> tallies) {
        byProvider.put(provider, tallies);
    }

    int run() {
        return byProvider.values().stream()
                .flatMap(List::stream)
                .mapToInt(Tally::run)
                .sum();
    }

    /** Every mismatch of every provider, every input on which two providers differ, and a run without vectors. */
    List<Mismatch> failures() {
        List<Mismatch> failures = new ArrayList<>();
        byProvider.values().stream()
                .flatMap(List::stream)
                .map(Tally::mismatches)
                .forEach(failures::addAll);
        failures.addAll(differencesBetweenProviders());
        if (run() == 0) {
            failures.add(new Mismatch("every provider", folder.toString(), "the folder", "vectors to run", "none"));
        }
        return failures;
    }

    private List<Mismatch> differencesBetweenProviders() {
        List<Mismatch> differences = new ArrayList<>();
        List<Tally> reference = byProvider.getOrDefault(REFERENCE, List.of());
        byProvider.forEach((provider, tallies) -> {
            for (int i = 0; i < tallies.size(); i++) {
                List<String> expected = reference.get(i).verdicts();
                List<String> got = tallies.get(i).verdicts();
                for (int j = 0; j < Math.max(expected.size(), got.size()); j++) {
                    String one = j < expected.size() ? expected.get(j) : "no verdict";
                    String other = j < got.size() ? got.get(j) : "no verdict";
                    if (!one.equals(other)) {
                        differences.add(new Mismatch(
                                provider, tallies.get(i).file(), "verdict", REFERENCE + ": " + one, other));
                    }
                }
            }
        });
        return differences;
    }

    /** {@code file: run / passed / skipped (why)}, once for each provider. */
    String table() {
        StringBuilder table = new StringBuilder("Conformance to the vectors in " + folder + "\n");
        byProvider.forEach((provider, tallies) -> table.append(new ConformanceTable(provider, tallies)));
        if (!byProvider.containsKey(NATIVE)) {
            table.append("\n== ").append(NATIVE).append(": does not load on this machine, nothing was run with it\n");
        }
        table.append("""

                * one implementation serves every provider: ML-KEM, HKDF and key generation are Bouncy Castle's, AES key \
                wrap and HMAC the JDK's; trees hash with the provider in use
                """);
        int compared = byProvider.containsKey(NATIVE)
                ? byProvider.get(NATIVE).stream()
                        .mapToInt(tally -> tally.verdicts().size())
                        .sum()
                : 0;
        table.append("%d verdicts on signatures compared between providers%n".formatted(compared));
        List<Mismatch> failures = failures();
        table.append("%d failures%n".formatted(failures.size()));
        failures.forEach(failure -> table.append("FAILED ").append(failure).append('\n'));
        return table.toString();
    }
}
