package io.creto.messaging.client.internal.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.creto.messaging.client.ClientClosedException;
import io.creto.messaging.client.ClientListener;
import io.creto.messaging.client.FencedException;
import io.creto.messaging.client.ManualClock;
import io.creto.messaging.client.MessageExpiredException;
import io.creto.messaging.client.MessageRejectedException;
import io.creto.messaging.client.SampleAgent;
import io.creto.messaging.client.internal.send.EnvelopeFactory.Made;
import io.creto.messaging.client.internal.send.FakeGateway.Submitted;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.EndDelegation;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Verdict;
import io.creto.messaging.v1.VerdictState;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SubmitterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long TTL_MS = 600_000;

    private final SampleAgent alice = new SampleAgent("acme/alice");
    private final ManualClock clock = new ManualClock();
    private final FakeGateway gateway = new FakeGateway();
    private final Budget budget = new Budget(1000, 64 << 20);
    private final SendCounters counters = new SendCounters();
    private final AtomicInteger fenced = new AtomicInteger();
    private final AtomicLong incarnations = new AtomicLong(6);
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    private final EnvelopeFactory factory = new EnvelopeFactory(alice.id(), clock, SampleAgent.RANDOM);
    private final Submitter submitter = new Submitter(
            new Submitter.Parts(
                    new OutgoingQueue(),
                    budget,
                    new OpenMessages(budget, counters, Runnable::run),
                    new Signer(alice.id(), alice.key(), clock, SampleAgent.RANDOM),
                    gateway,
                    incarnations::incrementAndGet,
                    clock,
                    SampleAgent.RANDOM,
                    worker,
                    Runnable::run,
                    new ClientListener() {
                        @Override
                        public void fenced() {
                            fenced.incrementAndGet();
                        }
                    },
                    counters),
            (outgoing, message) -> {
                throw new AssertionError("commands are never sealed anew");
            });

    @AfterEach
    void stop() {
        worker.shutdownNow();
    }

    @Test
    void anIdleSenderSendsABatchOfOneAndABusyOneWhateverWaits() {
        send(Lane.LANE_NORMAL);
        awaitSubmitted(1);
        assertThat(gateway.submitted(0).count()).isEqualTo(1);
        assertThat(gateway.submitted(0).header().getSequence()).isEqualTo(1);
        assertThat(gateway.submitted(0).header().getIncarnation()).isEqualTo(7);

        sendMany(600);
        await().atMost(PATIENCE).until(() -> unanswered() == LaneFlight.MAX_UNANSWERED || envelopes() == 601);
        gateway.answerAtOnce();
        gateway.submitted().forEach(gateway::accept);
        await().atMost(PATIENCE).until(() -> envelopes() == 601);

        assertThat(gateway.submitted().size()).as("batches").isLessThan(100);
        assertThat(sequences())
                .containsExactlyElementsOf(upTo(gateway.submitted().size()));
    }

    @Test
    void aLostStreamIsFollowedByTheSameBytesInOrder() {
        List<Outgoing> sent = List.of(send(Lane.LANE_NORMAL), send(Lane.LANE_NORMAL));
        await().atMost(PATIENCE).until(() -> envelopes() == 2);
        List<Submitted> first = List.copyOf(gateway.submitted());
        gateway.submitted().clear();

        gateway.loseStream();

        awaitSubmittedInTime(first.size());
        assertThat(gateway.submitted())
                .extracting(Submitted::bytes)
                .isEqualTo(first.stream().map(Submitted::bytes).toList());
        assertThat(gateway.opened()).isEqualTo(2);
        gateway.submitted().forEach(gateway::accept);
        sent.forEach(one -> assertThat(one.accepted()).succeedsWithin(PATIENCE));
    }

    @Test
    void whatIsOlderThanFourMinutesIsSignedAnewUnderItsSequence() {
        Outgoing sent = send(Lane.LANE_NORMAL);
        awaitSubmitted(1);
        gateway.loseStream();
        clock.advance(Submitter.RESIGN_AFTER.toMillis() + 1);

        awaitSubmittedInTime(2);
        Submitted old = gateway.submitted(0);
        Submitted anew = gateway.submitted(1);
        assertThat(anew.header().getSequence()).isEqualTo(1);
        assertThat(anew.header().getIncarnation()).isEqualTo(old.header().getIncarnation());
        assertThat(anew.id()).isNotEqualTo(old.id());
        assertThat(anew.batch().getEnvelopesList()).isEqualTo(old.batch().getEnvelopesList());
        // the log had the old form already: the new one is refused for that, and all is well
        verdict(anew, RejectionReason.REJECTION_REASON_DUPLICATE_ID);
        assertThat(sent.accepted()).succeedsWithin(PATIENCE);
        assertThat(fenced).hasValue(0);
    }

    @Test
    void aFaultThatPassesIsRetriedAndOneThatStaysIsTyped() {
        Outgoing sent = send(Lane.LANE_NORMAL);
        awaitSubmitted(1);
        gateway.fault(
                gateway.submitted(0), Status.Code.RESOURCE_EXHAUSTED, RejectionReason.REJECTION_REASON_QUOTA_EXCEEDED);
        awaitSubmittedInTime(2);
        assertThat(gateway.submitted(1).bytes()).isEqualTo(gateway.submitted(0).bytes());

        gateway.fault(gateway.submitted(1), Status.Code.INVALID_ARGUMENT, RejectionReason.REJECTION_REASON_TOO_LARGE);
        assertRejected(sent, RejectionReason.REJECTION_REASON_TOO_LARGE);
        assertThat(budget.messages()).isZero();

        send(Lane.LANE_NORMAL);
        awaitSubmitted(3);
        assertThat(gateway.submitted(2).header().getSequence()).as("no hole").isEqualTo(1);
        assertThat(gateway.submitted(2).header().getIncarnation()).isEqualTo(8);
    }

    @Test
    void aRefusedBatchFailsAloneAndThoseBehindItBeginAnewInOrder() {
        Outgoing refused = send(Lane.LANE_NORMAL);
        awaitSubmitted(1);
        Outgoing second = send(Lane.LANE_NORMAL);
        awaitSubmitted(2);
        Outgoing third = send(Lane.LANE_NORMAL);
        awaitSubmitted(3);
        List.copyOf(gateway.submitted()).forEach(gateway::accept);

        verdict(gateway.submitted(0), RejectionReason.REJECTION_REASON_SENDER_SUSPENDED);

        assertRejected(refused, RejectionReason.REJECTION_REASON_SENDER_SUSPENDED);
        awaitSubmitted(4);
        Submitted again = gateway.submitted(3);
        assertThat(again.header().getIncarnation()).isEqualTo(8);
        assertThat(again.header().getSequence()).isEqualTo(1);
        assertThat(again.batch().getEnvelopesList()).containsExactly(second.envelope(), third.envelope());
        // the old incarnation's are fenced by the new one, which is no news
        verdict(gateway.submitted(1), RejectionReason.REJECTION_REASON_FENCED);
        routed(again);
        assertThat(second.outcome()).succeedsWithin(PATIENCE);
        assertThat(third.outcome()).succeedsWithin(PATIENCE);
        assertThat(fenced).hasValue(0);
    }

    @Test
    void aGapIsClosedWithTheSameBytes() {
        send(Lane.LANE_NORMAL);
        awaitSubmitted(1);
        gateway.accept(gateway.submitted(0));
        verdict(gateway.submitted(0), RejectionReason.REJECTION_REASON_SEQUENCE_GAP);

        awaitSubmittedInTime(2);
        assertThat(gateway.submitted(1).bytes()).isEqualTo(gateway.submitted(0).bytes());
    }

    @Test
    void aWrongClockIsSignedAnewAFewTimesAndThenSaid() {
        Outgoing sent = send(Lane.LANE_NORMAL);
        for (int form = 1; form <= LaneFlight.MAX_SKEWED_FORMS; form++) {
            awaitSubmitted(form);
            assertThat(gateway.submitted(form - 1).header().getSequence()).isEqualTo(1);
            verdict(gateway.submitted(form - 1), RejectionReason.REJECTION_REASON_CLOCK_SKEW);
        }
        assertRejected(sent, RejectionReason.REJECTION_REASON_CLOCK_SKEW);
    }

    @ParameterizedTest
    @EnumSource(names = {"REJECTION_REASON_FENCED", "REJECTION_REASON_DUPLICATE_ID"})
    void anotherProcessWithThisIdentityStopsTheClient(RejectionReason reason) {
        Outgoing first = send(Lane.LANE_NORMAL);
        awaitSubmitted(1);
        Outgoing urgent = send(Lane.LANE_URGENT);
        awaitSubmitted(2);

        verdict(gateway.submitted(0), reason);

        for (Outgoing one : List.of(first, urgent, send(Lane.LANE_NORMAL))) {
            assertThat(one.outcome())
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(FencedException.class);
        }
        assertThat(fenced).hasValue(1);
        assertThat(submitter.isFenced()).isTrue();
        assertThat(budget.tryTake(1)).isFalse();
    }

    @Test
    void eachLaneHasItsOwnSequence() {
        send(Lane.LANE_NORMAL);
        awaitSubmitted(1);
        send(Lane.LANE_URGENT);
        awaitSubmitted(2);

        assertThat(gateway.submitted(1).header().getLane()).isEqualTo(Lane.LANE_URGENT);
        assertThat(gateway.submitted(1).header().getSequence()).isEqualTo(1);
    }

    @Test
    void whatHasExpiredIsNotSentAndWhatStaysSilentIsGivenUp() {
        Outgoing silent = send(Lane.LANE_NORMAL);
        awaitSubmitted(1);
        gateway.accept(gateway.submitted(0));
        assertThat(silent.accepted()).succeedsWithin(PATIENCE);
        clock.advance(TTL_MS + Duration.ofMinutes(6).toMillis());

        assertThat(silent.outcome())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(MessageExpiredException.class);
        assertThat(budget.messages()).isZero();
    }

    @Test
    void closingFailsWhatIsStillOpen() throws InterruptedException {
        Outgoing sent = send(Lane.LANE_NORMAL);
        awaitSubmitted(1);

        submitter.drain(Duration.ofMillis(50));

        assertThat(sent.outcome()).isCompletedExceptionally();
        assertThatThrownBy(() -> sent.outcome().join()).hasCauseInstanceOf(ClientClosedException.class);
        assertThat(sent.accepted()).isCompletedExceptionally();
    }

    private Outgoing send(Lane lane) {
        Outgoing outgoing = outgoing(lane);
        assertThat(budget.tryTake(outgoing.cost()) || submitter.isFenced()).isTrue();
        submitter.add(outgoing);
        return outgoing;
    }

    private void sendMany(int count) {
        List<Outgoing> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(outgoing(Lane.LANE_NORMAL));
        }
        all.forEach(one -> {
            assertThat(budget.tryTake(one.cost())).isTrue();
            submitter.add(one);
        });
    }

    private Outgoing outgoing(Lane lane) {
        EndDelegation end = EndDelegation.newBuilder()
                .setAgent("acme/alice")
                .setDelegationId(
                        MessageId.create(clock.millis(), SampleAgent.RANDOM).toByteString())
                .build();
        long expires = clock.millis() + TTL_MS;
        Made made = factory.command(MessageKind.MESSAGE_KIND_END_DELEGATION, end, lane, expires);
        return new Outgoing(made.id(), lane, expires, made.envelope(), null, Outgoing.cost(100));
    }

    private void verdict(Submitted batch, RejectionReason reason) {
        tell(Verdict.newBuilder()
                .setBatchId(batch.id())
                .setSigner("acme/alice")
                .setDecidedAtMs(clock.millis())
                .setBatchReason(reason)
                .build());
    }

    private void routed(Submitted batch) {
        Verdict.Builder verdict = Verdict.newBuilder()
                .setBatchId(batch.id())
                .setSigner("acme/alice")
                .setDecidedAtMs(clock.millis());
        batch.batch().getEnvelopesList().forEach(envelope -> {
            try {
                verdict.addEnvelopes(EnvelopeVerdict.newBuilder()
                        .setSender("acme/alice")
                        .setMessageId(
                                EnvelopeParser.header(envelope.getHeader()).getMessageId())
                        .setState(VerdictState.VERDICT_STATE_APPLIED));
            } catch (WireException e) {
                throw new AssertionError(e);
            }
        });
        tell(verdict.build());
    }

    private void tell(Verdict verdict) {
        try {
            submitter.verdicts(List.of(verdict));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRejected(Outgoing outgoing, RejectionReason reason) {
        assertThat(outgoing.outcome())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        MessageRejectedException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private void awaitSubmitted(int count) {
        await().atMost(PATIENCE).until(() -> gateway.submitted().size() >= count);
    }

    /** While the clock goes on, as backoff needs it. */
    private void awaitSubmittedInTime(int count) {
        await().atMost(PATIENCE).until(() -> {
            clock.advance(500);
            return gateway.submitted().size() >= count;
        });
    }

    private int envelopes() {
        return gateway.submitted().stream().mapToInt(Submitted::count).sum();
    }

    private int unanswered() {
        return gateway.submitted().size();
    }

    private List<Long> sequences() {
        return gateway.submitted().stream()
                .map(one -> one.header().getSequence())
                .toList();
    }

    private static List<Long> upTo(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }
}
