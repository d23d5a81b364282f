package io.creto.messaging.crypto.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table of one provider. Files of one vector each share the row of their folder. */
record ConformanceTable(String provider, List<Tally> tallies) {

    @Override
    public String toString() {
        Map<String, List<Tally>> rows = new LinkedHashMap<>();
        tallies.forEach(tally ->
                rows.computeIfAbsent(tally.rowName(), name -> new ArrayList<>()).add(tally));
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0) + 2;
        StringBuilder table = new StringBuilder("\n== " + provider + "\n");
        line(table, width, "file", "run / passed / skipped (why)");
        rows.forEach((name, files) ->
                line(table, width, files.get(0).isProviderIndependent() ? name + "*" : name, counts(files)));
        long skippedFiles = tallies.stream()
                .filter(tally -> !tally.whyFileSkipped().isEmpty())
                .count();
        line(
                table,
                width,
                "total",
                "%d / %d / %d; of %d files, %d are skipped whole"
                        .formatted(run(tallies), passed(tallies), skipped(tallies), tallies.size(), skippedFiles));
        return table.toString();
    }

    private static void line(StringBuilder table, int width, String name, String counts) {
        table.append(name)
                .append(':')
                .append(" ".repeat(Math.max(1, width - name.length())))
                .append(counts)
                .append('\n');
    }

    private static String counts(List<Tally> files) {
        String whyFileSkipped = files.get(0).whyFileSkipped();
        if (!whyFileSkipped.isEmpty()) {
            return "0 / 0 / the file (" + whyFileSkipped + ")";
        }
        String counts = "%d / %d / %d".formatted(run(files), passed(files), skipped(files));
        String why = reasons(files);
        String failed = files.stream().anyMatch(tally -> !tally.mismatches().isEmpty()) ? " FAILED" : "";
        return counts + (why.isEmpty() ? "" : " (" + why + ")") + failed;
    }

    private static String reasons(List<Tally> files) {
        Map<String, Integer> reasons = new TreeMap<>();
        for (Tally file : files) {
            file.skipped().forEach((reason, count) -> reasons.merge(reason, count, Integer::sum));
        }
        List<String> texts = new ArrayList<>();
        reasons.forEach((reason, count) -> texts.add(count + ": " + reason));
        for (Tally file : files) {
            file.notes().forEach((note, count) -> texts.add("of those run, " + count + " " + note));
        }
        return String.join("; ", texts);
    }

    private static int run(List<Tally> files) {
        return files.stream().mapToInt(Tally::run).sum();
    }

    private static int passed(List<Tally> files) {
        return files.stream().mapToInt(Tally::passed).sum();
    }

    private static int skipped(List<Tally> files) {
        return files.stream()
                .flatMap(file -> file.skipped().values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }
}
