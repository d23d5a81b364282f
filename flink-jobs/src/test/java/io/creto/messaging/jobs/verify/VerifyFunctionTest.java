package io.creto.messaging.jobs.verify;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.HOST;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.SampleAgents.between;
import static io.creto.messaging.jobs.SampleAgents.since;
import static io.creto.messaging.v1.DelegationScope.DELEGATION_SCOPE_SEND;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.LaneSequence;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.VerdictParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.DeadLetter;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Verdict;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator: what comes out, what remains in state, which timers remain. */
class VerifyFunctionTest {
    private static final long PATIENCE = Holding.PATIENCE_MS;

    private VerifyHarness verify;

    @BeforeEach
    void open() throws Exception {
        verify = VerifyHarness.open(true);
    }

    @AfterEach
    void close() throws Exception {
        verify.close();
    }

    @Test
    void anAcceptedBatchLeavesItsSequenceAndNothingElse() throws Exception {
        verify.learn(ALICE.record(1));
        SignedBatch batch = alice(1);
        verify.arrive(batch, NOW);
        assertThat(verify.sequences()).containsExactly(1L);
        assertThat(verify.accepted().get(0).getBatchHeader()).isEqualTo(batch.getHeader());
        assertThat(verify.accepted().get(0).getIngestTimeMs()).isEqualTo(NOW);
        assertThat(verify.verdicts()).isEmpty();
        assertThat(verify.timers()).isZero();
        assertThat(verify.heldBatches()).isZero();
        LaneSequence lane = verify.lane(Lane.LANE_NORMAL);
        assertThat(lane.getNext()).isEqualTo(2);
        assertThat(lane.getRecentCount()).isEqualTo(1);
    }

    @Test
    void anUnknownSignerWaitsInOrderUntilItsRecordComes() throws Exception {
        verify.arrive(alice(1), NOW);
        verify.arrive(alice(2), NOW + 1);
        verify.arrive(alice(3), NOW + 1);
        assertThat(verify.sequences()).isEmpty();
        assertThat(verify.heldBatches()).isEqualTo(3);
        assertThat(verify.timers()).as("one for each time").isEqualTo(2);
        verify.learn(ALICE.record(1));
        assertThat(verify.sequences()).containsExactly(1L, 2L, 3L);
        assertThat(verify.heldBatches()).isZero();
        assertThat(verify.waitingRoomIsEmpty()).isTrue();
        verify.watermark(NOW + 2 * PATIENCE);
        assertThat(verify.timers()).isZero();
        assertThat(verify.verdicts()).isEmpty();
    }

    @Test
    void aRepeatThatWaitedBesideItsOriginalIsARepeat() throws Exception {
        SignedBatch batch = alice(1);
        verify.arrive(batch, NOW);
        verify.arrive(batch, NOW + 1);
        verify.learn(ALICE.record(1));
        assertThat(verify.admitted()).extracting(Admitted::getRepeat).containsExactly(false, true);
        assertThat(verify.verdicts()).isEmpty();
        assertThat(verify.heldBatches()).isZero();
    }

    @Test
    void anUnknownSignerIsRefusedWhenFiveSecondsOfLogTimeHavePassed() throws Exception {
        verify.arrive(alice(1), NOW);
        verify.watermark(NOW + PATIENCE - 1);
        assertThat(verify.verdicts()).isEmpty();
        verify.watermark(NOW + PATIENCE);
        assertThat(verify.batchReasons()).containsExactly(RejectionReason.REJECTION_REASON_UNKNOWN_SIGNER);
        assertThat(verify.verdicts().get(0).getDecidedAtMs()).isEqualTo(NOW + PATIENCE);
        assertThat(verify.recordedOnly()).as("an honest signer hears it").isEmpty();
        assertThat(verify.heldBatches()).isZero();
        assertThat(verify.stateEntries())
                .as("nothing is kept of a signer that nobody knows")
                .isZero();
        assertThat(verify.timers()).isZero();
    }

