package io.creto.messaging.jobs.authz;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_DENIED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_POLICY_UNAVAILABLE;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_QUOTA_EXCEEDED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_UNKNOWN_RECIPIENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.batch.EnvelopeLeaf;
import io.creto.messaging.jobs.KeyedStates;
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
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.jobs.state.PoliciesReadUp;
import io.creto.messaging.jobs.state.PolicyNews;
import io.creto.messaging.jobs.state.PolicyVersion;
import io.creto.messaging.jobs.state.TraitNews;
import io.creto.messaging.jobs.state.TraitVersion;
import io.creto.messaging.schemas.VerdictParser;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRule;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SlicedEnvelope;
import io.creto.messaging.v1.Verdict;
import io.creto.messaging.v1.VerdictState;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator: what comes out, what remains in state, which timers remain. */
class AuthorizeFunctionTest {
    private static final long PATIENCE = FleetWaiting.PATIENCE_MS;
    private static final Envelope INSIDE = SampleEnvelopes.message(ALICE.id(), "acme/bob");
    private static final Envelope ACROSS = SampleEnvelopes.message(ALICE.id(), "beta/bob");
    private static final Envelope COMMAND = SampleEnvelopes.suspension(ALICE.id(), "acme/bob");

    private static final PolicyFeedConfig CLOSED = new PolicyFeedConfig(Duration.ofSeconds(30), false);
    private static final PolicyFeedConfig OPEN = new PolicyFeedConfig(Duration.ofSeconds(30), true);
    private static final long STALE = CLOSED.staleAfter().toMillis();

    private KeyedTwoInputStreamOperatorTestHarness<String, Admitted, AccessNews, Admitted> authorize;

    @BeforeEach
    void open() throws Exception {
        authorize = harness(CLOSED, null);
        readUp();
    }

    @AfterEach
    void close() throws Exception {
        authorize.close();
    }

    @Test
    void insideAFleetIsPermittedAndAcrossIsDeniedWithPolicyRuleVersionAndReason() throws Exception {
        learnFleet("acme");
        learnPolicy("acme", 7, NOW, DefaultPolicy.of("acme"));
        send(INSIDE, ACROSS, COMMAND);

        Admitted permitted = authorize.extractOutputValues().get(0);
        assertThat(permitted.getSlice().getEnvelopesList())
                .extracting(SlicedEnvelope::getIndex)
                .containsExactly(0, 2);
        assertThat(permitted.getSlice().getPolicyVersion()).isEqualTo(7);
        assertThat(permitted.getFleetsList()).extracting(FleetShare::getFleet).containsExactly("acme");
        Verdict verdict = VerdictParser.verdict(announced().get(0).toByteString());
        assertThat(verdict.getSigner()).isEqualTo(ALICE.id());
        assertThat(verdict.getDecidedAtMs()).isEqualTo(NOW);
        assertThat(verdict.getEnvelopesList()).singleElement().satisfies(denied -> {
            assertThat(denied.getReason()).isEqualTo(REJECTION_REASON_DENIED);
            assertThat(denied.getPolicy()).isEqualTo(DefaultPolicy.ID);
            assertThat(denied.getRule()).isEmpty();
            assertThat(denied.getPolicyVersion()).isEqualTo(7);
            assertThat(denied.getDetail()).isEqualTo("policy \"default\" of fleet acme: no rule permits it");
            assertThat(denied.getLeafHash()).isEqualTo(ByteString.copyFrom(EnvelopeLeaf.hash(ACROSS)));
        });
    }

    @Test
    void acrossFleetsBothMustPermit() throws Exception {
        learnFleet("acme");
        learnPolicy("acme", 1, NOW, SamplePolicies.document("out", SamplePolicies.open()));
        learnFleet("beta");
        learnPolicy("beta", 1, NOW, DefaultPolicy.of("beta"));
        send(ACROSS);
        assertThat(refusals()).singleElement().satisfies(denied -> {
            assertThat(denied.getReason()).isEqualTo(REJECTION_REASON_DENIED);
            assertThat(denied.getDetail()).startsWith("policy \"default\" of fleet beta");
        });

        learnPolicy("beta", 2, NOW, SamplePolicies.document("in", SamplePolicies.open()));
        send(ACROSS);
        assertThat(authorize.extractOutputValues())
                .singleElement()
                .satisfies(permitted ->
                        assertThat(permitted.getFleets(0).getFleet()).isEqualTo("beta"));
    }

