package io.creto.messaging.jobs.policy;

import static io.creto.messaging.jobs.policy.SamplePolicies.ALICE;
import static io.creto.messaging.jobs.policy.SamplePolicies.BOB;
import static io.creto.messaging.jobs.policy.SamplePolicies.CAROL;
import static io.creto.messaging.jobs.policy.SamplePolicies.document;
import static io.creto.messaging.jobs.policy.SamplePolicies.forbid;
import static io.creto.messaging.jobs.policy.SamplePolicies.permit;
import static io.creto.messaging.jobs.policy.SamplePolicies.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.creto.messaging.jobs.policy.AccessCheck.Decided;
import io.creto.messaging.v1.PolicyRule;
import org.junit.jupiter.api.Test;

/** A message from fleet acme to fleet beta needs both. */
class AccessCheckTest {

    @Test
    void bothFleetsMustPermit() throws Exception {
        CompiledPolicy out = policy("acme", permit("out"));
        CompiledPolicy in = policy("beta", permit("in"));

        assertThat(AccessCheck.concerned(send(ALICE, CAROL))).containsExactly("acme", "beta");
        Decided both = AccessCheck.decide(send(ALICE, CAROL), out, in);
        assertThat(both.permitted()).isTrue();
        assertThat(both.reason()).isEqualTo("policy \"p\" of fleet beta: rule \"in\" permits it");

        Decided egress = AccessCheck.decide(send(ALICE, CAROL), policy("acme", forbid("no")), in);
        assertThat(egress.permitted()).isFalse();
        assertThat(egress.reason()).isEqualTo("policy \"p\" of fleet acme: rule \"no\" forbids it");

        Decided ingress = AccessCheck.decide(send(ALICE, CAROL), out, policy("beta"));
        assertThat(ingress.permitted()).isFalse();
        assertThat(ingress.reason()).isEqualTo("policy \"p\" of fleet beta: no rule permits it");
    }

    @Test
    void insideAFleetItsPolicyIsAskedOnce() throws Exception {
        CompiledPolicy policy = policy("acme", permit("in"));

        assertThat(AccessCheck.isAcross(send(ALICE, BOB))).isFalse();
        assertThat(AccessCheck.concerned(send(ALICE, BOB))).containsExactly("acme");
        assertThat(AccessCheck.decide(send(ALICE, BOB), policy, policy))
                .isEqualTo(new Decided("acme", policy.decide(send(ALICE, BOB))));
    }

    @Test
    void policiesOfOtherFleetsAreRefused() throws Exception {
        CompiledPolicy acme = policy("acme", permit("p"));

        assertThatThrownBy(() -> AccessCheck.decide(send(ALICE, CAROL), acme, acme))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("policy of fleet acme, needed is that of beta");
    }

    private static CompiledPolicy policy(String fleet, PolicyRule.Builder... rules) throws PolicyException {
        return PolicyCompiler.compile(fleet, document(rules));
    }
}
