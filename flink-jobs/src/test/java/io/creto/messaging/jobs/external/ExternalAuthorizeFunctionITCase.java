package io.creto.messaging.jobs.external;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.jobs.external.ReferenceServer.Behaviour;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.ExternalAnswer;
import io.creto.messaging.jobs.state.ExternalCheck;
import io.creto.messaging.v1.CheckRequest;
import io.creto.messaging.v1.CheckResponse;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.RejectionReason;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The operators, with a real service and with one that never answers. */
@SuppressWarnings("try") // interruption ends the test
class ExternalAuthorizeFunctionITCase {
    private static final int CAPACITY = 16;
    private static final long TIMEOUT_MS = 10_000;

    private final ReferenceServer server = new ReferenceServer().start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void underAServiceThatFlapsEachMessageIsSettledOnceAndInOrder() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        server.behave(() -> {
            int call = calls.incrementAndGet();
            if (call % 100 == 50) {
                return Behaviour.HANGS;
            }
            return call % 7 == 3
                    ? Behaviour.ANSWERS_NEITHER
                    : call % 5 == 0 ? Behaviour.UNAVAILABLE : Behaviour.DECIDES;
        });
        server.forbid("acme/carol");
        List<ExternalCheck> checks = IntStream.range(0, 300)
                .mapToObj(i -> SampleChecks.to("acme/bob", i % 7 == 0 ? "acme/carol" : "acme/dan"))
                .toList();

        List<ExternalAnswer> answers;
        try (var asking = asking(() -> GrpcAuthorizer.open(SampleChecks.config(server, 1000, 2)))) {
            for (ExternalCheck check : checks) {
                asking.processElement(check, 0);
            }
            asking.endInput();
            answers = asking.extractOutputValues();
        }
        assertThat(answers)
                .extracting(ExternalAnswer::getAdmitted)
                .isEqualTo(checks.stream().map(ExternalCheck::getAdmitted).toList());

        Settled settled = settle(answers);
        assertThat(settled.permitted()).doesNotHaveDuplicates().isNotEmpty();
        assertThat(settled.permitted())
                .isSubsetOf(
                        leaves(checks.stream().map(ExternalCheck::getAdmitted).toList()))
                .isEqualTo(
                        leaves(checks.stream().map(ExternalCheck::getAdmitted).toList()).stream()
                                .filter(settled.permitted()::contains)
                                .toList());
        assertThat(settled.reasons())
                .containsOnly(
                        RejectionReason.REJECTION_REASON_DENIED, RejectionReason.REJECTION_REASON_POLICY_UNAVAILABLE)
                .contains(RejectionReason.REJECTION_REASON_DENIED, RejectionReason.REJECTION_REASON_POLICY_UNAVAILABLE);
        assertThat(Stream.concat(settled.permitted().stream(), settled.refused().stream()))
                .containsExactlyInAnyOrderElementsOf(
                        leaves(checks.stream().map(ExternalCheck::getAdmitted).toList()));
    }

    @Test
    void aServiceThatNeverAnswersIsGivenUpByTheOperatorItself() throws Exception {
        try (var asking = asking(Silent::new)) {
            asking.processElement(SampleChecks.to("acme/bob"), 0);
            assertThat(asking.extractOutputValues()).isEmpty();
            asking.setProcessingTime(TIMEOUT_MS + 1);
            asking.endInput();
            assertThat(asking.extractOutputValues())
                    .singleElement()
                    .satisfies(answer -> assertThat(answer.getFailure()).isEqualTo("did not answer in time"));
        }
    }

    @Test
    void whatIsUnderWayAtACheckpointIsAskedAgainAfterARecovery() throws Exception {
        ExternalCheck first = SampleChecks.to("acme/bob");
        ExternalCheck second = SampleChecks.to("acme/carol");
        OperatorSubtaskState snapshot;
        try (var asking = asking(Silent::new)) {
            asking.processElement(first, 0);
            asking.processElement(second, 0);
            snapshot = asking.snapshot(1, 1);
            asking.setProcessingTime(TIMEOUT_MS + 1);
        }
        try (var asking = harness(() -> GrpcAuthorizer.open(SampleChecks.config(server, 2000, 2)))) {
            asking.initializeState(snapshot);
            asking.open();
            asking.endInput();
            assertThat(asking.extractOutputValues())
                    .extracting(ExternalAnswer::getAdmitted)
                    .containsExactly(first.getAdmitted(), second.getAdmitted());
            assertThat(asking.extractOutputValues()).allMatch(ExternalAnswer::hasResponse);
        }
        assertThat(server.asked()).hasSize(2);
    }

    private record Settled(List<Object> permitted, List<Object> refused, List<RejectionReason> reasons) {}

    private static Settled settle(List<ExternalAnswer> answers) throws Exception {
        try (var settling =
                new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new ExternalSettleFunction()))) {
            settling.setup(new ProtobufTypeInformation<>(Admitted.class)
                    .createSerializer(new ExecutionConfig().getSerializerConfig()));
            settling.open();
            for (ExternalAnswer answer : answers) {
                settling.processElement(answer, 0);
            }
            List<EnvelopeVerdict> refused = settling.getSideOutput(SideOutputs.ANNOUNCEMENTS).stream()
                    .map(StreamRecord::getValue)
                    .flatMap(announcement -> announcement.getVerdict().getEnvelopesList().stream())
                    .toList();
            return new Settled(
                    leaves(settling.extractOutputValues()),
                    refused.stream().<Object>map(EnvelopeVerdict::getLeafHash).toList(),
                    refused.stream().map(EnvelopeVerdict::getReason).toList());
        }
    }

    private static List<Object> leaves(List<Admitted> admitted) {
        return admitted.stream()
                .flatMap(part -> part.getLeafHashesList().stream())
                .collect(Collectors.toList());
    }

    private static OneInputStreamOperatorTestHarness<ExternalCheck, ExternalAnswer> asking(
            ExternalAuthorizer.Factory factory) throws Exception {
        var harness = harness(factory);
        harness.open();
        return harness;
    }

    private static OneInputStreamOperatorTestHarness<ExternalCheck, ExternalAnswer> harness(
            ExternalAuthorizer.Factory factory) throws Exception {
        var settings = new ExecutionConfig().getSerializerConfig();
        var harness = new OneInputStreamOperatorTestHarness<>(
                new AsyncWaitOperatorFactory<>(
                        new ExternalAuthorizeFunction(factory), TIMEOUT_MS, CAPACITY, OutputMode.ORDERED),
                new ProtobufTypeInformation<>(ExternalCheck.class).createSerializer(settings));
        harness.setup(new ProtobufTypeInformation<>(ExternalAnswer.class).createSerializer(settings));
        return harness;
    }

    /** Never answers, and does not keep its deadline either. */
    private static final class Silent implements ExternalAuthorizer {
        @Override
        public CompletableFuture<CheckResponse> check(CheckRequest request) {
            return new CompletableFuture<>();
        }

        @Override
        public void reconnect() {}

        @Override
        public void close() {}
    }
}
