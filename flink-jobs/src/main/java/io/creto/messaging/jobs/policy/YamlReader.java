package io.creto.messaging.jobs.policy;

import io.creto.messaging.jobs.policy.PolicyFileException.Problem;
import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.FleetQuota;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRule;
import io.creto.messaging.v1.Quota;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads a document from the nodes of its file: keys and types, while what the values may be is the compiler's. Its depth is
 * that of the document, whatever the file's. For one file, not thread-safe.
 */
final class YamlReader {
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");
    private static final String ANY = "any";

    private final YamlPlaces places;
    private final List<Problem> problems = new ArrayList<>();

    YamlReader(YamlPlaces places) {
        this.places = places;
    }

    /** What is wrong so far. */
    List<Problem> problems() {
        return problems;
    }

    PolicyDocument document(Node root) {
        PolicyDocument.Builder document = PolicyDocument.newBuilder();
        Map<String, BiConsumer<Node, String>> keys = new HashMap<>();
        keys.put("id", (node, path) -> text(node, document::setId));
        keys.put("rules", (node, path) -> each(node, path, (rule, at) -> document.addRules(rule(rule, at))));
        keys.put("quotas", (node, path) -> each(node, path, (quota, at) -> document.addQuotas(quota(quota, at))));
        keys.put("fleet_quota", (node, path) -> document.setFleetQuota(fleetQuota(node, path)));
        mapping(root, "", keys);
        return document.build();
    }

    private PolicyRule rule(Node node, String path) {
        PolicyRule.Builder rule = PolicyRule.newBuilder();
        Map<String, BiConsumer<Node, String>> keys = new HashMap<>();
        keys.put("id", (value, at) -> text(value, rule::setId));
        keys.put("effect", (value, at) -> text(value, name -> effect(value, name, rule)));
        keys.put("actions", (value, at) -> actions(value, at, rule));
        keys.put("principal", (value, at) -> rule.setPrincipal(match(value, at)));
        keys.put("resource", (value, at) -> rule.setResource(match(value, at)));
        keys.put("condition", (value, at) -> text(value, rule::setCondition));
        keys.put("description", (value, at) -> text(value, rule::setDescription));
        mapping(node, path, keys);
        return rule.build();
    }

    private Quota quota(Node node, String path) {
        Quota.Builder quota = Quota.newBuilder();
        Map<String, BiConsumer<Node, String>> keys = new HashMap<>();
        keys.put("principal", (value, at) -> quota.setPrincipal(match(value, at)));
        rates(keys, quota::setMessagesPerSecond, quota::setBytesPerSecond, quota::setBurstSeconds);
        mapping(node, path, keys);
        return quota.build();
    }

    private FleetQuota fleetQuota(Node node, String path) {
        FleetQuota.Builder quota = FleetQuota.newBuilder();
        Map<String, BiConsumer<Node, String>> keys = new HashMap<>();
        rates(keys, quota::setMessagesPerSecond, quota::setBytesPerSecond, quota::setBurstSeconds);
        mapping(node, path, keys);
        return quota.build();
    }

    private void rates(
            Map<String, BiConsumer<Node, String>> keys,
            LongConsumer messages,
            LongConsumer bytes,
            IntConsumer burstSeconds) {
        keys.put("messages_per_second", (value, at) -> number(value, Long.MAX_VALUE, messages));
        keys.put("bytes_per_second", (value, at) -> number(value, Long.MAX_VALUE, bytes));
        keys.put(
                "burst_seconds",
                (value, at) -> number(value, Integer.MAX_VALUE, burst -> burstSeconds.accept((int) burst)));
    }

