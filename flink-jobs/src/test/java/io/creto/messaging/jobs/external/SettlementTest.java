package io.creto.messaging.jobs.external;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_DENIED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_POLICY_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.ExternalAnswer;
import io.creto.messaging.jobs.state.ExternalCheck;
import io.creto.messaging.schemas.VerdictParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AuthorizationAnswer;
import io.creto.messaging.v1.CheckResponse;
import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.SlicedEnvelope;
import io.creto.messaging.v1.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of envelopes by what a service says of them. */
class SettlementTest {
    private static final ExternalCheck THREE = SampleChecks.to("acme/bob", "acme/carol", "acme/dan");

    @Test
    void whatIsPermittedGoesOnInOrderAndTheRestIsRefusedWithPolicyRuleAndReason() throws WireException {
        Settlement settled = Settlement.of(answer(Effect.EFFECT_PERMIT, Effect.EFFECT_FORBID, Effect.EFFECT_PERMIT));
        assertThat(settled.permitted().orElseThrow().getSlice().getEnvelopesList())
                .extracting(SlicedEnvelope::getIndex)
                .containsExactly(0, 2);
        assertThat(settled.permitted().orElseThrow().getLeafHashesList())
                .containsExactly(
                        THREE.getAdmitted().getLeafHashes(0),
                        THREE.getAdmitted().getLeafHashes(2));
        Verdict verdict = read(settled.refusal().orElseThrow());
        assertThat(verdict.getSigner()).isEqualTo(ALICE.id());
        assertThat(verdict.getDecidedAtMs()).isEqualTo(NOW);
        EnvelopeVerdict denied = verdict.getEnvelopes(0);
        assertThat(denied.getReason()).isEqualTo(REJECTION_REASON_DENIED);
        assertThat(denied.getPolicy()).isEqualTo("outside");
        assertThat(denied.getRule()).isEqualTo("rule-2");
        assertThat(denied.getPolicyVersion()).isZero();
        assertThat(denied.getDetail()).isEqualTo("external authorization: not today");
        assertThat(denied.getRetryAfterMs()).isZero();
        assertThat(denied.getLeafHash()).isEqualTo(THREE.getAdmitted().getLeafHashes(1));
    }

    @Test
    void allOfItGoesOnAsItIsWhereAllIsPermitted() throws WireException {
        Settlement settled = Settlement.of(answer(Effect.EFFECT_PERMIT, Effect.EFFECT_PERMIT, Effect.EFFECT_PERMIT));
        assertThat(settled.permitted()).contains(THREE.getAdmitted());
        assertThat(settled.refusal()).isEmpty();
    }

    @Test
    void withoutAnAnswerAllIsRefusedForNow() throws WireException {
        Settlement settled = Settlement.of(ExternalAnswer.newBuilder()
                .setAdmitted(THREE.getAdmitted())
                .setFailure("did not answer within 250 ms")
                .build());
        assertThat(settled.permitted()).isEmpty();
        assertThat(read(settled.refusal().orElseThrow()).getEnvelopesList())
                .hasSize(3)
                .allSatisfy(refused -> {
                    assertThat(refused.getReason()).isEqualTo(REJECTION_REASON_POLICY_UNAVAILABLE);
                    assertThat(refused.getDetail()).isEqualTo("external authorization: did not answer within 250 ms");
                    assertThat(refused.getRetryAfterMs()).isEqualTo(Settlement.RETRY_AFTER_MS);
                    assertThat(refused.getPolicy()).isEmpty();
                });
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"EFFECT_PERMIT", "UNRECOGNIZED"})
    void nothingButPermitPermits(Effect effect) throws WireException {
        assertThat(Settlement.of(answer(effect, effect, effect)).permitted()).isEmpty();
    }

    @Test
    void anAnswerOfNeitherKindPermitsNothing() throws WireException {
        Settlement settled = Settlement.of(
                ExternalAnswer.newBuilder().setAdmitted(THREE.getAdmitted()).build());
        assertThat(settled.permitted()).isEmpty();
        assertThat(settled.refusal()).isPresent();
    }

    private static ExternalAnswer answer(Effect... effects) {
        CheckResponse.Builder response = CheckResponse.newBuilder();
        for (Effect effect : List.of(effects)) {
            int place = response.getAnswersCount() + 1;
            response.addAnswers(AuthorizationAnswer.newBuilder()
                    .setPlace(place)
                    .setEffect(effect)
                    .setPolicy("outside")
                    .setRule("rule-" + place)
                    .setReason("not today"));
        }
        return ExternalAnswer.newBuilder()
                .setAdmitted(THREE.getAdmitted())
                .setResponse(response)
                .build();
    }

    private static Verdict read(Announcement announcement) throws WireException {
        return VerdictParser.verdict(announcement.getVerdict().toByteString());
    }
}