    @Test
    void theVersionThatCountsAtIngestTimeDecidesBeforeAndAfterARestart() throws Exception {
        learnFleet("acme");
        learnPolicy("acme", 1, NOW - 100, DefaultPolicy.of("acme"));
        learnPolicy("acme", 2, NOW + 1_000, SamplePolicies.document("closed"));
        sendAt(NOW + 999, INSIDE);
        sendAt(NOW + 1_000, INSIDE);
        assertThat(authorize.extractOutputValues()).hasSize(1);
        assertThat(refusals()).extracting(EnvelopeVerdict::getPolicyVersion).containsExactly(2L);

        OperatorSubtaskState snapshot = authorize.snapshot(1, 1);
        authorize.close();
        authorize = harness(CLOSED, snapshot);
        sendAt(NOW + 999, INSIDE);
        sendAt(NOW + 1_000, INSIDE);
        assertThat(authorize.extractOutputValues()).hasSize(1);
        assertThat(refusals()).extracting(EnvelopeVerdict::getPolicyVersion).containsExactly(2L);
    }

    @Test
    void groupsCountFromTheirTimeOn() throws Exception {
        learnFleet("acme");
        learnPolicy(
                "acme",
                1,
                NOW,
                SamplePolicies.document("quiet", SamplePolicies.open(), SamplePolicies.silent("night")));
        authorize.processElement2(new StreamRecord<>(
                AccessNews.newBuilder()
                        .setTraits(TraitNews.newBuilder()
                                .setAgent(ALICE.id())
                                .setVersion(TraitVersion.newBuilder()
                                        .setVersion(2)
                                        .setEffectiveFromMs(NOW + 500)
                                        .addGroups("night")))
                        .build(),
                NOW));
        sendAt(NOW + 499, INSIDE);
        sendAt(NOW + 500, INSIDE);
        assertThat(authorize.extractOutputValues()).hasSize(1);
        assertThat(refusals()).extracting(EnvelopeVerdict::getRule).containsExactly("silent");
    }

    @Test
    void whatWaitsForItsFleetAndItsPolicyGoesOnInOrderWhenBothHaveCome() throws Exception {
        Envelope second = SampleEnvelopes.message(ALICE.id(), "acme/bob");
        send(INSIDE);
        send(second);
        learnFleet("acme");
        assertThat(authorize.extractOutputValues()).isEmpty();
        OperatorSubtaskState snapshot = authorize.snapshot(1, 1);
        authorize.close();
        authorize = harness(CLOSED, snapshot);
        learnPolicy("acme", 1, NOW, DefaultPolicy.of("acme"));
        assertThat(authorize.extractOutputValues())
                .extracting(permitted -> permitted.getSlice().getEnvelopes(0).getEnvelope())
                .containsExactly(INSIDE, second);
        authorize.processBothWatermarks(new Watermark(NOW + PATIENCE));
        assertThat(refusals()).isEmpty();
        assertNothingRemains();
    }

    @Test
    void aPolicyThatDoesNotComeIsUnavailableAfterFiveSeconds() throws Exception {
        learnFleet("acme");
        send(INSIDE);
        authorize.processBothWatermarks(new Watermark(NOW + PATIENCE - 1));
        assertThat(refusals()).isEmpty();
        authorize.processBothWatermarks(new Watermark(NOW + PATIENCE));
        assertThat(reasons()).containsExactly(REJECTION_REASON_POLICY_UNAVAILABLE);
        assertNothingRemains();
    }

    @Test
    void aPolicyThatBeginsLaterDoesNotDecide() throws Exception {
        learnFleet("acme");
        send(INSIDE);
        learnPolicy("acme", 1, NOW + 1, DefaultPolicy.of("acme"));
        assertThat(authorize.extractOutputValues()).isEmpty();
        authorize.processBothWatermarks(new Watermark(NOW + PATIENCE));
        assertThat(reasons()).containsExactly(REJECTION_REASON_POLICY_UNAVAILABLE);
        assertNothingRemains();
    }

