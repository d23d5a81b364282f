package io.creto.messaging.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tables for people: columns as wide as their values. */
final class Tables {
    private static final String GAP = "  ";

    private Tables() {}

    /**
     * A table with a line of names above.
     *
     * @param columns which, in order
     * @param rows values by the name of their column; missing ones are empty
     */
    static String render(List<String> columns, List<Map<String, Object>> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns);
        rows.forEach(row -> lines.add(columns.stream()
                .map(column -> String.valueOf(row.getOrDefault(column, "")))
                .toList()));
        int[] widths = new int[columns.size()];
        lines.forEach(line -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        });
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder padded = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                padded.append(line.get(i))
                        .append(" ".repeat(widths[i] - line.get(i).length()))
                        .append(GAP);
            }
            text.append(padded.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString().stripTrailing();
    }
}
