package io.creto.messaging.jobs.policy;

import static io.creto.messaging.jobs.policy.SamplePolicies.ALICE;
import static io.creto.messaging.jobs.policy.SamplePolicies.ANY;
import static io.creto.messaging.jobs.policy.SamplePolicies.BOB;
import static io.creto.messaging.jobs.policy.SamplePolicies.CAROL;
import static io.creto.messaging.jobs.policy.SamplePolicies.CONTEXT;
import static io.creto.messaging.jobs.policy.SamplePolicies.compile;
import static io.creto.messaging.jobs.policy.SamplePolicies.forbid;
import static io.creto.messaging.jobs.policy.SamplePolicies.permit;
import static io.creto.messaging.jobs.policy.SamplePolicies.rule;
import static io.creto.messaging.jobs.policy.SamplePolicies.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRule;
import io.creto.messaging.v1.Quota;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a policy says: every action × effect × kind of match, and how rules work together. */
class PolicyDecisionTest {

    /** A match, an agent that is in it, one that is not. */
    private record Case(String kind, Match match, Subject inside, Subject outside) {
        @Override
        public String toString() {
            return kind;
        }
    }

    private static final List<Case> AGENTS = List.of(
            new Case("fleet", Match.newBuilder().addFleets("acme").build(), ALICE, CAROL),
            new Case("agent", Match.newBuilder().addAgents("acme/alice").build(), ALICE, BOB),
            new Case("glob", Match.newBuilder().addGlobs("acme/al*").build(), ALICE, BOB),
            new Case("group", Match.newBuilder().addGroups("ops").build(), ALICE, BOB),
            new Case(
                    "several",
                    Match.newBuilder().addFleets("gamma").addGroups("ops").build(),
                    ALICE,
                    CAROL));

    static Stream<Arguments> everyActionEffectAndMatch() {
        return Actions.all().stream()
                .flatMap(action -> Stream.of(Effect.EFFECT_PERMIT, Effect.EFFECT_FORBID)
                        .flatMap(effect -> AGENTS.stream().map(match -> Arguments.of(action, effect, match))));
    }

    @ParameterizedTest
    @MethodSource("everyActionEffectAndMatch")
    void aPrincipalDecides(Action action, Effect effect, Case of) throws Exception {
        CompiledPolicy policy = compile(
                permit("base").clearActions().addActions(action),
                rule("r", effect).clearActions().addActions(action).setPrincipal(of.match()));

        assertDecides(policy, effect, PolicyRequest.toAgent(action, of.inside(), BOB, CONTEXT));
        assertDecides(policy, effect, PolicyRequest.own(action, of.inside(), CONTEXT));
        assertThat(policy.decide(PolicyRequest.own(action, of.outside(), CONTEXT))
                        .rule())
                .isEqualTo("base");
    }

    @ParameterizedTest
    @MethodSource("everyActionEffectAndMatch")
    void aRecipientDecides(Action action, Effect effect, Case of) throws Exception {
        CompiledPolicy policy = compile(
                rule("r", effect).clearActions().addActions(action).setResource(of.match()),
                permit("base").clearActions().addActions(action));

        PolicyAnswer inside = policy.decide(PolicyRequest.toAgent(action, CAROL, of.inside(), CONTEXT));
        PolicyAnswer outside = policy.decide(PolicyRequest.toAgent(action, ALICE, of.outside(), CONTEXT));

        assertThat(inside.rule()).isEqualTo("r");
        assertThat(inside.effect()).isEqualTo(effect);
        assertThat(outside.rule()).isEqualTo("base");
    }

    @ParameterizedTest
    @MethodSource("everyActionEffectAndMatch")
    void anotherActionIsNotMeant(Action action, Effect effect, Case of) throws Exception {
        CompiledPolicy policy =
                compile(rule("r", effect).clearActions().addActions(action).setPrincipal(of.match()));

        for (Action other : Actions.all()) {
            String decides = other == action ? "r" : "";
            assertThat(policy.decide(PolicyRequest.own(other, of.inside(), CONTEXT))
                            .rule())
                    .as(other.name())
                    .isEqualTo(decides);
        }
    }

    @Test
    void aChannelIsMatchedByNameAndFleetInThePolicysFleet() throws Exception {
        PolicyRule.Builder byName = permit("name")
                .clearActions()
                .addActions(Action.ACTION_PUBLISH_CHANNEL)
                .setResource(Match.newBuilder().addChannels("alerts"));
        PolicyRule.Builder byFleet = permit("fleet")
                .clearActions()
                .addActions(Action.ACTION_PUBLISH_CHANNEL)
                .setResource(Match.newBuilder().addFleets("beta"));
        CompiledPolicy policy = compile(byName, byFleet);

        assertThat(publish(policy, "acme/alerts")).isEqualTo("name");
        assertThat(publish(policy, "acme/other")).isEmpty();
        assertThat(publish(policy, "beta/alerts")).isEqualTo("fleet");
        assertThat(policy.decide(PolicyRequest.own(Action.ACTION_PUBLISH_CHANNEL, ALICE, CONTEXT))
                        .rule())
                .as("no channel at all")
                .isEmpty();
    }

