package io.creto.messaging.jobs.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The guide's examples decide as the guide says: its policies and tables are read out of it. */
class PolicyGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "policies.md");
    private static final Pattern POLICY =
            Pattern.compile("Policy of fleet `([a-z]+)`:\\s+```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("^\\| ([a-z]+/.*) \\|$", Pattern.MULTILINE);

    static Stream<Arguments> rows() throws Exception {
        List<Arguments> rows = new ArrayList<>();
        for (String example : examples()) {
            Map<String, String> policies = new HashMap<>();
            Matcher policy = POLICY.matcher(example);
            while (policy.find()) {
                policies.put(policy.group(1), policy.group(2));
            }
            Matcher row = ROW.matcher(example);
            while (row.find()) {
                rows.add(Arguments.of(row.group(1), policies));
            }
        }
        return rows.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void decidesAsTheGuideSays(String row, Map<String, String> policies) throws Exception {
        List<String> cells =
                Arrays.stream(row.split("\\|", -1)).map(String::strip).toList();
        PolicyRequest request = request(cells.get(0), cells.get(1), cells.get(2), cells.get(3));

        AccessCheck.Decided decided = AccessCheck.decide(
                request, policy(request.sender().fleet(), policies), policy(request.resourceFleet(), policies));

        String rule = decided.answer().rule();
        assertThat((decided.permitted() ? "permitted by " : "denied by ") + (rule.isEmpty() ? "no rule" : rule))
                .as(decided.reason())
                .isEqualTo(cells.get(4));
        assertThat(decided.answer().error()).isEmpty();
    }

    @Test
    void theGuideHasThreeExamplesAndNamesEveryAction() throws Exception {
        assertThat(examples())
                .hasSize(3)
                .allMatch(example -> POLICY.matcher(example).find()
                        && ROW.matcher(example).results().count() >= 5);
        assertThat(guide()).contains(Actions.all().stream().map(Actions::name).toList());
    }

    private static List<String> examples() throws Exception {
        List<String> parts = List.of(guide().split("## Example "));
        return parts.subList(1, parts.size());
    }

    private static String guide() throws Exception {
        return Files.readString(GUIDE);
    }

    private static CompiledPolicy policy(String fleet, Map<String, String> policies) throws Exception {
        String yaml = policies.get(fleet);
        return PolicyCompiler.compile(
                fleet, yaml == null ? DefaultPolicy.of(fleet) : PolicyYaml.read(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    private static PolicyRequest request(String from, String action, String on, String with) {
        Map<String, List<String>> groups = new HashMap<>();
        Map<String, Map<String, String>> attributes = new HashMap<>();
        Map<String, String> context = new HashMap<>();
        for (String part : with.isEmpty() ? new String[0] : with.split(", ")) {
            String[] words = part.split("[= ]", 3);
            if (words.length == 3) {
                attributes.computeIfAbsent(words[0], any -> new HashMap<>()).put(words[1], words[2]);
            } else if (words[0].contains("/")) {
                groups.computeIfAbsent(words[0], any -> new ArrayList<>()).add(words[1]);
            } else {
                context.put(words[0], words[1]);
            }
        }
        String[] target = on.split(" ", -1);
        boolean isChannel = target.length == 2;
        return new PolicyRequest(
                Actions.byName(action).orElseThrow(),
                subject(from, groups, attributes),
                on.isEmpty() || isChannel ? null : subject(on, groups, attributes),
                isChannel ? target[0] : null,
                new RequestContext(
                        Lane.valueOf(
                                "LANE_" + context.getOrDefault("lane", "normal").toUpperCase(Locale.ROOT)),
                        isChannel ? MessageKind.MESSAGE_KIND_PUBLICATION : MessageKind.MESSAGE_KIND_MESSAGE,
                        Long.parseLong(context.getOrDefault("size", "1024")),
                        600_000,
                        Instant.parse(context.getOrDefault("time", "2026-11-23T12:00:00Z"))
                                .toEpochMilli()));
    }

    private static Subject subject(
            String id, Map<String, List<String>> groups, Map<String, Map<String, String>> attributes) {
        return Subject.of(id, groups.getOrDefault(id, List.of()), attributes.getOrDefault(id, Map.of()));
    }
}
