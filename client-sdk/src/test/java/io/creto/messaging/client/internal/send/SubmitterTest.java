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
import io.creto.messaging.client.OutcomeUnknownException;
import io.creto.messaging.client.SampleAgent;
import io.creto.messaging.client.internal.send.EnvelopeFactory.Made;
import io.creto.messaging.client.internal.send.FakeGateway.Submitted;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.EndDelegation;
import io.creto.messaging.v1.Envelope;
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
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final List<MessageId> resealed = new CopyOnWriteArrayList<>();
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
                resealed.add(outgoing.firstId());
                return made(outgoing.lane(), outgoing.expiresAtMs());
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

    @ParameterizedTest
    @EnumSource(
            value = RejectionReason.class,
            names = {"REJECTION_REASON_SENDER_REVOKED", "REJECTION_REASON_SENDER_SUSPENDED"})
    void whoIsTurnedAwayAgainAndAgainIsToldWhatWasTakenWaitsForItsVerdict(RejectionReason reason) throws Exception {
        Outgoing taken = send(Lane.LANE_URGENT);
        awaitSubmitted(1);
        gateway.accept(gateway.submitted(0));
        assertThat(taken.accepted()).succeedsWithin(PATIENCE);
        Outgoing late = send(Lane.LANE_NORMAL);
        awaitSubmitted(2);

        gateway.turnAway(reason);
        awaitSubmittedInTime(3);
        assertThat(late.outcome()).as("once may be said too early").isNotDone();
        clock.advance(TurnedAway.BELIEVE_AFTER.toMillis());
        gateway.turnAway(reason);

        assertRejected(late, reason);
        worker.submit(() -> {}).get(); // so that what follows is not among what was waiting then
        assertThat(taken.outcome()).isNotDone();
        clock.advance(10_000);
        Outgoing later = send(Lane.LANE_NORMAL);
        awaitSubmittedInTime(4);
        gateway.turnAway(reason);
        assertRejected(later, reason);
    }

    @Test
    void whatWasTakenOfWhoIsRevokedWaitsForNoVerdictThatNobodyLetsItHear() throws Exception {
        Outgoing taken = send(Lane.LANE_URGENT);
        awaitSubmitted(1);
        gateway.accept(gateway.submitted(0));
        assertThat(taken.accepted()).succeedsWithin(PATIENCE);
        Outgoing onItsWay = send(Lane.LANE_NORMAL);
        awaitSubmitted(2);

        submitter.verdictsRefused(FakeGateway.refusal(RejectionReason.REJECTION_REASON_SENDER_SUSPENDED));
        submitter.verdictsRefused(Status.UNAVAILABLE.asRuntimeException());
        worker.submit(() -> {}).get();
        assertThat(taken.outcome()).as("it may be let in again").isNotDone();

        submitter.verdictsRefused(FakeGateway.refusal(RejectionReason.REJECTION_REASON_SENDER_REVOKED));
        assertThat(taken.outcome())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(OutcomeUnknownException.class);
        assertThat(onItsWay.outcome()).as("the gateway answers that one").isNotDone();
    }

    @Test
    void whoIsLetInAgainSendsOn() {
        Outgoing sent = send(Lane.LANE_NORMAL);
        awaitSubmitted(1);
        gateway.turnAway(RejectionReason.REJECTION_REASON_SENDER_SUSPENDED);
        awaitSubmittedInTime(2);
        gateway.accept(gateway.submitted(1));
        assertThat(sent.accepted()).succeedsWithin(PATIENCE);

        Outgoing next = send(Lane.LANE_NORMAL);
        awaitSubmittedInTime(3);
        clock.advance(TurnedAway.BELIEVE_AFTER.toMillis());
        gateway.turnAway(RejectionReason.REJECTION_REASON_SENDER_SUSPENDED);
        awaitSubmittedInTime(4);
        assertThat(next.outcome()).isNotDone();
    }

    @Test
    void aTokenThatIsNotBelievedIsTriedAgain() {
        Outgoing sent = send(Lane.LANE_NORMAL);
        awaitSubmitted(1);
        gateway.turnAway(RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
        clock.advance(TurnedAway.BELIEVE_AFTER.toMillis());
        awaitSubmittedInTime(2);
        gateway.turnAway(RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
        awaitSubmittedInTime(3);
        gateway.accept(gateway.submitted(2));

        assertThat(sent.accepted()).succeedsWithin(PATIENCE);
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
    void aStreamThatIsRefusedForItsLimitsComesAgainWhenItMay() throws Exception {
        Outgoing sent = send(Lane.LANE_NORMAL);
        awaitSubmitted(1);
        gateway.refuse(31);
        worker.submit(() -> {}).get(); // the refusal has been dealt with

        clock.advance(30_000); // far beyond the first backoff
        send(Lane.LANE_URGENT);
        worker.submit(() -> {}).get(); // and what it has set off
        assertThat(gateway.submitted()).hasSize(1);

        clock.advance(1_000);
        awaitSubmittedInTime(3);
        gateway.submitted().forEach(gateway::accept);
        assertThat(sent.accepted()).succeedsWithin(PATIENCE);
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

        refuseUntilBelieved(gateway.submitted(0), RejectionReason.REJECTION_REASON_SENDER_SUSPENDED);

        assertRejected(refused, RejectionReason.REJECTION_REASON_SENDER_SUSPENDED);
        awaitSubmittedInTime(6);
        Submitted again = gateway.submitted(5);
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

    @ParameterizedTest
    @EnumSource(
            names = {
                "REJECTION_REASON_MALFORMED",
                "REJECTION_REASON_TOO_LARGE",
                "REJECTION_REASON_UNSUPPORTED_VERSION",
                "REJECTION_REASON_ROOT_MISMATCH",
                "REJECTION_REASON_BAD_SIGNATURE_CLASSICAL",
                "REJECTION_REASON_BAD_SIGNATURE_POST_QUANTUM",
                "REJECTION_REASON_BAD_SIGNATURE_BOTH",
                "REJECTION_REASON_UNKNOWN_SIGNER",
                "REJECTION_REASON_KEY_NOT_VALID",
                "REJECTION_REASON_SENDER_REVOKED"
            })
    void aRefusalThatAnybodyCanCallForthIsBelievedInTheThirdSubmission(RejectionReason reason) {
        Outgoing sent = send(Lane.LANE_NORMAL);
        awaitSubmitted(1);
        // told again and again, it is one refusal
        for (int repeat = 0; repeat < 5; repeat++) {
            verdict(gateway.submitted(0), reason);
        }
        assertThat(sent.outcome()).isNotDone();

        refuseUntilBelieved(gateway.submitted(0), reason);

        assertRejected(sent, reason);
        assertThat(gateway.submitted())
                .hasSize(3)
                .extracting(Submitted::bytes)
                .containsOnly(gateway.submitted(0).bytes());
    }

    @Test
    void whatTheDataflowHasJudgedCannotBeRefusedInAnothersName() {
        Outgoing first = outgoing(Lane.LANE_NORMAL);
        Outgoing second = outgoing(Lane.LANE_NORMAL);
        worker.execute(() -> List.of(first, second).forEach(one -> {
            budget.tryTake(one.cost());
            submitter.add(one);
        }));
        awaitSubmitted(1);
        Submitted batch = gateway.submitted(0);
        assertThat(batch.count()).isEqualTo(2);
        applied(batch, batch.batch().getEnvelopes(0));
        assertThat(first.outcome()).succeedsWithin(PATIENCE);

        for (int spoof = 0; spoof < 5; spoof++) {
            verdict(batch, RejectionReason.REJECTION_REASON_BAD_SIGNATURE_BOTH);
        }

        assertThat(second.outcome()).isNotDone();
        clock.advance(60_000); // past any backoff: what is to be repeated goes before what is new
        Outgoing third = send(Lane.LANE_NORMAL);
        awaitSubmitted(2);
        assertThat(gateway.submitted(1).batch().getEnvelopesList()).containsExactly(third.envelope());
        applied(batch, batch.batch().getEnvelopes(1));
        assertThat(second.outcome()).succeedsWithin(PATIENCE);
    }

    @ParameterizedTest
    @EnumSource(
            value = RejectionReason.class,
            names = {
                "REJECTION_REASON_QUOTA_EXCEEDED",
                "REJECTION_REASON_POLICY_UNAVAILABLE",
                "REJECTION_REASON_MAILBOX_FULL",
                "REJECTION_REASON_RECIPIENT_KEY_EXPIRED"
            })
    void whatIsRefusedForNowIsSentAgainUnderANewId(RejectionReason reason) {
        Outgoing refused = sendSealed();
        awaitSubmitted(1);
        rejected(gateway.submitted(0), reason, 0);
        awaitSubmitted(2);
        routed(gateway.submitted(1));
        assertThat(refused.outcome()).succeedsWithin(PATIENCE);
        assertThat(resealed).containsExactly(refused.firstId());
    }

    @Test
    void aRepeatedRefusalOfAnEnvelopeIsMendedOnce() {
        Outgoing refused = sendSealed();
        awaitSubmitted(1);
        rejected(gateway.submitted(0), 0);
        rejected(gateway.submitted(0), 0);
        // the timer of this one fires after any that the repeat could have set
        Outgoing later = sendSealed();
        awaitSubmitted(2);
        Submitted laters = gateway.submitted().stream()
                .filter(one -> one.batch().getEnvelopesList().contains(later.envelope()))
                .findFirst()
                .orElseThrow();
        rejected(laters, 500);

        await().atMost(PATIENCE).until(() -> resealed.contains(later.firstId()));
        assertThat(resealed).containsExactly(refused.firstId(), later.firstId());
        await().atMost(PATIENCE).until(() -> gateway.submitted().size() == 4);
        gateway.submitted().forEach(this::routed);
        assertThat(refused.outcome()).succeedsWithin(PATIENCE);
        assertThat(later.outcome()).succeedsWithin(PATIENCE);
        assertThat(counters.resent.sum()).isEqualTo(2);
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

    @ParameterizedTest
    @EnumSource(
            names = {"REJECTION_REASON_SENDER_REVOKED", "REJECTION_REASON_SEQUENCE_GAP", "REJECTION_REASON_CLOCK_SKEW"})
    void anAnswerThatComesAfterTheVerdictEndsNoRepeat(RejectionReason reason) {
        Outgoing sent = send(Lane.LANE_NORMAL);
        awaitSubmitted(1);
        verdict(gateway.submitted(0), reason);
        gateway.accept(gateway.submitted(0));
        assertThat(sent.accepted()).succeedsWithin(PATIENCE);

        awaitSubmittedInTime(2);
        routed(gateway.submitted(1));
        assertThat(sent.outcome()).succeedsWithin(PATIENCE);
    }

    @Test
    void anAnswerToAnEarlierSubmissionIsNoneToTheLast() {
        Outgoing sent = send(Lane.LANE_NORMAL);
        awaitSubmitted(1);
        verdict(gateway.submitted(0), RejectionReason.REJECTION_REASON_SENDER_REVOKED);
        awaitSubmittedInTime(2);
        gateway.accept(gateway.submitted(0));
        assertThat(sent.accepted()).succeedsWithin(PATIENCE);

        gateway.loseStream();

        awaitSubmittedInTime(3);
        assertThat(gateway.submitted(2).bytes()).isEqualTo(gateway.submitted(0).bytes());
    }

    @Test
    void aWrongClockIsSignedAnewAFewTimesAndThenSaid() {
        Outgoing sent = send(Lane.LANE_NORMAL);
        for (int form = 1; form <= LaneFlight.MAX_REFUSALS; form++) {
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

    @Test
    void whatIsAddedAfterTheEndFails() throws InterruptedException {
        submitter.drain(Duration.ZERO);
        worker.shutdownNow();
        submitter.close();

        Outgoing late = send(Lane.LANE_NORMAL);

        assertThat(late.outcome())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(ClientClosedException.class);
        assertThat(late.accepted()).isCompletedExceptionally();
        assertThat(budget.messages()).isZero();
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

    private Outgoing sendSealed() {
        long expires = clock.millis() + TTL_MS;
        Made made = made(Lane.LANE_NORMAL, expires);
        Outgoing.Sealed sealed = new Outgoing.Sealed(alice.id(), new byte[10]);
        Outgoing outgoing =
                new Outgoing(made.id(), Lane.LANE_NORMAL, expires, made.envelope(), sealed, Outgoing.cost(100));
        assertThat(budget.tryTake(outgoing.cost())).isTrue();
        submitter.add(outgoing);
        return outgoing;
    }

    private Outgoing outgoing(Lane lane) {
        long expires = clock.millis() + TTL_MS;
        Made made = made(lane, expires);
        return new Outgoing(made.id(), lane, expires, made.envelope(), null, Outgoing.cost(100));
    }

    private Made made(Lane lane, long expires) {
        EndDelegation end = EndDelegation.newBuilder()
                .setAgent("acme/alice")
                .setDelegationId(
                        MessageId.create(clock.millis(), SampleAgent.RANDOM).toByteString())
                .build();
        return factory.command(MessageKind.MESSAGE_KIND_END_DELEGATION, end, lane, clock.millis(), expires);
    }

    /** Refuses a batch in each of its submissions, until that is believed. */
    private void refuseUntilBelieved(Submitted batch, RejectionReason reason) {
        int before = gateway.submitted().size();
        for (int refusal = 1; refusal < LaneFlight.MAX_REFUSALS; refusal++) {
            verdict(batch, reason);
            awaitSubmittedInTime(before + refusal);
        }
        verdict(batch, reason);
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
        batch.batch().getEnvelopesList().forEach(envelope -> applied(batch, envelope));
    }

    private void applied(Submitted batch, Envelope envelope) {
        decided(batch, envelope, EnvelopeVerdict.newBuilder().setState(VerdictState.VERDICT_STATE_APPLIED));
    }

    private void rejected(Submitted batch, long retryAfterMs) {
        rejected(batch, RejectionReason.REJECTION_REASON_MAILBOX_FULL, retryAfterMs);
    }

    private void rejected(Submitted batch, RejectionReason reason, long retryAfterMs) {
        decided(
                batch,
                batch.batch().getEnvelopes(0),
                EnvelopeVerdict.newBuilder()
                        .setState(VerdictState.VERDICT_STATE_REJECTED)
                        .setReason(reason)
                        .setRetryAfterMs(retryAfterMs));
    }

    private void decided(Submitted batch, Envelope envelope, EnvelopeVerdict.Builder verdict) {
        try {
            verdict.setSender("acme/alice")
                    .setMessageId(EnvelopeParser.header(envelope.getHeader()).getMessageId());
        } catch (WireException e) {
            throw new AssertionError(e);
        }
        tell(Verdict.newBuilder()
                .setBatchId(batch.id())
                .setSigner("acme/alice")
                .setDecidedAtMs(clock.millis())
                .addEnvelopes(verdict)
                .build());
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
