package io.creto.messaging.jobs.policy;

import io.creto.messaging.jobs.policy.Condition.FailedException;
import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.Quota;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fleet's policy, ready to decide. A forbidding rule wins over permitting ones, and where none matches the answer is no. Of
 * several rules that say the same, the first in the document is named.
 *
 * <p>A condition that cannot be evaluated never opens anything: that of a forbidding rule forbids, whatever other rules permit,
 * and that of a permitting rule permits nothing. The answer names that rule, unless another forbids, or in the second case
 * another permits. Immutable, thread-safe; made by {@link PolicyCompiler}.
 */
public final class CompiledPolicy {
    /** Steps of all conditions of one decision: a few milliseconds. What comes after them fails. */
    static final int MAX_STEPS = 100_000;

    private final String id;
    private final String fleet;
    private final Map<Action, RuleIndex> byAction;
    private final List<SenderQuota> quotas;

    CompiledPolicy(String id, String fleet, Map<Action, RuleIndex> byAction, List<SenderQuota> quotas) {
        this.id = id;
        this.fleet = fleet;
        this.quotas = List.copyOf(quotas);
        this.byAction = byAction.isEmpty() ? Map.of() : new EnumMap<>(byAction);
    }

    /** A policy without rules: it permits nothing. */
    public static CompiledPolicy denying(String fleet, String id) {
        return new CompiledPolicy(id, fleet, Map.of(), List.of());
    }

    /** Its id. */
    public String id() {
        return id;
    }

    /** Whose it is. */
    public String fleet() {
        return fleet;
    }

    /** Decides on a request. */
    public PolicyAnswer decide(PolicyRequest request) {
        RuleIndex index = byAction.get(request.action());
        return index == null ? PolicyAnswer.none(id) : new Decision(request).over(index.concerning(request));
    }

    /** What an agent may send in a time: the first quota that is meant for it. */
    public Optional<Quota> quota(Subject sender) {
        for (SenderQuota quota : quotas) {
            if (quota.principal().hasAgent(sender)) {
                return Optional.of(quota.quota());
            }
        }
        return Optional.empty();
    }

    /** One decision, on one thread. */
    private final class Decision {
        private final Bindings bindings;
        private int steps;

        Decision(PolicyRequest request) {
            this.bindings = new Bindings(request);
        }

        PolicyAnswer over(List<Rule> rules) {
            return first(rules, true).or(() -> first(rules, false)).orElseGet(() -> PolicyAnswer.none(id));
        }

        /** By the first rule with an effect that holds; else by the first whose condition failed. */
        private Optional<PolicyAnswer> first(List<Rule> rules, boolean forbidding) {
            Optional<PolicyAnswer> failed = Optional.empty();
            for (Rule rule : rules) {
                if (rule.forbids() == forbidding) {
                    try {
                        if (holds(rule)) {
                            return Optional.of(PolicyAnswer.by(rule, id));
                        }
                    } catch (FailedException e) {
                        failed = failed.or(
                                () -> Optional.of(PolicyAnswer.failed(rule, id, String.valueOf(e.getMessage()))));
                    }
                }
            }
            return failed;
        }

        private boolean holds(Rule rule) throws FailedException {
            Condition condition = rule.condition();
            if (condition == null) {
                return true;
            }
            steps += condition.cost();
            if (steps > MAX_STEPS) {
                steps = MAX_STEPS;
                throw new FailedException("the conditions before it may take all of the " + MAX_STEPS
                        + " steps that one decision has: name principals and resources more narrowly");
            }
            return condition.holds(bindings);
        }
    }
}