    @Test
    void aFleetThatDoesNotComeIsUnknownAfterFiveSeconds() throws Exception {
        learnFleet("acme");
        learnPolicy("acme", 1, NOW, SamplePolicies.document("out", SamplePolicies.open()));
        send(ACROSS);
        authorize.processBothWatermarks(new Watermark(NOW + PATIENCE));
        assertThat(reasons()).containsExactly(REJECTION_REASON_UNKNOWN_RECIPIENT);
        assertNothingRemains();
    }

    @Test
    void aRepeatOfWhatWaitsIsToldNothing() throws Exception {
        Admitted first = SampleSlices.admitted(ALICE, INSIDE);
        authorize.processElement1(new StreamRecord<>(first, NOW));
        for (int i = 0; i < FleetWaiting.MAX_SLICES; i++) {
            authorize.processElement1(
                    new StreamRecord<>(first.toBuilder().setRepeat(true).build(), NOW));
        }
        assertThat(refusals()).isEmpty();
        authorize.processBothWatermarks(new Watermark(NOW + PATIENCE));
        assertThat(reasons()).containsExactly(REJECTION_REASON_POLICY_UNAVAILABLE);
        assertNothingRemains();
    }

    @Test
    void aRepeatThatALaterPolicyWouldRefuseIsToldNothing() throws Exception {
        learnFleet("acme");
        learnPolicy("acme", 1, NOW, SamplePolicies.document("closed"));
        Admitted repeat =
                SampleSlices.admitted(ALICE, INSIDE).toBuilder().setRepeat(true).build();
        authorize.processElement1(new StreamRecord<>(repeat, NOW));
        assertThat(refusals()).isEmpty();
        assertThat(authorize.extractOutputValues()).isEmpty();
    }

    @Test
    void whatWaitsForItsOwnFleetAndThenForAnotherKeepsItsTime() throws Exception {
        send(ACROSS);
        learnFleet("acme");
        learnPolicy("acme", 1, NOW, SamplePolicies.document("out", SamplePolicies.open()));
        assertThat(refusals()).isEmpty();
        authorize.processBothWatermarks(new Watermark(NOW + PATIENCE));
        assertThat(reasons()).containsExactly(REJECTION_REASON_UNKNOWN_RECIPIENT);
        assertNothingRemains();
    }

    @Test
    void howMuchOfOneSignerWaitsIsBounded() throws Exception {
        for (int i = 0; i < FleetWaiting.MAX_SLICES + 3; i++) {
            send(INSIDE);
        }
        assertThat(reasons()).hasSize(3);
        learnFleet("acme");
        learnPolicy("acme", 1, NOW, DefaultPolicy.of("acme"));
        assertThat(authorize.extractOutputValues()).hasSize(FleetWaiting.MAX_SLICES);
    }

    @Test
    void aConditionThatCannotBeEvaluatedRefusesAndIsNamed() throws Exception {
        learnFleet("acme");
        PolicyRule rule = SamplePolicies.open().toBuilder()
                .setCondition("sender.attributes['clearance'] == 'high'")
                .build();
        learnPolicy("acme", 1, NOW, SamplePolicies.document("clearance", rule));
        send(INSIDE);
        assertThat(refusals()).singleElement().satisfies(denied -> {
            assertThat(denied.getReason()).isEqualTo(REJECTION_REASON_DENIED);
            assertThat(denied.getRule()).isEqualTo("open");
            assertThat(denied.getDetail()).contains("the condition of rule \"open\" failed");
        });
    }

    @Test
    void whatTheOperatorDoesNeedsNoPolicy() throws Exception {
        Envelope creation = SampleEnvelopes.suspension("creto/operator", "acme/bob");
        send(creation);
        assertThat(authorize.extractOutputValues())
                .singleElement()
                .satisfies(permitted ->
                        assertThat(permitted.getSlice().getPolicyVersion()).isZero());
    }

    @Test
    void anAgentsAcknowledgementsNeedNoPermission() throws Exception {
        learnFleet("acme");
        learnPolicy("acme", 1, NOW, SamplePolicies.document("closed"));
        send(SampleEnvelopes.acknowledgement(ALICE.id(), "acme/bob"));
        assertThat(authorize.extractOutputValues()).hasSize(1);
    }

