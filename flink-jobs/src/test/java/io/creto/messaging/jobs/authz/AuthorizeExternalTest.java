package io.creto.messaging.jobs.authz;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.SampleSlices;
import io.creto.messaging.jobs.config.PolicyFeedConfig;
import io.creto.messaging.jobs.external.ExternalFleets;
import io.creto.messaging.jobs.io.Broadcasts;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.policy.DefaultPolicy;
import io.creto.messaging.jobs.state.AccessNews;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.ExternalCheck;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.jobs.state.PoliciesReadUp;
import io.creto.messaging.jobs.state.PolicyNews;
import io.creto.messaging.jobs.state.PolicyVersion;
import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.AuthorizationCheck;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyGrant;
import io.creto.messaging.v1.SlicedEnvelope;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes to the side where fleets opted in to an external authorization: fleet {@code beta} has, {@code acme} has not. */
class AuthorizeExternalTest {
    private static final PolicyDocument OPEN = SamplePolicies.document("everybody", SamplePolicies.open());
    private static final Envelope INSIDE = SampleEnvelopes.message(ALICE.id(), "acme/bob");
    private static final Envelope ACROSS = SampleEnvelopes.message(ALICE.id(), "beta/bob");
    private static final Envelope COMMAND = SampleEnvelopes.suspension(ALICE.id(), "acme/bob");

    private KeyedTwoInputStreamOperatorTestHarness<String, Admitted, AccessNews, Admitted> authorize;

    @BeforeEach
    void open() throws Exception {
        authorize = harness(new ExternalFleets(Set.of("beta")));
        learn("acme", 7, SamplePolicies.document("out", SamplePolicies.open()));
        learn("beta", 3, OPEN);
    }

    @AfterEach
    void close() throws Exception {
        authorize.close();
    }

    @Test
    void whatGoesToAFleetThatOptedInIsAskedWithWhoPermitsItAndTheRestGoesOn() throws Exception {
        send(INSIDE, ACROSS);
        Admitted onward = authorize.extractOutputValues().get(0);
        assertThat(onward.getSlice().getEnvelopesList())
                .extracting(SlicedEnvelope::getIndex)
                .containsExactly(0);
        assertThat(onward.getFleetsList()).extracting(FleetShare::getFleet).containsExactly("acme");

        ExternalCheck asked = asked().get(0);
        assertThat(asked.getAdmitted().getSlice().getEnvelopesList())
                .extracting(SlicedEnvelope::getIndex)
                .containsExactly(1);
        assertThat(asked.getAdmitted().getFleetsList())
                .extracting(FleetShare::getFleet)
                .containsExactly("beta");
        assertThat(asked.getAdmitted().getSlice().getPolicyVersion()).isEqualTo(7);
        AuthorizationCheck check = asked.getRequest().getChecks(0);
        assertThat(check.getAction()).isEqualTo(Action.ACTION_SEND_MESSAGE);
        assertThat(check.getRecipient().getAgent()).isEqualTo("beta/bob");
        assertThat(check.getContext().getTimeMs()).isEqualTo(NOW);
        assertThat(check.getContext().getMessageSize())
                .isEqualTo(ACROSS.getBody().size());
        assertThat(check.getGrantedByList()).containsExactly(grant("acme", "out", 7), grant("beta", "everybody", 3));
    }

    @Test
    void whatThePoliciesDenyIsNotAsked() throws Exception {
        learn("beta", 4, DefaultPolicy.of("beta"));
        send(ACROSS);
        assertThat(asked()).isEmpty();
        assertThat(authorize.extractOutputValues()).isEmpty();
        assertThat(authorize.getSideOutput(SideOutputs.ANNOUNCEMENTS)).hasSize(1);
    }

    @Test
    void aRepeatIsNotAskedAgain() throws Exception {
        Admitted repeat =
                SampleSlices.admitted(ALICE, ACROSS).toBuilder().setRepeat(true).build();
        authorize.processElement1(new StreamRecord<>(repeat, NOW));
        assertThat(asked()).isEmpty();
        assertThat(authorize.extractOutputValues()).singleElement().matches(Admitted::getRepeat);
    }

