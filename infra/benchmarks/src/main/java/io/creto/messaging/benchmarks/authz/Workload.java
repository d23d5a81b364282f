package io.creto.messaging.benchmarks.authz;

import io.creto.messaging.jobs.policy.CompiledPolicy;
import io.creto.messaging.jobs.policy.PolicyAnswer;
import io.creto.messaging.jobs.policy.PolicyCompiler;
import io.creto.messaging.jobs.policy.PolicyException;
import io.creto.messaging.jobs.policy.PolicyRequest;
import io.creto.messaging.jobs.policy.RequestContext;
import io.creto.messaging.jobs.policy.Subject;
import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Policies of many fleets, and requests that each meet one rule of one of them. Not thread-safe. */
final class Workload {
    /** Texts of conditions in the process: fleets have many in common. */
    static final int CONDITIONS = 1000;

    private static final Map<String, String> ATTRIBUTES = Map.of("site", "fra-1");

    private final Mix mix;
    private final int fleets;
    private final int rules;
    private final Map<String, CompiledPolicy> policies;

    private Workload(Mix mix, int fleets, int rules) {
        this.mix = mix;
        this.fleets = fleets;
        this.rules = rules;
        this.policies = new HashMap<>(2 * fleets);
    }

    /** Compiles the policies of all fleets. */
    static Workload of(Mix mix, int fleets, int rules) throws PolicyException {
        Workload workload = new Workload(mix, fleets, rules);
        for (int i = 0; i < fleets; i++) {
            String fleet = fleet(i);
            workload.policies.put(fleet, PolicyCompiler.compile(fleet, workload.document(i)));
        }
        return workload;
    }

    private PolicyDocument document(int number) {
        String fleet = fleet(number);
        PolicyDocument.Builder document = PolicyDocument.newBuilder().setId("policy");
        for (int i = 0; i < rules; i++) {
            document.addRules(PolicyRule.newBuilder()
                    .setId("rule-" + i)
                    .setEffect(i % 20 == 1 ? Effect.EFFECT_FORBID : Effect.EFFECT_PERMIT)
                    .addActions(Action.ACTION_SEND_MESSAGE)
                    .setPrincipal(mix.match(fleet, i))
                    .setResource(mix.match(fleet, (i + 1) % rules))
                    .setCondition(mix.condition(number, i)));
        }
        return document.build();
    }

    /** What is known of a request before a policy is asked: texts and numbers, as an envelope's header and records have them. */
    record Input(
            String fleet, String sender, List<String> groups, String recipient, List<String> itsGroups, String rule) {}

    /** Inputs over all fleets and rules, by chance. */
    Input[] inputs(int count, Random random) {
        Input[] inputs = new Input[count];
        for (int i = 0; i < count; i++) {
            String fleet = fleet(random.nextInt(fleets));
            int number = random.nextInt(rules);
            int next = (number + 1) % rules;
            inputs[i] = new Input(
                    fleet,
                    mix.agent(fleet, number),
                    mix.groups(number),
                    mix.agent(fleet, next),
                    mix.groups(next),
                    "rule-" + number);
        }
        return inputs;
    }

    /** One decision, the making of its request included. */
    PolicyAnswer decide(Input input, long timeMs) {
        PolicyRequest request = PolicyRequest.toAgent(
                Action.ACTION_SEND_MESSAGE,
                Subject.of(input.sender, input.groups, ATTRIBUTES),
                Subject.of(input.recipient, input.itsGroups, ATTRIBUTES),
                new RequestContext(Lane.LANE_NORMAL, MessageKind.MESSAGE_KIND_MESSAGE, 2048, 3_600_000, timeMs));
        CompiledPolicy policy = policies.get(input.fleet);
        if (policy == null) {
            throw new IllegalStateException("no policy of fleet " + input.fleet);
        }
        return policy.decide(request);
    }

    private static String fleet(int number) {
        return "fleet-" + number;
    }
}