    @Test
    void aSignerThatSendsMoreThanItsQuotaIsToldWhenItMayAgain() throws Exception {
        learnFleet("acme");
        learnPolicy("acme", 3, NOW, SamplePolicies.limited(2));
        send(INSIDE, INSIDE, INSIDE, SampleEnvelopes.acknowledgement(ALICE.id(), "acme/bob"));
        assertThat(authorize.extractOutputValues())
                .singleElement()
                .satisfies(permitted -> assertThat(permitted.getSlice().getEnvelopesList())
                        .extracting(SlicedEnvelope::getIndex)
                        .containsExactly(0, 1, 3));
        EnvelopeVerdict exceeded =
                VerdictParser.verdict(announced().get(0).toByteString()).getEnvelopes(0);
        assertThat(exceeded.getReason()).isEqualTo(REJECTION_REASON_QUOTA_EXCEEDED);
        assertThat(exceeded.getRetryAfterMs()).isEqualTo(500);
        assertThat(exceeded.getPolicy()).isEqualTo("limited");
        assertThat(exceeded.getPolicyVersion()).isEqualTo(3);
        assertThat(exceeded.getDetail())
                .isEqualTo("policy \"limited\" of fleet acme: acme/alice may send 2 messages a second, 1 s of that at"
                        + " once, in each lane");

        sendAt(NOW + 499, INSIDE);
        assertThat(refusals()).hasSize(2);
        sendAt(NOW + 500, INSIDE);
        assertThat(refusals()).hasSize(2);
    }

    @Test
    void whatHasBeenSentIsCountedAfterARestart() throws Exception {
        learnFleet("acme");
        learnPolicy("acme", 1, NOW, SamplePolicies.limited(1));
        send(INSIDE);
        OperatorSubtaskState snapshot = authorize.snapshot(1, 1);
        authorize.close();
        authorize = harness(CLOSED, snapshot);
        send(INSIDE);
        assertThat(reasons()).containsExactly(REJECTION_REASON_QUOTA_EXCEEDED);
    }

    @Test
    void whatWaitedIsCountedOnce() throws Exception {
        send(INSIDE); // waits for the policy, then for the fleet
        learnPolicy("acme", 1, NOW, SamplePolicies.limited(2));
        learnFleet("acme");
        assertThat(authorize.extractOutputValues()).hasSize(1);
        send(INSIDE);
        assertThat(refusals()).isEmpty();
        send(INSIDE);
        assertThat(reasons()).containsExactly(REJECTION_REASON_QUOTA_EXCEEDED);
    }

    @Test
    void aRepeatIsNotCountedAndItsRefusalNotSaidAgain() throws Exception {
        learnFleet("acme");
        learnPolicy("acme", 1, NOW, SamplePolicies.limited(2));
        Admitted repeat =
                SampleSlices.admitted(ALICE, INSIDE).toBuilder().setRepeat(true).build();
        for (int i = 0; i < 3; i++) {
            authorize.processElement1(new StreamRecord<>(repeat, NOW));
        }
        send(INSIDE, INSIDE);
        assertThat(refusals()).isEmpty();
    }

    @Test
    void untilPoliciesHaveBeenReadUpWhatNeedsThemWaits() throws Exception {
        begin(CLOSED);
        learnFleet("acme");
        learnPolicy("acme", 1, NOW, DefaultPolicy.of("acme"));
        Envelope second = SampleEnvelopes.message(ALICE.id(), "acme/bob");
        send(INSIDE);
        send(SampleEnvelopes.acknowledgement(ALICE.id(), "acme/bob"), second);
        assertThat(authorize.extractOutputValues()).hasSize(1);
        authorize.processBothWatermarks(new Watermark(NOW + PATIENCE)); // log time does not tell
        assertThat(refusals()).isEmpty();

        learnPolicy("acme", 2, NOW, SamplePolicies.document("later", SamplePolicies.open()));
        readUp();
        assertThat(authorize.extractOutputValues().subList(1, 3))
                .allSatisfy(permitted ->
                        assertThat(permitted.getSlice().getPolicyVersion()).isEqualTo(2))
                .extracting(permitted -> permitted.getSlice().getEnvelopes(0).getEnvelope())
                .containsExactly(INSIDE, second);
        assertThat(KeyedStates.keys(authorize, "held")).isZero();
    }