    @Test
    void noiseInASignersNameDoesNotHinderTheSigner() throws Exception {
        verify.learn(ALICE.record(1));
        var thief = new SampleAgents(ALICE.agent(), CompositePrivateKey.generate(SampleAgents.RANDOM));
        verify.arrive(thief.batch(9, 1, Lane.LANE_NORMAL, NOW, hello(ALICE)), NOW);
        verify.arrive(thief.batch(1, 1, Lane.LANE_NORMAL, NOW, hello(ALICE)), NOW);
        verify.arrive(alice(1), NOW);
        verify.arrive(alice(2), NOW);
        assertThat(verify.sequences()).containsExactly(1L, 2L);
        verify.watermark(NOW + PATIENCE);
        assertThat(verify.batchReasons())
                .containsExactly(
                        RejectionReason.REJECTION_REASON_KEY_NOT_VALID, RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
        assertThat(verify.lane(Lane.LANE_NORMAL).getIncarnation()).isEqualTo(1);
    }

    @Test
    void aGapIsFilledInTime() throws Exception {
        verify.learn(ALICE.record(1));
        verify.arrive(alice(3), NOW);
        verify.arrive(alice(2), NOW + 1);
        assertThat(verify.sequences()).isEmpty();
        assertThat(verify.timers()).isEqualTo(2);
        verify.arrive(alice(1), NOW + PATIENCE);
        assertThat(verify.sequences()).as("the last moment counts").containsExactly(1L, 2L, 3L);
        assertThat(verify.heldBatches()).isZero();
        verify.watermark(NOW + 2 * PATIENCE);
        assertThat(verify.timers()).isZero();
        assertThat(verify.verdicts()).isEmpty();
    }

    @Test
    void aGapIsRefusedAfterFiveSecondsAndCanBeSentAgain() throws Exception {
        verify.learn(ALICE.record(1));
        SignedBatch second = alice(2);
        verify.arrive(second, NOW);
        verify.watermark(NOW + PATIENCE);
        assertThat(verify.batchReasons()).containsExactly(RejectionReason.REJECTION_REASON_SEQUENCE_GAP);
        assertThat(verify.heldBatches()).isZero();
        verify.arrive(alice(1), NOW + PATIENCE + 1);
        verify.arrive(second, NOW + PATIENCE + 2);
        assertThat(verify.sequences()).containsExactly(1L, 2L);
    }

    @Test
    void theFillersOwnTimeDecidesEvenBeforeTheTimerFires() throws Exception {
        verify.learn(ALICE.record(1));
        verify.arrive(alice(2), NOW);
        verify.arrive(alice(1), NOW + PATIENCE + 1);
        assertThat(verify.batchReasons()).containsExactly(RejectionReason.REJECTION_REASON_SEQUENCE_GAP);
        assertThat(verify.sequences()).containsExactly(1L);
    }

    @Test
    void aMissingDelegationHoldsTheLaneAndIsFound() throws Exception {
        verify.learn(HOST.record(1));
        verify.arrive(host(1, hello(ALICE)), NOW);
        verify.arrive(host(2, hello(HOST)), NOW + 1);
        assertThat(verify.sequences()).isEmpty();
        verify.learn(ALICE.record(1, ALICE.delegation(HOST, since(NOW), DELEGATION_SCOPE_SEND)));
        assertThat(verify.sequences()).containsExactly(1L, 2L);
        assertThat(verify.verdicts()).isEmpty();
    }

    @Test
    void howFarDelegationsAreReadTheLanesOwnLogDoesNotTell() throws Exception {
        verify.learn(HOST.record(1));
        verify.arrive(host(1, hello(ALICE)), NOW);
        verify.arrive(host(2, hello(HOST)), NOW + PATIENCE + 1_000);
        verify.learn(ALICE.record(1, ALICE.delegation(HOST, since(NOW), DELEGATION_SCOPE_SEND)));
        assertThat(verify.sequences()).containsExactly(1L, 2L);
        assertThat(verify.verdicts()).isEmpty();
    }

    @Test
    void aMissingDelegationIsBelievedAfterFiveSecondsForThatEnvelopeAlone() throws Exception {
        verify.learn(HOST.record(1));
        verify.arrive(host(1, hello(HOST), hello(ALICE)), NOW);
        verify.arrive(host(2, hello(HOST)), NOW + 1);
        verify.watermark(NOW + PATIENCE);
        assertThat(verify.sequences()).containsExactly(1L, 2L);
        assertThat(verify.accepted().get(0).getEnvelopesCount()).isEqualTo(1);
        assertThat(verify.verdicts())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.getEnvelopesList())
                        .extracting(EnvelopeVerdict::getReason)
                        .containsExactly(RejectionReason.REJECTION_REASON_NOT_DELEGATED));
        assertThat(verify.heldBatches()).isZero();
    }

    @Test
    void aRepeatSaysTheSameAgainAndMarksWhatItPassesOn() throws Exception {
        verify.learn(HOST.record(1));
        SignedBatch batch = host(1, hello(HOST), SampleEnvelopes.suspension(ALICE.id(), "acme/bob"));
        verify.arrive(batch, NOW);
        verify.arrive(batch, NOW + 7);
        verify.arrive(host(1, hello(HOST)), NOW + 8);
        assertThat(verify.admitted()).extracting(Admitted::getRepeat).containsExactly(false, true);
        assertThat(verify.accepted().get(1))
                .as("with its first ingest time")
                .isEqualTo(verify.accepted().get(0));
        assertThat(verify.verdicts()).hasSize(3);
        Verdict first = verify.verdicts().get(0);
        Verdict again = verify.verdicts().get(1);
        assertThat(again.getBatchId()).isEqualTo(first.getBatchId());
        assertThat(again.getEnvelopes(0).getLeafHash())
                .isEqualTo(first.getEnvelopes(0).getLeafHash());
        assertThat(again.getEnvelopes(0).getReason())
                .isEqualTo(first.getEnvelopes(0).getReason());
        assertThat(verify.verdicts().get(2).getBatchReason()).isEqualTo(RejectionReason.REJECTION_REASON_DUPLICATE_ID);
    }

    @Test
    void aRepeatIsAnsweredWhateverTheClockTheKeyAndTheIncarnationSayNow() throws Exception {
        verify.learn(ALICE.record(1));
        SignedBatch batch = alice(1);
        verify.arrive(batch, NOW);
        verify.arrive(ALICE.batch(2, 1, Lane.LANE_NORMAL, NOW, hello(ALICE)), NOW + 1);
        var revoked = ALICE.record(2);
        revoked.getAgentBuilder().getKeysBuilder(0).setValidity(between(NOW - 10, NOW + 10));
        revoked.getAgentBuilder()
                .getStatusesBuilder(0)
                .setStatus(AgentStatus.AGENT_STATUS_REVOKED)
                .setValidity(since(NOW + 10));
        verify.learn(revoked);
        verify.arrive(batch, NOW + 3_600_000);
        assertThat(verify.verdicts()).isEmpty();
        assertThat(verify.admitted()).extracting(Admitted::getRepeat).containsExactly(false, false, true);
        assertThat(verify.accepted().get(2)).isEqualTo(verify.accepted().get(0));
    }

    @Test
    void nobodyElseCanHaveAnOutcomeSaidAgain() throws Exception {
        verify.learn(ALICE.record(1));
        SignedBatch batch = alice(1);
        verify.arrive(batch, NOW);
        verify.arrive(batch.toBuilder().setEnvelopes(0, hello(ALICE)).build(), NOW + 1);
        verify.arrive(
                batch.toBuilder()
                        .setSignature(SampleAgents.bytes(batch.getSignature().size()))
                        .build(),
                NOW + 2);
        assertThat(verify.sequences()).containsExactly(1L);
        assertThat(verify.batchReasons())
                .containsExactly(
                        RejectionReason.REJECTION_REASON_ROOT_MISMATCH,
                        RejectionReason.REJECTION_REASON_BAD_SIGNATURE_BOTH);
        assertThat(verify.recordedOnly()).isEqualTo(verify.verdicts());
    }

    @Test
    void aNewerIncarnationFencesTheOlderAndWhatItHadParked() throws Exception {
        verify.learn(ALICE.record(1));
        verify.arrive(alice(1), NOW);
        verify.arrive(alice(3), NOW + 1);
        verify.arrive(ALICE.batch(2, 1, Lane.LANE_NORMAL, NOW, hello(ALICE)), NOW + 2);
        verify.arrive(alice(2), NOW + 3);
        assertThat(verify.sequences()).containsExactly(1L, 1L);
        assertThat(verify.batchReasons())
                .containsExactly(RejectionReason.REJECTION_REASON_FENCED, RejectionReason.REJECTION_REASON_FENCED);
        assertThat(verify.heldBatches()).isZero();
    }

    @Test
    void lanesHaveSequencesOfTheirOwn() throws Exception {
        verify.learn(ALICE.record(1));
        verify.arrive(alice(1), NOW);
        var urgent = SampleEnvelopes.message(
                SampleEnvelopes.header(ALICE.id()).setRecipient("acme/bob").setLane(Lane.LANE_URGENT), 5);
        verify.arrive(Lane.LANE_URGENT, ALICE.batch(1, 1, Lane.LANE_URGENT, NOW, urgent), NOW);
        assertThat(verify.sequences()).containsExactly(1L, 1L);
    }

    @Test
    void anEnrolmentPassesWithoutASequence() throws Exception {
        var newcomer =
                new SampleAgents(AgentId.of("acme", "newcomer"), CompositePrivateKey.generate(SampleAgents.RANDOM));
        verify.arrive(newcomer.batch(1, SampleEnvelopes.enrolment(newcomer.agent(), newcomer.key())), NOW);
        assertThat(verify.sequences()).containsExactly(1L);
        assertThat(verify.stateEntries()).isZero();
        assertThat(verify.timers()).isZero();
    }

    @Test
    void aRefusedEnrolmentIsOnlyRecordedBecauseAnybodySignsOneInAnybodysName() throws Exception {
        var stranger = new SampleAgents(ALICE.agent(), CompositePrivateKey.generate(SampleAgents.RANDOM));
        Envelope late = SampleEnvelopes.enrolment(stranger.agent(), stranger.key());
        verify.arrive(stranger.batch(1, late), NOW + 120_000);
        assertThat(verify.verdicts())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.getEnvelopes(0).getReason())
                        .isEqualTo(RejectionReason.REJECTION_REASON_EXPIRED));
        assertThat(verify.recordedOnly()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3309})
    void aBadHalfOfASignatureIsADeadLetterAndAVerdict(int flipped) throws Exception {
        verify.learn(ALICE.record(1));
        SignedBatch good = alice(1);
        byte[] signature = good.getSignature().toByteArray();
        signature[flipped] ^= 1;
        verify.arrive(
                good.toBuilder().setSignature(ByteString.copyFrom(signature)).build(), NOW);
        RejectionReason reason = flipped == 0
                ? RejectionReason.REJECTION_REASON_BAD_SIGNATURE_POST_QUANTUM
                : RejectionReason.REJECTION_REASON_BAD_SIGNATURE_CLASSICAL;
        assertThat(verify.batchReasons()).containsExactly(reason);
        assertThat(verify.recordedOnly())
                .as("whoever signed it is not the one that it names")
                .isEqualTo(verify.verdicts());
        assertThat(verify.deadLetters()).extracting(DeadLetter::getReason).containsExactly(reason);
        verify.arrive(good, NOW + 1);
        assertThat(verify.sequences()).as("the sequence is still free").containsExactly(1L);
    }

    @Test
    void everyRecordByTheSideIsOneThatItsReadersAccept() throws Exception {
        verify.learn(HOST.record(1));
        SignedBatch batch = host(1, SampleEnvelopes.suspension(ALICE.id(), "acme/bob"));
        verify.arrive(batch, NOW);
        verify.arrive(batch.toBuilder().setEnvelopes(0, hello(HOST)).build(), NOW);
        for (Verdict verdict : verify.verdicts()) {
            assertThat(VerdictParser.verdict(verdict.toByteString())).isEqualTo(verdict);
        }
        for (DeadLetter letter : verify.deadLetters()) {
            assertThat(VerdictParser.deadLetter(letter.toByteString())).isEqualTo(letter);
        }
        assertThat(verify.verdicts()).hasSize(2);
        assertThat(verify.deadLetters()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSnapshotInTheMiddleOfWaitingChangesNothing(boolean rocksDb) throws Exception {
        verify.close();
        verify = VerifyHarness.open(rocksDb);
        verify.learn(HOST.record(1));
        verify.arrive(host(1, hello(HOST)), NOW);
        verify.arrive(host(3, hello(HOST)), NOW + 1);
        verify.arrive(alice(1), NOW + 2);
        verify.arrive(alice(2), NOW + 3);

        verify = verify.restored();
        assertThat(verify.timers()).isEqualTo(3);
        verify.arrive(host(2, hello(HOST)), NOW + 4);
        verify.learn(ALICE.record(1));
        assertThat(verify.sequences()).containsExactly(2L, 3L, 1L, 2L);
        verify.watermark(NOW + 2 * PATIENCE);
        assertThat(verify.verdicts()).isEmpty();
        assertThat(verify.heldBatches()).isZero();
        assertThat(verify.timers()).isZero();
    }

    @Test
    void damagedBatchesNeverThrowAndNeverPass() throws Exception {
        verify.learn(ALICE.record(1));
        SignedBatch good = alice(1);
        byte[] bytes = good.toByteArray();
        Random random = new Random(17);
        int read = 0;
        for (int i = 0; i < 600; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                SignedBatch batch = BatchParser.signedBatch(damaged);
                verify.arrive(batch, NOW);
                read++;
            } catch (WireException e) {
                assertThat(e.reason()).isNotEqualTo(RejectionReason.REJECTION_REASON_UNSPECIFIED);
            }
        }
        verify.watermark(NOW + PATIENCE);
        assertThat(read).isGreaterThan(300);
        assertThat(verify.accepted()).isEmpty();
        assertThat(verify.verdicts()).hasSize(read);
        assertThat(verify.heldBatches()).isZero();
        verify.arrive(good, NOW + PATIENCE + 1);
        assertThat(verify.sequences()).containsExactly(1L);
    }

    private static SignedBatch alice(long sequence) {
        return ALICE.batch(sequence, hello(ALICE));
    }

    private static SignedBatch host(long sequence, Envelope... envelopes) {
        return HOST.batch(sequence, envelopes);
    }

    private static Envelope hello(SampleAgents sender) {
        return SampleEnvelopes.message(sender.id(), "acme/bob");
    }
}
