package io.creto.messaging.jobs.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rules by what one side of them names, so that a request meets those whose side it matches, and no others. A rule may be met
 * several times, and its other side is not looked at. Immutable.
 */
final class SideIndex {
    private final Map<String, Rule[]> byAgent;
    private final Map<String, Rule[]> byFleet;
    private final Map<String, Rule[]> byGroup;
    private final Map<String, Rule[]> byChannel;
    private final GlobIndex byGlob;
    private final Rule[] any;

    private SideIndex(Builder builder) {
        this.byAgent = frozen(builder.byAgent);
        this.byFleet = frozen(builder.byFleet);
        this.byGroup = frozen(builder.byGroup);
        this.byChannel = frozen(builder.byChannel);
        this.byGlob = new GlobIndex(frozen(builder.byGlob));
        this.any = builder.any.toArray(Rule[]::new);
    }

    /** Meets the rules that name an agent, a group of it, or a glob that matches it. */
    void visitAgent(Subject agent, Consumer<Rule> visitor) {
        visit(byAgent.get(agent.id()), visitor);
        visitGroups(agent.groups(), visitor);
        byGlob.visit(agent.id(), visitor);
    }

    /** Meets the rules that name a channel. */
    void visitChannel(String channel, Consumer<Rule> visitor) {
        visit(byChannel.get(channel), visitor);
    }

    /** Meets the rules that name a fleet, or everything. */
    void visitFleet(String fleet, Consumer<Rule> visitor) {
        visit(byFleet.get(fleet), visitor);
        visit(any, visitor);
    }

    private void visitGroups(List<String> groups, Consumer<Rule> visitor) {
        if (!byGroup.isEmpty()) {
            for (String group : groups) {
                visit(byGroup.get(group), visitor);
            }
        }
    }

    static void visit(Rule @Nullable [] rules, Consumer<Rule> visitor) {
        if (rules != null) {
            for (Rule rule : rules) {
                visitor.accept(rule);
            }
        }
    }

    private static <K> Map<K, Rule[]> frozen(Map<K, List<Rule>> lists) {
        if (lists.isEmpty()) {
            return Map.of();
        }
        Map<K, Rule[]> frozen = new HashMap<>((int) (lists.size() / 0.75f) + 1);
        lists.forEach((key, rules) -> frozen.put(key, rules.toArray(Rule[]::new)));
        return frozen;
    }

    /** Gathers rules. Not thread-safe. */
    static final class Builder {
        private final Map<String, List<Rule>> byAgent = new HashMap<>();
        private final Map<String, List<Rule>> byFleet = new HashMap<>();
        private final Map<String, List<Rule>> byGroup = new HashMap<>();
        private final Map<String, List<Rule>> byChannel = new HashMap<>();
        private final Map<Glob, List<Rule>> byGlob = new HashMap<>();
        private final List<Rule> any = new ArrayList<>();

        /** Adds a rule under each entry of a side. */
        void add(MatchSet side, Rule rule) {
            if (side.any()) {
                any.add(rule);
            }
            add(byAgent, side.agents(), rule);
            add(byFleet, side.fleets(), rule);
            add(byGroup, side.groups(), rule);
            add(byChannel, side.channels(), rule);
            add(byGlob, side.globs(), rule);
        }

        /** How many of the added rules the most crowded entry of a side has. */
        int crowd(MatchSet side) {
            int crowd = side.any() ? any.size() : 0;
            crowd = Math.max(crowd, crowd(byAgent, side.agents()));
            crowd = Math.max(crowd, crowd(byFleet, side.fleets()));
            crowd = Math.max(crowd, crowd(byGroup, side.groups()));
            crowd = Math.max(crowd, crowd(byChannel, side.channels()));
            return Math.max(crowd, crowd(byGlob, side.globs()));
        }

        SideIndex build() {
            return new SideIndex(this);
        }

        private static <K> void add(Map<K, List<Rule>> lists, Collection<K> keys, Rule rule) {
            for (K key : keys) {
                lists.computeIfAbsent(key, any -> new ArrayList<>(1)).add(rule);
            }
        }

        private static <K> int crowd(Map<K, List<Rule>> lists, Collection<K> keys) {
            int crowd = 0;
            for (K key : keys) {
                crowd = Math.max(crowd, lists.getOrDefault(key, List.of()).size());
            }
            return crowd;
        }
    }
}
