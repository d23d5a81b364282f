package io.creto.messaging.jobs.policy;

import io.creto.messaging.jobs.policy.PolicyFileException.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Where the fields of a document stand in its file, also what is inside a condition: exactly in literal blocks and in scalars
 * of one line, at the scalar's beginning otherwise. Not thread-safe.
 */
final class YamlPlaces {
    private final List<String> lines;
    private final Map<String, Node> nodes = new HashMap<>();

    YamlPlaces(String text) {
        this.lines = List.of(text.split("\r\n|\r|\n", -1));
    }

    /** Remembers where a field stands. */
    void put(String field, Node node) {
        nodes.put(field, node);
    }

    /** A problem at a node. */
    static Problem at(Node node, String message) {
        return at(node.getStartMark().orElseThrow(), message);
    }

    /** A problem of the compiler, at its field or at what is there of the field's surroundings. */
    Problem of(PolicyProblem problem) {
        String field = problem.field();
        Node node = nodes.get(field);
        while (node == null) {
            field = field.substring(0, Math.max(0, Math.max(field.lastIndexOf('.'), field.lastIndexOf('['))));
            node = nodes.get(field);
        }
        String message = name(problem, field) + problem.message();
        if (problem.line() == 0 || !(node instanceof ScalarNode scalar)) {
            return at(node, message);
        }
        return inside(scalar, problem.line(), problem.column() - 1, message);
    }

    /** What is missing has no place, so it is named. */
    private static String name(PolicyProblem problem, String found) {
        String rule = problem.rule().isEmpty() ? "" : "rule \"" + problem.rule() + "\": ";
        String missing = problem.field().substring(found.length()).replaceFirst("^\\.", "");
        return rule + (missing.isEmpty() ? "" : missing + " ");
    }

    private Problem inside(ScalarNode scalar, int line, int column, String message) {
        Mark start = scalar.getStartMark().orElseThrow();
        Mark end = scalar.getEndMark().orElseThrow();
        ScalarStyle style = scalar.getScalarStyle();
        if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
            return inBlock(scalar, start, line, column, message);
        }
        if (start.getLine() != end.getLine()) {
            return at(start, message);
        }
        int[] raw = lines.get(start.getLine()).codePoints().toArray();
        int at = start.getColumn() + (style == ScalarStyle.PLAIN ? 0 : 1);
        for (int i = 0; i < column; i++) {
            at += style == ScalarStyle.PLAIN ? 1 : width(raw, at, style);
        }
        return new Problem(start.getLine() + 1, at + 1, message);
    }

    /** The block's indentation is what a line of the file has before its text. */
    private Problem inBlock(ScalarNode scalar, Mark start, int line, int column, String message) {
        List<String> texts = scalar.getValue().lines().toList();
        int number = start.getLine() + line;
        String text = line <= texts.size() ? texts.get(line - 1) : "";
        if (text.isEmpty() || number >= lines.size() || !lines.get(number).endsWith(text)) {
            return at(start, message);
        }
        return new Problem(number + 1, lines.get(number).length() - text.length() + column + 1, message);
    }

    /** How many characters of the file make the next one of a quoted text. */
    private static int width(int[] raw, int at, ScalarStyle style) {
        if (style == ScalarStyle.SINGLE_QUOTED) {
            return raw[at] == '\'' ? 2 : 1;
        }
        if (raw[at] != '\\') {
            return 1;
        }
        return switch (raw[at + 1]) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    static Problem at(Mark mark, String message) {
        return new Problem(mark.getLine() + 1, mark.getColumn() + 1, message);
    }
}