    @Test
    void policiesThatAreNeverReadUpAreUnavailable() throws Exception {
        begin(CLOSED);
        learnFleet("acme");
        learnPolicy("acme", 1, NOW, DefaultPolicy.of("acme"));
        send(INSIDE);
        authorize.setProcessingTime(STALE + PATIENCE - 1);
        assertThat(refusals()).isEmpty();
        authorize.setProcessingTime(STALE + PATIENCE);
        assertThat(reasons()).containsExactly(REJECTION_REASON_POLICY_UNAVAILABLE);
        send(INSIDE);
        assertThat(reasons()).hasSize(2).containsOnly(REJECTION_REASON_POLICY_UNAVAILABLE);
        assertThat(authorize.extractOutputValues()).isEmpty();
        assertNothingRemains();
        assertThat(authorize.numProcessingTimeTimers()).isZero();

        readUp();
        send(INSIDE);
        assertThat(authorize.extractOutputValues()).hasSize(1);
    }

    @Test
    void stalePoliciesAreHeldAndGoOnWhenTheyAreReadAgain() throws Exception {
        learnFleet("acme");
        learnPolicy("acme", 1, NOW, DefaultPolicy.of("acme"));
        authorize.setProcessingTime(STALE);
        send(INSIDE);
        assertThat(authorize.extractOutputValues()).hasSize(1);
        authorize.setProcessingTime(STALE + 1);
        send(INSIDE);
        assertThat(authorize.extractOutputValues()).hasSize(1);
        readUp();
        assertThat(authorize.extractOutputValues()).hasSize(2);
        authorize.setProcessingTime(2 * STALE + PATIENCE);
        assertThat(refusals()).isEmpty();
        assertNothingRemains();
    }

    @Test
    void whatWaitedForPoliciesAndThenForAFleetIsGivenUpInTime() throws Exception {
        begin(CLOSED);
        learnFleet("acme");
        learnPolicy("acme", 1, NOW, SamplePolicies.document("out", SamplePolicies.open()));
        send(ACROSS);
        readUp();
        authorize.processBothWatermarks(new Watermark(NOW + PATIENCE));
        authorize.setProcessingTime(STALE + PATIENCE);
        assertThat(reasons()).containsExactly(REJECTION_REASON_UNKNOWN_RECIPIENT);
        assertNothingRemains();
    }

    @Test
    void afterARestartWhatWasDecidedIsDecidedAgainAtOnce() throws Exception {
        learnFleet("acme");
        learnPolicy("acme", 1, NOW, DefaultPolicy.of("acme"));
        OperatorSubtaskState snapshot = authorize.snapshot(1, 1);
        authorize.close();
        authorize = harness(CLOSED, snapshot);
        send(INSIDE);
        assertThat(authorize.extractOutputValues()).hasSize(1);
    }

    @Test
    void whatWaitedForPoliciesBeforeARestartGoesOnWhenTheyAreReadUp() throws Exception {
        learnFleet("acme");
        learnPolicy("acme", 1, NOW, DefaultPolicy.of("acme"));
        authorize.setProcessingTime(STALE + 1);
        send(INSIDE);
        OperatorSubtaskState snapshot = authorize.snapshot(1, 1);
        authorize.close();
        authorize = harness(CLOSED, snapshot);
        readUp();
        assertThat(authorize.extractOutputValues()).hasSize(1);
    }

    @Test
    void howMuchWaitsForPoliciesIsBounded() throws Exception {
        begin(CLOSED);
        for (int i = 0; i < FleetWaiting.MAX_SLICES + 2; i++) {
            send(INSIDE);
        }
        assertThat(reasons()).containsExactly(REJECTION_REASON_POLICY_UNAVAILABLE, REJECTION_REASON_POLICY_UNAVAILABLE);
    }

    @Test
    void whereADeploymentFailsOpenWhatIsKnownDecidesAndEachPassIsRecorded() throws Exception {
        begin(OPEN);
        learnFleet("acme");
        learnFleet("beta");
        learnPolicy("acme", 4, NOW, DefaultPolicy.of("acme"));
        send(INSIDE);
        send(ACROSS);
        authorize.processBothWatermarks(new Watermark(NOW + PATIENCE));
        assertThat(authorize.extractOutputValues()).isEmpty();
        authorize.setProcessingTime(STALE + PATIENCE);
        assertThat(authorize.extractOutputValues())
                .singleElement()
                .satisfies(
                        passed -> assertThat(passed.getSlice().getEnvelopes(0).getEnvelope())
                                .isEqualTo(INSIDE));
        assertThat(refusals()).hasSize(2);
        assertThat(refusals().get(0).getState()).isEqualTo(VerdictState.VERDICT_STATE_UNCHECKED);
        assertThat(refusals().get(1).getReason()).isEqualTo(REJECTION_REASON_DENIED);
        assertThat(authorize.getSideOutput(SideOutputs.ANNOUNCEMENTS))
                .extracting(announced -> announced.getValue().getRecordOnly())
                .containsExactly(true, false);
        VerdictParser.verdict(announced().get(0).toByteString());
    }

