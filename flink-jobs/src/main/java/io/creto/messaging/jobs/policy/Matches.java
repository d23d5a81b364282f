package io.creto.messaging.jobs.policy;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Match;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Makes {@link MatchSet}s of one document, one for what is equal, and says what is wrong with theirs. Not thread-safe. */
final class Matches {
    /** Group names are few in a process and stand in many rules. */
    private static final Interner<String> GROUPS = Interners.newWeakInterner();

    private final String fleet;
    private final Problems problems;
    private final Map<Match, MatchSet> made = new HashMap<>();

    Matches(String fleet, Problems problems) {
        this.fleet = fleet;
        this.problems = problems;
    }

    /**
     * What a match means; something that matches nothing if it has problems, which are told.
     *
     * @param match as in the document
     * @param rule id of its rule, if any
     * @param field its path
     */
    MatchSet of(Match match, String rule, String field) {
        MatchSet known = made.get(match);
        if (known != null) {
            return known;
        }
        int before = problems.count();
        check(match, rule, field);
        MatchSet set = problems.count() > before || problems.isFull() ? MatchSet.ANY : compile(match);
        if (problems.count() == before) {
            made.put(match, set);
        }
        return set;
    }

    private MatchSet compile(Match match) {
        if (match.getAny()) {
            return MatchSet.ANY;
        }
        return new MatchSet(
                false,
                set(match.getFleetsList(), UnaryOperator.identity()),
                set(match.getAgentsList(), UnaryOperator.identity()),
                match.getGlobsList().stream().distinct().map(Glob::of).toList(),
                set(match.getGroupsList(), GROUPS::intern),
                set(match.getChannelsList(), name -> fleet + "/" + name));
    }

    private static Set<String> set(List<String> entries, UnaryOperator<String> form) {
        return Set.copyOf(entries.stream().map(form).toList());
    }

    private void check(Match match, String rule, String field) {
        int entries = match.getFleetsCount()
                + match.getAgentsCount()
                + match.getGlobsCount()
                + match.getGroupsCount()
                + match.getChannelsCount();
        if (match.getAny() == (entries > 0)) {
            problems.add(
                    rule, field, entries == 0 ? "is empty: name whom it matches, or any" : "has entries beside any");
        }
        each(match.getFleetsList(), rule, field + ".fleets", text -> AgentId.parse(text + "/any"));
        each(match.getAgentsList(), rule, field + ".agents", AgentId::parse);
        each(match.getGlobsList(), rule, field + ".globs", Matches::glob);
        each(match.getGroupsList(), rule, field + ".groups", Matches::group);
        each(match.getChannelsList(), rule, field + ".channels", text -> AgentId.parse("any/" + text));
    }

    private void each(List<String> entries, String rule, String field, Check check) {
        for (int i = 0; i < entries.size() && !problems.isFull(); i++) {
            try {
                check.run(entries.get(i));
            } catch (WireException e) {
                String problem =
                        String.valueOf(e.getMessage()).substring(e.field().length() + 2);
                problems.add(rule, field + "[" + i + "]", problem);
            }
        }
    }

    private static void glob(String text) throws WireException {
        if (text.length() > WireLimits.MAX_NAME_BYTES || !Glob.isValid(text)) {
            throw WireException.malformed(
                    "glob",
                    "never matches an agent: must be FLEET/NAME of a-z 0-9 - . _ and *, at most "
                            + WireLimits.MAX_NAME_BYTES + " characters, where * does not reach over the /");
        }
    }

    private static void group(String text) throws WireException {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size == 0 || size > WireLimits.MAX_LABEL_BYTES || text.chars().anyMatch(Character::isISOControl)) {
            throw WireException.malformed(
                    "group", "must be 1 to " + WireLimits.MAX_LABEL_BYTES + " bytes without control characters");
        }
    }

    /** Refuses an entry. */
    private interface Check {
        void run(String text) throws WireException;
    }
}
