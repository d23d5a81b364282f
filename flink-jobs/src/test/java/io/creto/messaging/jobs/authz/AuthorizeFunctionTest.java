package io.creto.messaging.jobs.authz;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.batch.EnvelopeLeaf;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.SampleSlices;
import io.creto.messaging.jobs.authz.AccessDecision.Answer;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.schemas.VerdictParser;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SlicedEnvelope;
import io.creto.messaging.v1.Verdict;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class AuthorizeFunctionTest {
    private static final Envelope INSIDE = SampleEnvelopes.message(ALICE.id(), "acme/bob");
    private static final Envelope ACROSS = SampleEnvelopes.message(ALICE.id(), "acme2/bob");
    private static final Envelope COMMAND = SampleEnvelopes.suspension(ALICE.id(), "acme/bob");

    @Test
    void insideAFleetIsPermittedAndAcrossIsDeniedWithItsRule() throws Exception {
        var authorize = new OneInputStreamOperatorTestHarness<Admitted, Admitted>(
                new ProcessOperator<>(new AuthorizeFunction()));
        authorize.setup(new ProtobufTypeInformation<>(Admitted.class)
                .createSerializer(authorize.getExecutionConfig().getSerializerConfig()));
        authorize.open();
        authorize.processElement(new StreamRecord<>(SampleSlices.admitted(ALICE, INSIDE, ACROSS, COMMAND), NOW));
        authorize.processElement(new StreamRecord<>(SampleSlices.admitted(ALICE, ACROSS), NOW));

        assertThat(authorize.extractOutputValues())
                .singleElement()
                .satisfies(admitted -> assertThat(admitted.getSlice().getEnvelopesList())
                        .extracting(SlicedEnvelope::getIndex)
                        .containsExactly(0, 2));
        var verdicts = authorize.getSideOutput(SideOutputs.ANNOUNCEMENTS).stream()
                .map(record -> record.getValue().getVerdict())
                .toList();
        assertThat(verdicts).hasSize(2);
        Verdict verdict = VerdictParser.verdict(verdicts.get(0).toByteString());
        assertThat(verdict.getSigner()).isEqualTo(ALICE.id());
        assertThat(verdict.getDecidedAtMs()).isEqualTo(NOW);
        EnvelopeVerdict denied = verdict.getEnvelopes(0);
        assertThat(denied.getReason()).isEqualTo(RejectionReason.REJECTION_REASON_DENIED);
        assertThat(denied.getPolicy()).isEqualTo(BuiltInPolicy.ID);
        assertThat(denied.getRule()).isEqualTo(BuiltInPolicy.ACROSS);
        assertThat(denied.getLeafHash()).isEqualTo(ByteString.copyFrom(EnvelopeLeaf.hash(ACROSS)));
        authorize.close();
    }

    @Test
    void anUnavailablePolicyIsARefusalOfItsOwn() throws Exception {
        var authorization = Authorization.of(
                SampleSlices.admitted(ALICE, INSIDE), header -> new AccessDecision(Answer.UNAVAILABLE, "", "", 0));
        assertThat(authorization.permitted().getLeafHashesCount()).isZero();
        assertThat(authorization
                        .refusal()
                        .orElseThrow()
                        .getVerdict()
                        .getEnvelopes(0)
                        .getReason())
                .isEqualTo(RejectionReason.REJECTION_REASON_POLICY_UNAVAILABLE);
    }

    @Test
    void whatIsPermittedNamesThePolicysVersion() throws Exception {
        var authorization = Authorization.of(
                SampleSlices.admitted(ALICE, INSIDE), header -> new AccessDecision(Answer.ALLOW, "p", "r", 12));
        assertThat(authorization.permitted().getSlice().getPolicyVersion()).isEqualTo(12);
        assertThat(authorization.refusal()).isEmpty();
    }
}