    private Match match(Node node, String path) {
        Match.Builder match = Match.newBuilder();
        Map<String, BiConsumer<Node, String>> keys = new HashMap<>();
        keys.put("fleets", (value, at) -> texts(value, at, match::addFleets));
        keys.put("agents", (value, at) -> texts(value, at, match::addAgents));
        keys.put("globs", (value, at) -> texts(value, at, match::addGlobs));
        keys.put("groups", (value, at) -> texts(value, at, match::addGroups));
        keys.put("channels", (value, at) -> texts(value, at, match::addChannels));
        keys.put(ANY, (value, at) -> any(value, match));
        mapping(node, path, keys);
        return match.build();
    }

    private void any(Node node, Match.Builder match) {
        if (node instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.BOOL)
                && scalar.getValue().equals("true")) {
            match.setAny(true);
        } else {
            problem(node, "must be true: leave it out otherwise");
        }
    }

    private void effect(Node node, String name, PolicyRule.Builder rule) {
        switch (name) {
            case "permit" -> rule.setEffect(Effect.EFFECT_PERMIT);
            case "forbid" -> rule.setEffect(Effect.EFFECT_FORBID);
            default -> {
                problem(node, "\"" + shortened(name) + "\", must be permit or forbid");
                rule.setEffect(Effect.EFFECT_FORBID);
            }
        }
    }

    private void actions(Node node, String path, PolicyRule.Builder rule) {
        if (node instanceof ScalarNode scalar && scalar.getValue().equals(ANY)) {
            rule.addAllActions(Actions.all());
            return;
        }
        each(
                node,
                path,
                (value, at) -> text(
                        value,
                        name -> Actions.byName(name)
                                .ifPresentOrElse(
                                        rule::addActions,
                                        () -> problem(
                                                value,
                                                "no action \"" + shortened(name) + "\", must be any or some of "
                                                        + Actions.all().stream()
                                                                .map(Actions::name)
                                                                .toList()))));
    }

    private void texts(Node node, String path, Consumer<String> to) {
        each(node, path, (value, at) -> text(value, to));
    }

    private void text(Node node, Consumer<String> to) {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
            to.accept(scalar.getValue());
        } else {
            problem(node, node instanceof ScalarNode ? "must be a text: put it in quotes" : "must be a text");
        }
    }

    private void number(Node node, long max, LongConsumer to) {
        if (node instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.INT)
                && WHOLE.matcher(scalar.getValue()).matches()
                && Long.parseLong(scalar.getValue()) <= max) {
            to.accept(Long.parseLong(scalar.getValue()));
        } else {
            problem(node, "must be a whole number, 0 or more");
        }
    }

    private void each(Node node, String path, BiConsumer<Node, String> reader) {
        if (!(node instanceof SequenceNode sequence)) {
            problem(node, "must be a list");
            return;
        }
        List<Node> elements = sequence.getValue();
        for (int i = 0; i < elements.size() && !isFull(); i++) {
            String at = path + "[" + i + "]";
            places.put(at, elements.get(i));
            reader.accept(elements.get(i), at);
        }
    }

    private void mapping(Node node, String path, Map<String, BiConsumer<Node, String>> keys) {
        places.put(path, node);
        if (!(node instanceof MappingNode mapping)) {
            problem(node, "must be keys with values: " + names(keys));
            return;
        }
        Map<String, Node> seen = new HashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (isFull()) {
                return;
            }
            Node key = entry.getKeyNode();
            String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
            BiConsumer<Node, String> reader = keys.get(name);
            if (reader == null) {
                problem(key, "unknown key \"" + shortened(name) + "\", must be one of " + names(keys));
            } else if (seen.put(name, key) != null) {
                problem(key, "key \"" + name + "\" is there already");
            } else {
                String at = path.isEmpty() ? name : path + "." + name;
                places.put(at, entry.getValueNode());
                reader.accept(entry.getValueNode(), at);
            }
        }
    }

    private static List<String> names(Map<String, ?> keys) {
        return keys.keySet().stream().sorted().toList();
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private boolean isFull() {
        return problems.size() >= PolicyException.MAX_PROBLEMS;
    }

    private void problem(Node node, String message) {
        if (!isFull()) {
            problems.add(YamlPlaces.at(node, message));
        }
    }
}