    @Test
    void commandsOfAFleetThatOptedInAreAskedAndWhatAsksNobodyIsNot() throws Exception {
        authorize.close();
        authorize = harness(new ExternalFleets(Set.of("acme")));
        learn("acme", 1, DefaultPolicy.of("acme"));
        send(SampleEnvelopes.acknowledgement(ALICE.id(), "acme/bob"), COMMAND);
        assertThat(authorize.extractOutputValues().get(0).getSlice().getEnvelopesList())
                .extracting(SlicedEnvelope::getIndex)
                .containsExactly(0);
        assertThat(asked().get(0).getRequest().getChecks(0).getAction()).isEqualTo(Action.ACTION_MANAGE_AGENTS);
    }

    @Test
    void whatWaitedForAPolicyIsAskedToo() throws Exception {
        Envelope later = SampleEnvelopes.message(ALICE.id(), "gamma/bob");
        authorize.close();
        authorize = harness(new ExternalFleets(Set.of("gamma")));
        learn("acme", 1, OPEN);
        send(later);
        assertThat(asked()).isEmpty();
        learn("gamma", 1, OPEN);
        assertThat(asked()).hasSize(1);
        assertThat(authorize.extractOutputValues()).isEmpty();
        assertThat(authorize.numKeyedStateEntries()).isZero();
    }

    @Test
    void whereNobodyOptedInNothingIsAsked() throws Exception {
        authorize.close();
        authorize = harness(ExternalFleets.NONE);
        learn("acme", 1, OPEN);
        learn("beta", 1, OPEN);
        send(INSIDE, ACROSS);
        assertThat(asked()).isEmpty();
        assertThat(authorize.extractOutputValues().get(0).getSlice().getEnvelopesCount())
                .isEqualTo(2);
    }

    private void send(Envelope... envelopes) throws Exception {
        authorize.processElement1(new StreamRecord<>(SampleSlices.admitted(ALICE, envelopes), NOW));
    }

    private List<ExternalCheck> asked() {
        var asked = authorize.getSideOutput(SideOutputs.EXTERNAL);
        return asked == null
                ? List.of()
                : asked.stream().map(StreamRecord::getValue).toList();
    }

    private void learn(String fleet, long version, PolicyDocument document) throws Exception {
        FleetShare share = FleetShare.newBuilder()
                .setFleet(fleet)
                .setVersion(1)
                .setGeneration(1)
                .setDeliveryPartitions(2)
                .build();
        authorize.processElement2(
                new StreamRecord<>(AccessNews.newBuilder().setFleet(share).build(), NOW));
        PolicyNews news = PolicyNews.newBuilder()
                .setFleet(fleet)
                .setVersion(PolicyVersion.newBuilder()
                        .setVersion(version)
                        .setEffectiveFromMs(SampleAgents.NOW)
                        .setDocument(document))
                .build();
        authorize.processElement2(
                new StreamRecord<>(AccessNews.newBuilder().setPolicy(news).build(), NOW));
    }

    private static PolicyGrant grant(String fleet, String policy, long version) {
        return PolicyGrant.newBuilder()
                .setFleet(fleet)
                .setPolicy(policy)
                .setRule("open")
                .setVersion(version)
                .build();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, Admitted, AccessNews, Admitted> harness(
            ExternalFleets fleets) throws Exception {
        var harness = new KeyedTwoInputStreamOperatorTestHarness<String, Admitted, AccessNews, Admitted>(
                new CoBroadcastWithKeyedOperator<>(
                        new AuthorizeFunction(new PolicyFeedConfig(Duration.ofSeconds(30), false), fleets),
                        List.of(
                                Broadcasts.FLEETS,
                                Broadcasts.POLICIES,
                                Broadcasts.TRAITS,
                                Broadcasts.POLICIES_READ_UP)),
                Admitted::getSigner,
                null,
                Types.STRING);
        harness.setup(new ProtobufTypeInformation<>(Admitted.class)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        harness.open();
        harness.processElement2(new StreamRecord<>(AccessNews.newBuilder()
                .setPoliciesReadUp(PoliciesReadUp.getDefaultInstance())
                .build()));
        return harness;
    }
}