    @Test
    void whatIsAboutNeitherAgentNorChannelConcernsTheSendersFleet() throws Exception {
        CompiledPolicy policy = compile(permit("own")
                .clearActions()
                .addActions(Action.ACTION_UPLOAD_KEYS)
                .setResource(Match.newBuilder().addFleets("acme")));

        assertThat(policy.decide(PolicyRequest.own(Action.ACTION_UPLOAD_KEYS, ALICE, CONTEXT))
                        .permitted())
                .isTrue();
        assertThat(policy.decide(PolicyRequest.own(Action.ACTION_UPLOAD_KEYS, CAROL, CONTEXT))
                        .permitted())
                .isFalse();
    }

    @Test
    void forbidWinsWhereverItStands() throws Exception {
        for (CompiledPolicy policy :
                List.of(compile(permit("a"), forbid("b"), permit("c")), compile(forbid("b"), permit("a")))) {
            PolicyAnswer answer = policy.decide(send(ALICE, BOB));

            assertThat(answer.permitted()).isFalse();
            assertThat(answer.rule()).isEqualTo("b");
            assertThat(answer.reason()).isEqualTo("rule \"b\" forbids it");
        }
    }

    @Test
    void theFirstOfSeveralIsNamed() throws Exception {
        PolicyRule.Builder byAgent =
                permit("second").setPrincipal(Match.newBuilder().addAgents("acme/alice"));

        assertThat(compile(permit("first").setPrincipal(Match.newBuilder().addGroups("ops")), byAgent, permit("third"))
                        .decide(send(ALICE, BOB))
                        .rule())
                .isEqualTo("first");
    }

    @Test
    void withoutAMatchTheAnswerIsNo() throws Exception {
        PolicyAnswer answer = compile().decide(send(ALICE, BOB));

        assertThat(answer).isEqualTo(PolicyAnswer.none("p"));
        assertThat(answer.permitted()).isFalse();
        assertThat(answer.reason()).isEqualTo("no rule permits it");
    }

    @Test
    void aNewFleetsPolicyPermitsTheInsideAndDeniesTheOutside() throws Exception {
        CompiledPolicy policy = PolicyCompiler.compile("acme", DefaultPolicy.of("acme"));

        for (Action action : Actions.all()) {
            assertThat(List.of(
                            policy.decide(PolicyRequest.toAgent(action, ALICE, BOB, CONTEXT)),
                            policy.decide(PolicyRequest.toChannel(action, ALICE, "acme/alerts", CONTEXT)),
                            policy.decide(PolicyRequest.own(action, ALICE, CONTEXT))))
                    .as(action.name())
                    .allMatch(answer -> answer.permitted()
                            && answer.policy().equals(DefaultPolicy.ID)
                            && answer.rule().equals(DefaultPolicy.INSIDE));
            assertThat(List.of(
                            policy.decide(PolicyRequest.toAgent(action, ALICE, CAROL, CONTEXT)),
                            policy.decide(PolicyRequest.toAgent(action, CAROL, ALICE, CONTEXT)),
                            policy.decide(PolicyRequest.toChannel(action, CAROL, "acme/alerts", CONTEXT)),
                            policy.decide(PolicyRequest.toChannel(action, ALICE, "beta/alerts", CONTEXT)),
                            policy.decide(PolicyRequest.own(action, CAROL, CONTEXT))))
                    .as(action.name())
                    .noneMatch(PolicyAnswer::permitted);
        }
    }

    @Test
    void theFirstQuotaThatIsMeantCounts() throws Exception {
        Quota night = quota(Match.newBuilder().addGroups("night").build(), 1);
        Quota all = quota(ANY, 100);
        CompiledPolicy policy = PolicyCompiler.compile(
                "acme",
                PolicyDocument.newBuilder()
                        .setId("p")
                        .addQuotas(night)
                        .addQuotas(all)
                        .build());

        assertThat(policy.quota(BOB)).contains(night);
        assertThat(policy.quota(ALICE)).contains(all);
        assertThat(compile().quota(ALICE)).isEmpty();
    }

    @Test
    void aRequestIsAboutOneThing() {
        assertThatThrownBy(() -> new PolicyRequest(Action.ACTION_SEND_MESSAGE, ALICE, BOB, "acme/alerts", CONTEXT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PolicyRequest.toChannel(Action.ACTION_PUBLISH_CHANNEL, ALICE, "alerts", CONTEXT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Quota quota(Match principal, long perSecond) {
        return Quota.newBuilder()
                .setPrincipal(principal)
                .setMessagesPerSecond(perSecond)
                .setBurstSeconds(1)
                .build();
    }

    private static String publish(CompiledPolicy policy, String channel) {
        return policy.decide(PolicyRequest.toChannel(Action.ACTION_PUBLISH_CHANNEL, ALICE, channel, CONTEXT))
                .rule();
    }

    /** A forbidding rule wins over "base"; a permitting one comes after it, so "base" is named. */
    private static void assertDecides(CompiledPolicy policy, Effect effect, PolicyRequest request) {
        PolicyAnswer answer = policy.decide(request);
        assertThat(answer.effect()).isEqualTo(effect);
        assertThat(answer.rule()).isEqualTo(effect == Effect.EFFECT_FORBID ? "r" : "base");
    }
}
