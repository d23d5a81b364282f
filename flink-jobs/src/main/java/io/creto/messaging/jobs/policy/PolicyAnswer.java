package io.creto.messaging.jobs.policy;

import io.creto.messaging.v1.Effect;
import java.util.Optional;

/**
 * What a policy says to a request.
 *
 * @param effect PERMIT, or FORBID: also where no rule matched, or a condition failed
 * @param policy the policy's id
 * @param rule id of the rule that decided; empty if none matched
 * @param error why that rule's condition could not be evaluated; empty if it could, or has none
 */
public record PolicyAnswer(Effect effect, String policy, String rule, Optional<String> error) {
    static PolicyAnswer by(Rule rule, String policy) {
        return new PolicyAnswer(rule.effect(), policy, rule.id(), Optional.empty());
    }

    static PolicyAnswer failed(Rule rule, String policy, String error) {
        return new PolicyAnswer(Effect.EFFECT_FORBID, policy, rule.id(), Optional.of(error));
    }

    static PolicyAnswer none(String policy) {
        return new PolicyAnswer(Effect.EFFECT_FORBID, policy, "", Optional.empty());
    }

    /** Whether it permits. */
    public boolean permitted() {
        return effect == Effect.EFFECT_PERMIT;
    }

    /** One line for people, without the policy's id. */
    public String reason() {
        if (error.isPresent()) {
            return "the condition of rule \"" + rule + "\" failed: " + error.get();
        }
        if (rule.isEmpty()) {
            return "no rule permits it";
        }
        return "rule \"" + rule + "\" " + (permitted() ? "permits it" : "forbids it");
    }
}