    @Test
    void whereADeploymentFailsOpenWithoutAPolicyItPasses() throws Exception {
        begin(OPEN);
        learnFleet("acme");
        authorize.setProcessingTime(STALE + PATIENCE);
        send(INSIDE);
        assertThat(authorize.extractOutputValues()).hasSize(1);
        assertThat(refusals())
                .extracting(EnvelopeVerdict::getState)
                .containsExactly(VerdictState.VERDICT_STATE_UNCHECKED);
    }

    private void begin(PolicyFeedConfig feed) throws Exception {
        authorize.close();
        authorize = harness(feed, null);
    }

    private void readUp() throws Exception {
        authorize.processElement2(new StreamRecord<>(AccessNews.newBuilder()
                .setPoliciesReadUp(PoliciesReadUp.getDefaultInstance())
                .build()));
    }

    private void assertNothingRemains() {
        assertThat(KeyedStates.keys(authorize, "held")).isZero();
        assertThat(authorize.numEventTimeTimers()).isZero();
    }

    private void send(Envelope... envelopes) throws Exception {
        authorize.processElement1(new StreamRecord<>(SampleSlices.admitted(ALICE, envelopes), NOW));
    }

    private void sendAt(long ingestTimeMs, Envelope envelope) throws Exception {
        Admitted admitted = SampleSlices.admitted(ALICE, ALICE.batch(1, envelope), ingestTimeMs);
        authorize.processElement1(new StreamRecord<>(admitted, ingestTimeMs));
    }

    private void learnFleet(String name) throws Exception {
        FleetShare fleet = FleetShare.newBuilder()
                .setFleet(name)
                .setVersion(1)
                .setGeneration(1)
                .setDeliveryPartitions(2)
                .build();
        authorize.processElement2(
                new StreamRecord<>(AccessNews.newBuilder().setFleet(fleet).build(), NOW));
    }

    private void learnPolicy(String fleet, long version, long fromMs, PolicyDocument document) throws Exception {
        PolicyNews news = PolicyNews.newBuilder()
                .setFleet(fleet)
                .setVersion(PolicyVersion.newBuilder()
                        .setVersion(version)
                        .setEffectiveFromMs(fromMs)
                        .setDocument(document))
                .build();
        authorize.processElement2(
                new StreamRecord<>(AccessNews.newBuilder().setPolicy(news).build(), NOW));
    }

    private List<Verdict> announced() {
        var announced = authorize.getSideOutput(SideOutputs.ANNOUNCEMENTS);
        return announced == null
                ? List.of()
                : announced.stream()
                        .map(StreamRecord::getValue)
                        .map(Announcement::getVerdict)
                        .toList();
    }

    private List<EnvelopeVerdict> refusals() {
        return announced().stream()
                .flatMap(verdict -> verdict.getEnvelopesList().stream())
                .toList();
    }

    private List<RejectionReason> reasons() {
        return refusals().stream().map(EnvelopeVerdict::getReason).toList();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, Admitted, AccessNews, Admitted> harness(
            PolicyFeedConfig feed, @Nullable OperatorSubtaskState snapshot) throws Exception {
        var harness = new KeyedTwoInputStreamOperatorTestHarness<String, Admitted, AccessNews, Admitted>(
                new CoBroadcastWithKeyedOperator<>(
                        new AuthorizeFunction(feed, ExternalFleets.NONE),
                        List.of(
                                Broadcasts.FLEETS,
                                Broadcasts.POLICIES,
                                Broadcasts.TRAITS,
                                Broadcasts.POLICIES_READ_UP)),
                Admitted::getSigner,
                null,
                Types.STRING);
        harness.setStateBackend(new EmbeddedRocksDBStateBackend(true));
        harness.setup(new ProtobufTypeInformation<>(Admitted.class)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        if (snapshot != null) {
            harness.initializeState(snapshot);
        }
        harness.open();
        return harness;
    }
}
