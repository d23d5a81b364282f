package io.creto.messaging.jobs.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.creto.messaging.jobs.policy.PolicyFileException.Problem;
import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.FleetQuota;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRule;
import io.creto.messaging.v1.Quota;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyYamlTest {
    private static final String RULE = """
            id: p
            rules:
              - id: r
                effect: permit
                actions: [SendMessage]
                principal: {any: true}
                resource: {any: true}
            """;
    private static final List<String> TEXTS = List.of(
            "plain",
            "5",
            "true",
            "null",
            "~",
            "a: b",
            "# no comment",
            " spaces ",
            "- list",
            "'quoted'",
            "\"double\"",
            "*star",
            "&and",
            "ünï 😀",
            "{x}",
            "0x1F",
            "1e3",
            "back\\slash",
            "!tag",
            "%percent",
            "@at",
            "2026-11-23");
    private static final List<String> CONDITIONS = List.of(
            "true",
            "sender.name == 'x: # y'",
            "sender.name == \"\\\"\" && true",
            "sender.fleet == 'acme' &&\n  recipient.fleet == 'acme'\n",
            "\n\nsender.name == '😀'\n\n",
            "sender.name == 'a' // why\n|| false",
            "'" + "long ".repeat(50) + "' == sender.name");

    @Test
    void readsEveryKey() throws Exception {
        PolicyDocument document = read("""
                id: acme-main
                rules:
                  - id: all
                    description: for people
                    effect: forbid
                    actions: any
                    principal: {fleets: [acme], agents: [acme/a], globs: ["acme/w-*"], groups: [ops]}
                    resource: {channels: [alerts]}
                    condition: context.message_size > 10
                quotas:
                  - principal: {any: true}
                    messages_per_second: 10
                    bytes_per_second: 1000
                    burst_seconds: 2
                fleet_quota: {messages_per_second: 300, bytes_per_second: 4000, burst_seconds: 5}
                """);

        assertThat(document)
                .isEqualTo(PolicyDocument.newBuilder()
                        .setId("acme-main")
                        .addRules(PolicyRule.newBuilder()
                                .setId("all")
                                .setDescription("for people")
                                .setEffect(Effect.EFFECT_FORBID)
                                .addAllActions(Actions.all())
                                .setPrincipal(Match.newBuilder()
                                        .addFleets("acme")
                                        .addAgents("acme/a")
                                        .addGlobs("acme/w-*")
                                        .addGroups("ops"))
                                .setResource(Match.newBuilder().addChannels("alerts"))
                                .setCondition("context.message_size > 10"))
                        .addQuotas(Quota.newBuilder()
                                .setPrincipal(Match.newBuilder().setAny(true))
                                .setMessagesPerSecond(10)
                                .setBytesPerSecond(1000)
                                .setBurstSeconds(2))
                        .setFleetQuota(FleetQuota.newBuilder()
                                .setMessagesPerSecond(300)
                                .setBytesPerSecond(4000)
                                .setBurstSeconds(5))
                        .build());
    }

    static Stream<Arguments> conditionsInEveryStyle() {
        return Stream.of(
                Arguments.of("plain", "    condition: sender.nmae == 'x'\n", "8:22"),
                Arguments.of("single quotes", "    condition: '''x'' == sender.nmae'\n", "8:32"),
                Arguments.of("double quotes", "    condition: \"'\\\"\\u0041\\x41' == sender.nmae\"\n", "8:41"),
                Arguments.of("characters of two units", "    condition: \"'😀' == sender.nmae\"\n", "8:30"),
                Arguments.of("literal block", "    condition: |\n      true &&\n        sender.nmae == 'x'\n", "10:15"),
                Arguments.of("literal block, stripped", "    condition: |-\n      sender.nmae == 'x'", "9:13"),
                Arguments.of("folded block of one line", "    condition: >\n      sender.nmae == 'x'\n", "9:13"),
                Arguments.of("folded block", "    condition: >\n      true &&\n      sender.nmae == 'x'\n", "8:16"),
                Arguments.of("plain on two lines", "    condition: true &&\n      sender.nmae == 'x'\n", "8:16"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conditionsInEveryStyle")
    void pointsIntoConditions(String style, String condition, String place) {
        assertThat(problems(RULE + condition))
                .extracting(Problem::toString)
                .containsExactly(place + ": rule \"r\": undefined field 'nmae'");
    }

    @Test
    void tellsSeveralProblemsAtOnceFromTheTop() {
        assertThat(problems("""
                        id: 5
                        rulez: []
                        rules:
                          - id: a
                            id: b
                            effect: allow
                            actions: [SendMesage, 7]
                            principal: {fleets: acme, any: false}
                            resource: []
                            extra: 1
                        quotas:
                          - messages_per_second: -1
                            burst_seconds: "2"
                        fleet_quota:
                          bytes_per_second: 1.5
                          principal: {any: true}
                        """))
                .extracting(problem -> problem.toString().replaceFirst(", must be.*|: put.*|: leave.*|: \\[.*", ""))
                .containsExactly(
                        "1:5: must be a text",
                        "2:1: unknown key \"rulez\"",
                        "5:5: key \"id\" is there already",
                        "6:13: \"allow\"",
                        "7:15: no action \"SendMesage\"",
                        "7:27: must be a text",
                        "8:25: must be a list",
                        "8:36: must be true",
                        "9:15: must be keys with values",
                        "10:5: unknown key \"extra\"",
                        "12:26: must be a whole number, 0 or more",
                        "13:20: must be a whole number, 0 or more",
                        "15:21: must be a whole number, 0 or more",
                        "16:3: unknown key \"principal\"");
    }

    @Test
    void pointsAtBadValuesAndAtWhatHasMissingParts() {
        assertThat(problems("""
                        id: p
                        rules:
                          - id: same
                            effect: permit
                            actions: [SendMessage]
                            principal: {agents: [acme/a, Acme/b]}
                            resource: {any: true}
                          - id: same
                            actions: [SendMessage]
                            principal: {any: true}
                            resource: {any: true}
                        """))
                .extracting(Problem::toString)
                .containsExactly(
                        "6:34: rule \"same\": character 0 of the fleet is U+0041, allowed a-z 0-9 and, not first, -",
                        "8:9: rule \"same\": another rule has the same id");
        assertThat(problems("id: p\nrules:\n  - id: r\n    actions: [SendMessage]\n    resource: {any: true}\n"))
                .extracting(Problem::toString)
                .containsExactly("3:5: rule \"r\": principal is empty: name whom it matches, or any");
    }

    @Test
    void pointsAtQuotasThatAreOutOfRangeOrLimitNothing() {
        assertThat(problems("""
                        id: p
                        quotas:
                          - principal: {any: true}
                            bytes_per_second: 1000000001
                            burst_seconds: 1
                          - principal: {any: true}
                            burst_seconds: 1
                        fleet_quota: {messages_per_second: 1, burst_seconds: 3601}
                        """))
                .extracting(Problem::toString)
                .containsExactly(
                        "4:23: 1000000001, must be 0 to 1000000000",
                        "6:5: limits nothing, must give messages_per_second or bytes_per_second",
                        "8:54: 3601, must be 1 to 3600");
        assertThat(problems("id: p\nfleet_quota: {messages_per_second: 0, burst_seconds: 1}\n"))
                .extracting(Problem::toString)
                .containsExactly("2:14: limits nothing, must give messages_per_second or bytes_per_second");
        assertThat(problems("id: p\nfleet_quota: {messages_per_second: 5}\n"))
                .extracting(Problem::toString)
                .containsExactly("2:14: burst_seconds 0, must be 1 to 3600");
        assertThat(problems("id: p\nfleet_quota: 5\n"))
                .extracting(Problem::toString)
                .containsExactly(
                        "2:14: must be keys with values: [burst_seconds, bytes_per_second, messages_per_second]");
    }

    @Test
    void refusesWhatIsNoDocument() {
        assertThat(problems("")).extracting(Problem::message).containsExactly("the file is empty");
        assertThat(problems("id: [").get(0).toString()).startsWith("1:6: not YAML: ");
        assertThat(problems("a: 1\n---\nb: 2\n").get(0).message()).contains("expected a single document");
        assertThat(problems("just text").get(0).message()).startsWith("must be keys with values: ");
        assertThat(problemsOf(new byte[] {(byte) 0xff}).get(0).message()).isEqualTo("the file is not UTF-8");
    }

    @Test
    void refusesWhatIsTooLargeOrTooDeepOrMultiplied() {
        assertThat(problemsOf(new byte[10 << 20]))
                .containsExactly(new Problem(1, 1, "the file is larger than 1048576 bytes"));
        assertThat(problems("id: p\nrules: " + "[".repeat(500_000)))
                .containsExactly(new Problem(2, 23, "nested more than 16 deep"));
        StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c <= 'i'; c++) {
            bomb.append(c).append(": &").append(c).append(" [");
            bomb.append(("*" + (char) (c - 1) + ", ").repeat(9)).append("]\n");
        }
        assertThat(problems(bomb.toString()).get(0).message()).contains("aliases");
        assertThat(problems("id: p\nrules: &r [*r]\n")).isNotEmpty();
    }

    @Test
    void anAliasOfAMatchIsRead() throws Exception {
        PolicyDocument document = read("""
                id: p
                rules:
                  - id: r
                    effect: permit
                    actions: [SendMessage]
                    principal: &ops {groups: [ops]}
                    resource: *ops
                """);

        assertThat(document.getRules(0).getResource())
                .isEqualTo(document.getRules(0).getPrincipal());
    }

    @Property(tries = 300)
    void readingWhatWasWrittenBringsTheSame(@ForAll long seed) throws Exception {
        PolicyDocument document = document(new Random(seed));

        assertThat(read(PolicyYaml.write(document))).isEqualTo(document);
    }

    private static PolicyDocument document(Random random) {
        PolicyDocument.Builder document = PolicyDocument.newBuilder().setId(pick(random, TEXTS));
        int rules = random.nextInt(5);
        for (int i = 0; i < rules; i++) {
            PolicyRule.Builder rule = PolicyRule.newBuilder()
                    .setId(pick(random, TEXTS) + i)
                    .setEffect(random.nextBoolean() ? Effect.EFFECT_FORBID : Effect.EFFECT_PERMIT)
                    .setPrincipal(match(random, false))
                    .setResource(match(random, true))
                    .setDescription(random.nextBoolean() ? "" : pick(random, TEXTS) + "\n\t" + pick(random, TEXTS))
                    .setCondition(random.nextBoolean() ? "" : pick(random, CONDITIONS));
            if (random.nextInt(4) == 0) {
                rule.addAllActions(Actions.all());
            } else {
                rule.addActions(pick(random, Actions.all()));
            }
            document.addRules(rule);
        }
        if (random.nextBoolean()) {
            document.addQuotas(Quota.newBuilder()
                    .setPrincipal(match(random, false))
                    .setMessagesPerSecond(random.nextInt(100))
                    .setBytesPerSecond(1 + random.nextInt(1_000_000_000))
                    .setBurstSeconds(1 + random.nextInt(3600)));
        }
        if (random.nextBoolean()) {
            document.setFleetQuota(FleetQuota.newBuilder()
                    .setMessagesPerSecond(1 + random.nextInt(1_000_000_000))
                    .setBytesPerSecond(random.nextInt(100))
                    .setBurstSeconds(1 + random.nextInt(3600)));
        }
        return document.build();
    }

    private static Match match(Random random, boolean resource) {
        Match.Builder match = Match.newBuilder();
        switch (random.nextInt(resource ? 5 : 4)) {
            case 0 -> match.setAny(true);
            case 1 -> match.addFleets("acme").addAgents("beta/" + random.nextInt(10));
            case 2 -> match.addGlobs("*/a*").addGroups(pick(random, TEXTS));
            case 3 -> match.addGroups(pick(random, TEXTS)).addFleets("1e3");
            default -> match.addChannels("0x1f");
        }
        return match.build();
    }

    private static <T> T pick(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static PolicyDocument read(String text) throws PolicyFileException {
        return PolicyYaml.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Problem> problems(String text) {
        return problemsOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Problem> problemsOf(byte[] file) {
        return catchThrowableOfType(PolicyFileException.class, () -> PolicyYaml.read(file))
                .problems();
    }
}
