package io.creto.messaging.jobs.policy;

import static io.creto.messaging.jobs.policy.SamplePolicies.ALICE;
import static io.creto.messaging.jobs.policy.SamplePolicies.BOB;
import static io.creto.messaging.jobs.policy.SamplePolicies.CONTEXT;
import static io.creto.messaging.jobs.policy.SamplePolicies.compile;
import static io.creto.messaging.jobs.policy.SamplePolicies.forbid;
import static io.creto.messaging.jobs.policy.SamplePolicies.permit;
import static io.creto.messaging.jobs.policy.SamplePolicies.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.PolicyRule;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions: what they see, what is refused before it counts, and what happens when one fails. */
class ConditionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sender.id == 'acme/alice' && sender.fleet == 'acme' && sender.name == 'alice'",
                "recipient.id == 'acme/bob'",
                "'ops' in sender.groups && !('ops' in recipient.groups)",
                "recipient.groups == ['dev', 'night']",
                "sender.attributes.team == 'red' && sender.attributes['team'] == 'red'",
                "!has(recipient.attributes.team)",
                "sender.groups.exists(g, g.startsWith('op'))",
                "sender.groups.exists(g, g in ['ops', 'dev'])",
                "channel == ''",
                "context.lane == 'normal' && context.kind == 'message' && context.action == 'SendMessage'",
                "context.message_size == 2048 && context.message_size <= 4 * 1024",
                "context.ttl == duration('1h') && context.ttl < duration('24h')",
                "context.time == timestamp('2023-11-14T22:13:20Z')",
                "context.time.getHours('UTC') == 22 && context.time.getDayOfWeek('Europe/Rome') == 2",
                "sender.name.matches('^[a-z]+$')",
                "sender.fleet == recipient.fleet ? context.lane != 'urgent' : false"
            })
    void seesTheRequest(String condition) throws Exception {
        assertThat(decide(permit("r").setCondition(condition)).reason()).isEqualTo("rule \"r\" permits it");
        assertThat(decide(permit("r").setCondition("!(" + condition + ")")).rule())
                .isEmpty();
    }

    @Test
    void seesTheChannelAndNobodyWhereThereIsNoRecipient() throws Exception {
        CompiledPolicy policy = compile(permit("r")
                .clearActions()
                .addActions(Action.ACTION_PUBLISH_CHANNEL)
                .setCondition("channel == 'alerts' && recipient.id == '' && recipient.groups.size() == 0"));

        assertThat(policy.decide(PolicyRequest.toChannel(Action.ACTION_PUBLISH_CHANNEL, ALICE, "acme/alerts", CONTEXT))
                        .permitted())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            sender.nmae == 'x'                        | 1 | 7  | undefined field 'nmae'
            sendr.id == 'x'                           | 1 | 1  | undeclared reference to 'sendr'
            sender.id ==                              | 1 | 13 | mismatched input
            sender.id == 1                            | 1 | 11 | no matching overload
            'yes'                                     | 1 | 1  | expected type 'bool' but found 'string'
            sender.attributes.x                       | 1 | 18 | expected type 'bool' but found 'string'
            '😀' == sender.idd                        | 1 | 14 | undefined field 'idd'
            true && frobnicate(sender)                | 1 | 19 | undeclared reference to 'frobnicate'
            context.time < timestamp('yesterday')     | 1 | 26 | timestamp validation failed
            context.ttl < duration('soon')            | 1 | 24 | duration validation failed
            sender.id.matches('(')                    | 1 | 19 | not a regular expression
            sender.id.matches('(a{500}){9}')          | 1 | 19 | at most 500 allowed
            context.size > 5                          | 1 | 8  | undefined field 'size'
            """)
    void refusesWithLineAndColumn(String condition, int line, int column, String message) {
        List<PolicyProblem> problems = problems(permit("r").setCondition(condition));

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.rule()).isEqualTo("r");
            assertThat(problem.field()).isEqualTo("rules[0].condition");
            assertThat(problem.message()).contains(message);
            assertThat(List.of(problem.line(), problem.column())).containsExactly(line, column);
        });
    }

    @Test
    void pointsIntoTheRightLine() {
        assertThat(problems(permit("r").setCondition("sender.id == 'a' &&\n  recipient.x == 1")))
                .containsExactly(new PolicyProblem("r", "rules[0].condition", 2, 12, "undefined field 'x'"));
    }

    @Test
    void tellsAllProblemsOfAllRulesUpToALimit() {
        PolicyRule.Builder[] bad = IntStream.range(0, 20)
                .mapToObj(i -> permit("r" + i).setCondition("one" + i + " && two" + i))
                .toArray(PolicyRule.Builder[]::new);

        List<PolicyProblem> problems = problems(bad);

        assertThat(problems).hasSize(PolicyException.MAX_PROBLEMS);
        assertThat(problems.subList(0, 4)).extracting(PolicyProblem::rule).containsExactly("r0", "r0", "r1", "r1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // loops in loops
                "sender.groups.exists(g, recipient.groups.exists(h, sender.groups.exists(i, g == h)))",
                "[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c,"
                        + " [1,2,3,4,5,6,7,8,9,10].all(d, true))))",
                // a search of each group through the longest text for a regular expression
                "sender.groups.exists(g, g.matches('(a|b|c|d|e|f)+(a|b|c|d|e|f)+(a|b|c|d|e|f)+(a|b|c|d|e|f)+'))"
            })
    void refusesWhatTakesTooManySteps(String condition) {
        assertThat(problems(permit("r").setCondition(condition)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).contains("steps, at most 20000 allowed");
                    assertThat(problem.line()).isEqualTo(1);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // each loop over one element names a value that the next doubles
                "['a'].exists(a, [a + a].exists(b, [b + b].exists(c, c == 'b')))",
                "[[1]].exists(a, [a + a].exists(b, b == [2]))",
                "[0].exists(a, [[a, a]].exists(b, [[b, b]].exists(c, c == c)))",
                "[0].map(a, [a, a]).map(b, [b, b]).size() == 1",
                "[0].exists(a, {'x': a, 'y': a} == {})"
            })
    void refusesWhatGrowsWithEachLoop(String condition) {
        assertThat(problems(permit("r").setCondition(condition)))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.message()).contains("larger inside a loop"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sender.groups.exists(g, g in ['ops', 'dev'])",
                "sender.groups.exists(g, g in recipient.groups)",
                "sender.groups.map(g, g).size() + 1 > 2",
                "sender.groups.filter(g, g.startsWith('a')).exists_one(g, g == 'ab')",
                "('a' + sender.name) in ['ab', 'ac']",
                "[1, 2].exists(n, n + 1 == 3)"
            })
    void loopsThatMakeNothingLargerAreAllowed(String condition) {
        assertThatCode(() -> compile(permit("r").setCondition(condition))).doesNotThrowAnyException();
    }

    @Test
    void refusesWhatIsNestedTooDeeplyOrTooLong() {
        assertThat(problems(permit("r").setCondition("(".repeat(100) + "true" + ")".repeat(100))))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("recursion limit"));
        assertThat(problems(permit("r").setCondition("true" + " ".repeat(5000))))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).isEqualTo("5004 bytes, at most 4096 allowed"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sender.attributes.shift == 'x'                                       | key 'shift' is not present
            1 / (context.message_size - 2048) == 1                               | DIVIDE_BY_ZERO
            9223372036854775807 + context.message_size > 0                       | NUMERIC_OVERFLOW
            sender.groups[7] == 'x'                                              | INDEX_OUT_OF_BOUNDS
            sender.id.matches('(' + sender.name)                                 | INVALID_ARGUMENT
            sender.id.matches('(a{300}){2}' + sender.name)                       | at most
            int(sender.name) > 1                                                 | BAD_FORMAT
            """)
    void aConditionThatFailsDenies(String condition, String error) throws Exception {
        PolicyAnswer answer = decide(permit("r").setCondition(condition));

        assertThat(answer.permitted()).isFalse();
        assertThat(answer.rule()).isEqualTo("r");
        assertThat(answer.error()).isPresent();
        assertThat(answer.reason()).startsWith("the condition of rule \"r\" failed: ");
        if (!error.equals("at most")) {
            assertThat(answer.reason()).contains(error);
        }
    }

    @Test
    void aFailureNeverOpensAnything() throws Exception {
        String failing = "sender.attributes.shift == 'x'";

        PolicyAnswer byForbid = decide(permit("open"), forbid("broken").setCondition(failing));
        assertThat(byForbid.permitted()).isFalse();
        assertThat(byForbid.rule()).isEqualTo("broken");
        assertThat(byForbid.error()).isPresent();

        PolicyAnswer other = decide(permit("open"), forbid("broken").setCondition(failing), forbid("closed"));
        assertThat(other).isEqualTo(decide(forbid("closed")));

        PolicyAnswer permitted = decide(permit("broken").setCondition(failing), permit("open"));
        assertThat(permitted.permitted()).as("another rule permits").isTrue();
        assertThat(permitted.rule()).isEqualTo("open");
        assertThat(permitted.error()).isEmpty();
    }

    @Test
    void aConditionThatDoesNotMatterIsNotAsked() throws Exception {
        PolicyRule.Builder elsewhere = forbid("broken")
                .setPrincipal(Match.newBuilder().addFleets("gamma"))
                .setCondition("sender.attributes.shift == 'x'");

        assertThat(decide(permit("open"), elsewhere).permitted()).isTrue();
    }

    @Test
    void allConditionsOfADecisionHaveOneBudget() throws Exception {
        PolicyRule.Builder[] rules = IntStream.range(0, 30)
                .mapToObj(i ->
                        permit("r" + i).setCondition("sender.groups.all(g, g in recipient.groups) && " + i + " == 99"))
                .toArray(PolicyRule.Builder[]::new);

        PolicyAnswer answer = decide(rules);

        assertThat(answer.permitted()).isFalse();
        assertThat(answer.error()).hasValueSatisfying(error -> assertThat(error).contains("100000 steps"));
    }

    @Test
    void equalConditionsShareOneProgram() throws Exception {
        Problems none = new Problems();
        Condition one = Conditions.compile("sender.name == 'shared'", "a", "f", none);
        Condition two = Conditions.compile("sender.name == 'shared'", "b", "g", none);

        assertThat(one).isNotNull().isSameAs(two);
    }

    @Test
    void attributesOfTheContractsLargestSizeAreNoTrouble() throws Exception {
        Subject sender = Subject.of("acme/alice", List.of(), Map.of("a", "x".repeat(255)));

        assertThat(compile(permit("r").setCondition("sender.attributes.a.matches('^(x+x+)+y?$')"))
                        .decide(send(sender, BOB))
                        .permitted())
                .isTrue();
    }

    @Test
    void theMessageOfTheExceptionSaysHowManyMore() {
        assertThatThrownBy(() -> compile(permit("r").setCondition("a && b && c")))
                .isInstanceOf(PolicyException.class)
                .hasMessage(
                        "rule \"r\", rules[0].condition, line 1, column 1: undeclared reference to 'a' (in container"
                                + " '') (and 2 problems more)");
    }

    private static PolicyAnswer decide(PolicyRule.Builder... rules) throws PolicyException {
        return compile(rules).decide(send(ALICE, BOB));
    }

    private static List<PolicyProblem> problems(PolicyRule.Builder... rules) {
        return catchThrowableOfType(PolicyException.class, () -> compile(rules)).problems();
    }
}
