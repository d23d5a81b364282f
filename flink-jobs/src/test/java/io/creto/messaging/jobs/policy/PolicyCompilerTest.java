package io.creto.messaging.jobs.policy;

import static io.creto.messaging.jobs.policy.SamplePolicies.ANY;
import static io.creto.messaging.jobs.policy.SamplePolicies.document;
import static io.creto.messaging.jobs.policy.SamplePolicies.forbid;
import static io.creto.messaging.jobs.policy.SamplePolicies.permit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.FleetQuota;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRule;
import io.creto.messaging.v1.Quota;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyCompilerTest {

    @Test
    void tellsAllThatIsWrongWhereItIs() {
        PolicyDocument document = document(
                permit("same"),
                forbid("same")
                        .setPrincipal(Match.newBuilder()
                                .addAgents("acme/ok")
                                .addAgents("Acme/bad")
                                .addGlobs("acme*"))
                        .setResource(Match.newBuilder().addFleets("a_b").addChannels("x y")),
                permit("empty").setPrincipal(Match.getDefaultInstance()),
                permit("both").setResource(ANY.toBuilder().addGroups("g")),
                permit("channel").setPrincipal(Match.newBuilder().addChannels("alerts")),
                permit("no-actions").clearActions(),
                permit("twice").addActions(Action.ACTION_SEND_MESSAGE),
                permit("no-effect").clearEffect(),
                permit(""));

        assertThat(problems(document))
                .extracting(PolicyProblem::rule, PolicyProblem::field)
                .extracting(Object::toString)
                .containsExactly(
                        "(\"same\", \"rules[1].id\")",
                        "(\"same\", \"rules[1].principal.agents[1]\")",
                        "(\"same\", \"rules[1].principal.globs[0]\")",
                        "(\"same\", \"rules[1].resource.fleets[0]\")",
                        "(\"same\", \"rules[1].resource.channels[0]\")",
                        "(\"empty\", \"rules[2].principal\")",
                        "(\"both\", \"rules[3].resource\")",
                        "(\"channel\", \"rules[4].principal.channels\")",
                        "(\"no-actions\", \"rules[5].actions\")",
                        "(\"twice\", \"rules[6].actions\")",
                        "(\"no-effect\", \"rules[7].effect\")",
                        "(\"\", \"rules[8].id\")");
    }

    @Test
    void quotasAreCheckedToo() {
        PolicyDocument document = PolicyDocument.newBuilder()
                .setId("p")
                .addQuotas(Quota.newBuilder().setPrincipal(ANY).setBurstSeconds(0))
                .addQuotas(Quota.newBuilder()
                        .setPrincipal(Match.newBuilder().addChannels("alerts"))
                        .setBurstSeconds(1))
                .addQuotas(Quota.newBuilder().setBurstSeconds(1))
                .addQuotas(Quota.newBuilder().setPrincipal(ANY).setBurstSeconds(1))
                .setFleetQuota(FleetQuota.newBuilder().setBytesPerSecond(1))
                .build();

        assertThat(problems(document))
                .extracting(PolicyProblem::field)
                .containsExactly(
                        "quotas[0].burst_seconds",
                        "quotas[1].principal.channels",
                        "quotas[2].principal",
                        "quotas[3]",
                        "fleet_quota.burst_seconds");
    }

    @Test
    void documentsAreBounded() {
        assertThat(problems(PolicyDocument.getDefaultInstance()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.field()).isEqualTo("id"));
        PolicyRule.Builder[] many =
                IntStream.range(0, 4097).mapToObj(i -> permit("r" + i)).toArray(PolicyRule.Builder[]::new);
        assertThat(problems(document(many)))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).contains("4097").contains("4096"));
        PolicyRule.Builder[] large = IntStream.range(0, 300)
                .mapToObj(i -> permit("r" + i).setDescription("x".repeat(1000)))
                .toArray(PolicyRule.Builder[]::new);
        assertThat(problems(document(large)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("at most 262144 allowed"));
    }

    @Test
    void rulesThatShareAllTheirEntriesButOneAreFoundByThatOne() throws Exception {
        PolicyRule.Builder[] rules = IntStream.range(0, 1000)
                .mapToObj(i -> permit("r" + i)
                        .setPrincipal(Match.newBuilder().addGroups("everyone"))
                        .setResource(Match.newBuilder().addGroups("team-" + i)))
                .toArray(PolicyRule.Builder[]::new);
        CompiledPolicy policy = PolicyCompiler.compile("acme", document(rules));
        Subject sender = Subject.of("acme/a", List.of("everyone"), Map.of());
        Subject recipient = Subject.of("acme/b", List.of("team-500"), Map.of());

        assertThat(policy.decide(SamplePolicies.send(sender, recipient)).rule()).isEqualTo("r500");
    }

    private static List<PolicyProblem> problems(PolicyDocument document) {
        return catchThrowableOfType(PolicyException.class, () -> PolicyCompiler.compile("acme", document))
                .problems();
    }
}
