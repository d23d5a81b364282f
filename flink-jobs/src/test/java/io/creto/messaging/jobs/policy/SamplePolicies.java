package io.creto.messaging.jobs.policy;

import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRule;
import java.util.List;
import java.util.Map;

/** Parts of policies and requests. */
final class SamplePolicies {
    static final String FLEET = "acme";
    static final Match ANY = Match.newBuilder().setAny(true).build();
    static final RequestContext CONTEXT =
            new RequestContext(Lane.LANE_NORMAL, MessageKind.MESSAGE_KIND_MESSAGE, 2048, 3_600_000, 1_700_000_000_000L);
    static final Subject ALICE = Subject.of("acme/alice", List.of("ops"), Map.of("team", "red"));
    static final Subject BOB = Subject.of("acme/bob", List.of("dev", "night"), Map.of());
    static final Subject CAROL = Subject.of("beta/carol");

    private SamplePolicies() {}

    static PolicyRule.Builder rule(String id, Effect effect) {
        return PolicyRule.newBuilder()
                .setId(id)
                .setEffect(effect)
                .addActions(Action.ACTION_SEND_MESSAGE)
                .setPrincipal(ANY)
                .setResource(ANY);
    }

    static PolicyRule.Builder permit(String id) {
        return rule(id, Effect.EFFECT_PERMIT);
    }

    static PolicyRule.Builder forbid(String id) {
        return rule(id, Effect.EFFECT_FORBID);
    }

    static PolicyDocument document(PolicyRule.Builder... rules) {
        PolicyDocument.Builder document = PolicyDocument.newBuilder().setId("p");
        List.of(rules).forEach(document::addRules);
        return document.build();
    }

    static CompiledPolicy compile(PolicyRule.Builder... rules) throws PolicyException {
        return PolicyCompiler.compile(FLEET, document(rules));
    }

    static PolicyRequest send(Subject from, Subject to) {
        return PolicyRequest.toAgent(Action.ACTION_SEND_MESSAGE, from, to, CONTEXT);
    }
}
