package io.creto.messaging.benchmarks;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;

/** Results as Markdown tables, ready for a document. */
final class Tables {

    private Tables() {}

    static void print(PrintWriter out, Collection<Measurement> measured, List<Ratio> ratios) {
        out.printf("%s%n%n", Machine.describe());
        out.println("| benchmark | µs/op, median | lowest – highest | bytes allocated/op |");
        out.println("|---|---:|---:|---:|");
        for (Measurement m : measured) {
            out.printf(
                    "| %s | %.2f | %.2f – %.2f | %,.0f |%n",
                    m.name(), m.microseconds(), m.lowest(), m.highest(), m.allocatedBytes());
        }
        out.printf("%n| ratio | measured | wanted | |%n|---|---:|---:|---|%n");
        for (Ratio ratio : ratios) {
            out.printf(
                    "| %s | %.3f | ≤ %.3f | %s |%n",
                    ratio.what(), ratio.value(), ratio.target(), ratio.met() ? "met" : "missed");
        }
    }
}
