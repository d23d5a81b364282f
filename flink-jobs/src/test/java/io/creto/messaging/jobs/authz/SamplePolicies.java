package io.creto.messaging.jobs.authz;

import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRule;
import io.creto.messaging.v1.Quota;

/** Small policies. */
final class SamplePolicies {
    static final Match ANYBODY = Match.newBuilder().setAny(true).build();

    private SamplePolicies() {}

    static PolicyRule rule(String id, Effect effect, Action action, Match principal, Match resource) {
        return PolicyRule.newBuilder()
                .setId(id)
                .setEffect(effect)
                .addActions(action)
                .setPrincipal(principal)
                .setResource(resource)
                .build();
    }

    /** Everybody may send to everybody. */
    static PolicyRule open() {
        return rule("open", Effect.EFFECT_PERMIT, Action.ACTION_SEND_MESSAGE, ANYBODY, ANYBODY);
    }

    /** Who is in a group may not send. */
    static PolicyRule silent(String group) {
        return rule(
                "silent",
                Effect.EFFECT_FORBID,
                Action.ACTION_SEND_MESSAGE,
                Match.newBuilder().addGroups(group).build(),
                ANYBODY);
    }

    static PolicyDocument document(String id, PolicyRule... rules) {
        PolicyDocument.Builder document = PolicyDocument.newBuilder().setId(id);
        for (PolicyRule rule : rules) {
            document.addRules(rule);
        }
        return document.build();
    }

    /** Permits everything, of so many messages a second. */
    static PolicyDocument limited(int messagesPerSecond) {
        return document("limited", open()).toBuilder()
                .addQuotas(Quota.newBuilder()
                        .setPrincipal(ANYBODY)
                        .setMessagesPerSecond(messagesPerSecond)
                        .setBurstSeconds(1))
                .build();
    }
}
