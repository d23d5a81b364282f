package io.creto.messaging.jobs.policy;

import io.creto.messaging.jobs.policy.PolicyFileException.Problem;
import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.FleetQuota;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRule;
import io.creto.messaging.v1.Quota;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Policies as YAML, the form that people write (docs/policies.md). Reading what was written brings the same document.
 * Thread-safe.
 */
public final class PolicyYaml {
    /** Bytes of a file; what is larger is not looked at. */
    public static final int MAX_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 16;
    private static final int MAX_ALIASES = 16;
    /** Reading needs none that exists: channels are any fleet's. */
    private static final String NO_FLEET = "any";

    private PolicyYaml() {}

    /**
     * Reads a document that a compiler accepts.
     *
     * @param file its bytes, UTF-8, at most {@link #MAX_BYTES}: nobody needs to read more of it to have it refused
     * @throws PolicyFileException with all that is wrong with it: YAML, keys, types, values, conditions
     */
    public static PolicyDocument read(byte[] file) throws PolicyFileException {
        if (file.length > MAX_BYTES) {
            throw failure(1, 1, "the file is larger than " + MAX_BYTES + " bytes");
        }
        String text = decoded(file);
        YamlPlaces places = new YamlPlaces(text);
        YamlReader reader = new YamlReader(places);
        PolicyDocument document = reader.document(root(text));
        List<Problem> problems = new ArrayList<>(reader.problems());
        if (problems.isEmpty()) {
            try {
                PolicyCompiler.compile(NO_FLEET, document);
                return document;
            } catch (PolicyException e) {
                e.problems().stream().map(places::of).forEach(problems::add);
            }
        }
        problems.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        throw new PolicyFileException(problems);
    }

    /** Writes a document. */
    public static String write(PolicyDocument document) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("id", document.getId());
        root.put("rules", document.getRulesList().stream().map(PolicyYaml::rule).toList());
        if (document.getQuotasCount() > 0) {
            root.put(
                    "quotas",
                    document.getQuotasList().stream().map(PolicyYaml::quota).toList());
        }
        if (document.hasFleetQuota()) {
            root.put("fleet_quota", fleetQuota(document.getFleetQuota()));
        }
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setSplitLines(false)
                .build();
        return new Dump(settings).dumpToString(root);
    }

    private static Map<String, Object> rule(PolicyRule rule) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", rule.getId());
        if (!rule.getDescription().isEmpty()) {
            fields.put("description", rule.getDescription());
        }
        fields.put("effect", rule.getEffect() == Effect.EFFECT_PERMIT ? "permit" : "forbid");
        fields.put(
                "actions",
                rule.getActionsList().equals(Actions.all())
                        ? "any"
                        : rule.getActionsList().stream().map(Actions::name).toList());
        fields.put("principal", match(rule.getPrincipal()));
        fields.put("resource", match(rule.getResource()));
        if (!rule.getCondition().isEmpty()) {
            fields.put("condition", rule.getCondition());
        }
        return fields;
    }

    private static Map<String, Object> quota(Quota quota) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("principal", match(quota.getPrincipal()));
        fields.putAll(rates(quota.getMessagesPerSecond(), quota.getBytesPerSecond(), quota.getBurstSeconds()));
        return fields;
    }

    private static Map<String, Object> fleetQuota(FleetQuota quota) {
        return rates(quota.getMessagesPerSecond(), quota.getBytesPerSecond(), quota.getBurstSeconds());
    }

    private static Map<String, Object> rates(long messages, long bytes, int burstSeconds) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("messages_per_second", messages);
        fields.put("bytes_per_second", bytes);
        fields.put("burst_seconds", burstSeconds);
        return fields;
    }

    private static Map<String, Object> match(Match match) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (match.getAny()) {
            fields.put("any", true);
        }
        putUnlessEmpty(fields, "fleets", match.getFleetsList());
        putUnlessEmpty(fields, "agents", match.getAgentsList());
        putUnlessEmpty(fields, "globs", match.getGlobsList());
        putUnlessEmpty(fields, "groups", match.getGroupsList());
        putUnlessEmpty(fields, "channels", match.getChannelsList());
        return fields;
    }

    private static void putUnlessEmpty(Map<String, Object> fields, String key, List<String> entries) {
        if (!entries.isEmpty()) {
            fields.put(key, List.copyOf(entries));
        }
    }

    private static String decoded(byte[] file) throws PolicyFileException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            throw failure(1, 1, "the file is not UTF-8");
        }
    }

    private static Node root(String text) throws PolicyFileException {
        LoadSettings settings =
                LoadSettings.builder().setMaxAliasesForCollections(MAX_ALIASES).build();
        try {
            checkDepth(text, settings);
            return new Compose(settings).composeString(text).orElseThrow(() -> failure(1, 1, "the file is empty"));
        } catch (MarkedYamlEngineException e) {
            String message = "not YAML: " + (e.getContext() == null ? "" : e.getContext() + ", ") + e.getProblem();
            throw new PolicyFileException(List.of(e.getProblemMark()
                    .map(mark -> YamlPlaces.at(mark, message))
                    .orElseGet(() -> new Problem(1, 1, message))));
        } catch (YamlEngineException e) {
            throw failure(1, 1, "not YAML that is read here: " + e.getMessage());
        }
    }

    /** Events come one by one, while nodes are made by recursion: so depth is looked at before. */
    private static void checkDepth(String text, LoadSettings settings) throws PolicyFileException {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                throw new PolicyFileException(List.of(
                        YamlPlaces.at(event.getStartMark().orElseThrow(), "nested more than " + MAX_DEPTH + " deep")));
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    private static PolicyFileException failure(int line, int column, String message) {
        return new PolicyFileException(List.of(new Problem(line, column, message)));
    }
}
