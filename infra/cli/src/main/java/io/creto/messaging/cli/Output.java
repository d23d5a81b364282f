package io.creto.messaging.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Says what a command has found: to people as text, to programs as one JSON value a line. Not thread-safe. */
final class Output {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final boolean json;

    Output(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** Something on the way, for people only. */
    void progress(String text) {
        if (!json) {
            out.println(text);
            out.flush();
        }
    }

    /**
     * A result.
     *
     * @param text for people
     * @param value for programs: a record, a map, or a list of them
     */
    void result(String text, Object value) {
        try {
            out.println(json ? JSON.writeValueAsString(value) : text);
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a value for JSON: " + value.getClass(), e);
        }
    }

    /**
     * A table.
     *
     * @param columns names, also of the fields in JSON
     * @param rows as many values each
     */
    void table(List<String> columns, List<Map<String, Object>> rows) {
        result(Tables.render(columns, rows), rows);
    }
}
