package io.creto.messaging.jobs.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Rules by globs, found by what stands before a glob's first star and behind its last: one look-up for each pair of lengths
 * that occurs, never more than there are globs. Immutable.
 */
final class GlobIndex {
    private final List<Ends> byLengths;

    GlobIndex(Map<Glob, Rule[]> globs) {
        Map<List<Integer>, Ends> lengths = new HashMap<>();
        globs.forEach((glob, rules) -> lengths.computeIfAbsent(
                        List.of(glob.prefix().length(), glob.suffix().length()),
                        pair -> new Ends(pair.get(0), pair.get(1), new HashMap<>()))
                .add(glob, rules));
        lengths.values().forEach(Ends::trim);
        this.byLengths = List.copyOf(lengths.values());
    }

    /** Meets the rules whose glob matches an agent's id. */
    void visit(String id, Consumer<Rule> visitor) {
        for (Ends ends : byLengths) {
            ends.visit(id, visitor);
        }
    }

    private static final class Entry {
        private final Glob glob;
        private final Rule[] rules;

        Entry(Glob glob, Rule[] rules) {
            this.glob = glob;
            this.rules = rules;
        }
    }

    /** Globs whose ends have the same lengths, by their ends. */
    private record Ends(int prefix, int suffix, Map<String, List<Entry>> entries) {
        void add(Glob glob, Rule[] rules) {
            entries.computeIfAbsent(glob.prefix().concat(glob.suffix()), ends -> new ArrayList<>(1))
                    .add(new Entry(glob, rules));
        }

        void trim() {
            entries.replaceAll((ends, same) -> List.copyOf(same));
        }

        void visit(String id, Consumer<Rule> visitor) {
            if (prefix + suffix > id.length()) {
                return;
            }
            String before = id.substring(0, prefix);
            String ends = suffix == 0 ? before : before.concat(id.substring(id.length() - suffix));
            for (Entry entry : entries.getOrDefault(ends, List.of())) {
                if (entry.glob.matches(id)) {
                    SideIndex.visit(entry.rules, visitor);
                }
            }
        }
    }
}
