package io.creto.messaging.jobs.mailbox;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.HOST;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.SampleAgents.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.batch.BatchSigner;
import io.creto.messaging.crypto.batch.EnvelopeLeaf;
import io.creto.messaging.jobs.KeyedStates;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.SampleSlices;
import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.jobs.state.Interval;
import io.creto.messaging.jobs.state.KeyInterval;
import io.creto.messaging.jobs.state.Outgoing;
import io.creto.messaging.jobs.state.Recipient;
import io.creto.messaging.jobs.state.ShardRecipient;
import io.creto.messaging.jobs.state.ShardSlice;
import io.creto.messaging.jobs.state.StatusVersion;
import io.creto.messaging.jobs.verify.Holding;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.DeliveryParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.SliceParser;
import io.creto.messaging.schemas.VerdictParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Acknowledge;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.FailureReason;
import io.creto.messaging.v1.Handling;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Redrive;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import io.creto.messaging.v1.VerdictState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator: what comes out, what remains in state, which timers remain. */
class MailboxFunctionTest {
    private static final long PATIENCE = Holding.PATIENCE_MS;
    private static final ByteString KEY = SampleEnvelopes.keyId();
    private static final String BOB = "acme/bob";
    private static final FleetShare ACME = FleetShare.newBuilder()
            .setFleet("acme")
            .setVersion(1)
            .setGeneration(1)
            .setDeliveryPartitions(1)
            .build();
    private static final String SHARD = FleetShares.shard(ACME, 0);

    private KeyedTwoInputStreamOperatorTestHarness<String, ShardSlice, ShardRecipient, Outgoing> mailbox;
    private long sequence;

    @BeforeEach
    void open() throws Exception {
        mailbox = harness(null);
    }

    @AfterEach
    void close() throws Exception {
        mailbox.close();
    }

    @Test
    void aMessageIsDeliveredAnnouncedAndPendingUntilItExpires() throws Exception {
        learn(known(BOB, KEY));
        Envelope message = to(BOB, KEY, Report.REPORT_ROUTED);
        Envelope quiet = to(BOB, KEY, Report.REPORT_NONE);
        ShardSlice slice = take(NOW, message, quiet);
        assertThat(output()).singleElement().satisfies(record -> {
            assertThat(record.getTopic()).isEqualTo("delivery.acme.normal");
            assertThat(record.getPartition()).isZero();
            assertThat(DeliveryParser.record(record.getValue()).getSlice()).isEqualTo(slice.getSlice());
        });
        assertThat(states()).containsExactly(VerdictState.VERDICT_STATE_ROUTED);
        assertThat(mailbox.numEventTimeTimers()).as("one for the second").isEqualTo(1);

        mailbox = restored();
        watermark(NOW + 60_000 + PATIENCE - 1);
        assertThat(states()).isEmpty();
        watermark(NOW + 60_000 + PATIENCE + 1_000);
        assertThat(states()).containsExactly(VerdictState.VERDICT_STATE_EXPIRED, VerdictState.VERDICT_STATE_EXPIRED);
        assertNothingRemains();
    }

    @Test
    void anAcknowledgementSettlesWithItsProofAndOnlyItsRecipientCanSend() throws Exception {
        learn(known(BOB, KEY));
        Envelope message = to(BOB, KEY, Report.REPORT_ACKNOWLEDGED);
        take(NOW, message);
        take(NOW + 1, acknowledge("acme/eve", message, Handling.HANDLING_HANDLED));
        assertThat(reasons()).containsExactly(RejectionReason.REJECTION_REASON_DENIED);
        take(NOW + 2, acknowledge(BOB, message, Handling.HANDLING_IN_PROGRESS));
        Envelope receipt = acknowledge(BOB, message, Handling.HANDLING_HANDLED);
        take(NOW + 60_000, receipt);
        assertThat(states())
                .containsExactly(
                        VerdictState.VERDICT_STATE_ROUTED,
                        VerdictState.VERDICT_STATE_REJECTED,
                        VerdictState.VERDICT_STATE_IN_PROGRESS,
                        VerdictState.VERDICT_STATE_ACKNOWLEDGED);
        Announcement settled = announcements().get(3);
        assertThat(settled.getRecordOnly()).isFalse();
        assertThat(settled.getVerdict().getReceipt().getEnvelopes(0).getEnvelope())
                .isEqualTo(receipt);
        assertThat(VerdictParser.verdict(settled.getVerdict().toByteString())).isEqualTo(settled.getVerdict());
        watermark(NOW + 120_000);
        assertThat(states()).as("settled, so it does not expire").hasSize(4);
        assertNothingRemains();
    }

    @Test
    void aFailureIsAnnouncedAndAReceiptNobodyAskedForIsOnlyRecorded() throws Exception {
        learn(known(BOB, KEY));
        Envelope failed = to(BOB, KEY, Report.REPORT_NONE);
        Envelope handled = to(BOB, KEY, Report.REPORT_NONE);
        take(NOW, failed, handled);
        take(NOW + 1, acknowledge(BOB, failed, Handling.HANDLING_FAILED));
        take(NOW + 2, acknowledge(BOB, handled, Handling.HANDLING_HANDLED));
        assertThat(states())
                .containsExactly(VerdictState.VERDICT_STATE_FAILED, VerdictState.VERDICT_STATE_ACKNOWLEDGED);
        assertThat(announcements()).extracting(Announcement::getRecordOnly).containsExactly(false, true);
    }

    @Test
    void anAcknowledgementAfterTheExpiryDoesNotCount() throws Exception {
        learn(known(BOB, KEY));
        Envelope message = to(BOB, KEY, Report.REPORT_NONE);
        take(NOW, message);
        take(NOW + 60_001, acknowledge(BOB, message, Handling.HANDLING_HANDLED));
        watermark(NOW + 120_000);
        assertThat(states())
                .containsExactly(VerdictState.VERDICT_STATE_HANDLED_LATE, VerdictState.VERDICT_STATE_EXPIRED);
        assertNothingRemains();
    }

    @Test
    void anAcknowledgementThatIsReadBeforeItsMessageIsKeptForIt() throws Exception {
        learn(known(BOB, KEY));
        Envelope message = to(BOB, KEY, Report.REPORT_NONE);
        take(NOW + 5, acknowledge(BOB, message, Handling.HANDLING_HANDLED));
        mailbox = restored();
        take(NOW, message);
        assertThat(states()).containsExactly(VerdictState.VERDICT_STATE_ACKNOWLEDGED);
        take(NOW + 6, acknowledge(BOB, message, Handling.HANDLING_HANDLED));
        assertThat(states()).as("a repeat settles nothing again").hasSize(1);
        watermark(NOW + 120_000);
        assertThat(states()).hasSize(1);
        assertNothingRemains();
    }

    @Test
    void anUnknownRecipientIsWaitedForInOrder() throws Exception {
        take(NOW, to(BOB, KEY, Report.REPORT_NONE));
        take(NOW + 1, to(BOB, KEY, Report.REPORT_NONE));
        assertThat(output()).isEmpty();
        mailbox = restored();
        learn(known(BOB, KEY));
        assertThat(deliveredSequences()).containsExactly(1L, 2L);
        assertThat(announcements()).isEmpty();
        watermark(NOW + 120_000);
        assertNothingRemains();
    }

    @Test
    void absenceIsBelievedAfterFiveSecondsAndTheNextOneIsDecidedForItself() throws Exception {
        learn(known(BOB, KEY));
        ByteString other = SampleEnvelopes.keyId();
        take(NOW, to(BOB, other, Report.REPORT_NONE));
        take(NOW + 1_500, to(BOB, KEY, Report.REPORT_NONE));
        assertThat(output()).as("the second waits behind the first").isEmpty();
        watermark(NOW + PATIENCE - 1);
        assertThat(reasons()).isEmpty();
        watermark(NOW + PATIENCE + 999);
        assertThat(reasons()).containsExactly(RejectionReason.REJECTION_REASON_RECIPIENT_KEY_EXPIRED);
        assertThat(announcements().get(0).getDecidedAtMs()).isEqualTo(NOW + PATIENCE);
        assertThat(deliveredSequences()).containsExactly(2L);
    }

    @Test
    void statusAndKeyAreThoseOfTheIngestTime() throws Exception {
        learn(Recipient.newBuilder()
                .setAgent(BOB)
                .setIdentityVersion(1)
                .setKeyVersion(1)
                .addStatuses(status(AgentStatus.AGENT_STATUS_ACTIVE, 1, NOW))
                .addStatuses(status(AgentStatus.AGENT_STATUS_SUSPENDED, NOW, NOW + 10))
                .addStatuses(status(AgentStatus.AGENT_STATUS_REVOKED, NOW + 10, 0))
                .addKeys(key(KEY, 1, NOW + 5))
                .build());
        take(NOW - 1, to(BOB, KEY, Report.REPORT_NONE));
        take(NOW + 4, to(BOB, KEY, Report.REPORT_NONE));
        take(NOW + 5, to(BOB, KEY, Report.REPORT_NONE));
        take(NOW + 10, to(BOB, KEY, Report.REPORT_NONE));
        assertThat(deliveredSequences())
                .as("a suspended one waits for its messages")
                .containsExactly(1L, 2L);
        assertThat(reasons())
                .containsExactly(
                        RejectionReason.REJECTION_REASON_RECIPIENT_KEY_EXPIRED,
                        RejectionReason.REJECTION_REASON_RECIPIENT_REVOKED);
    }

    @Test
    void whatIsRefusedIsCutOutOfTheSlice() throws Exception {
        learn(known(BOB, KEY));
        learn(known("acme/gone", KEY).toBuilder()
                .clearStatuses()
                .addStatuses(status(AgentStatus.AGENT_STATUS_REVOKED, 1, 0))
                .build());
        take(NOW, to(BOB, KEY, Report.REPORT_NONE), to("acme/gone", KEY, Report.REPORT_NONE), redrive(BOB));
        assertThat(slices().get(0).getEnvelopesList())
                .extracting(SlicedEnvelope::getIndex)
                .containsExactly(0);
        assertThat(SliceParser.slice(slices().get(0).toByteString())).isEqualTo(slices().get(0));
        assertThat(reasons())
                .containsExactly(
                        RejectionReason.REJECTION_REASON_RECIPIENT_REVOKED,
                        RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION);
    }

    @Test
    void aRepeatIsToldAgainWhileItsMessageIsPendingAndNotAfterItsOutcome() throws Exception {
        learn(known(BOB, KEY));
        ShardSlice slice = take(NOW, to(BOB, KEY, Report.REPORT_ROUTED));
        repeat(slice);
        assertThat(states()).containsExactly(VerdictState.VERDICT_STATE_ROUTED, VerdictState.VERDICT_STATE_ROUTED);
        take(NOW + 1, acknowledge(BOB, slice.getSlice().getEnvelopes(0).getEnvelope(), Handling.HANDLING_HANDLED));
        repeat(slice);
        assertThat(slices()).hasSize(1);
        assertThat(states()).hasSize(3).last().isEqualTo(VerdictState.VERDICT_STATE_ACKNOWLEDGED);
        watermark(NOW + 120_000);
        assertThat(states()).as("settled once").hasSize(3);
        assertNothingRemains();
    }

    @Test
    void aRepeatOfWhatWasRefusedIsNeverRouted() throws Exception {
        ShardSlice early = take(NOW, to(BOB, KEY, Report.REPORT_ROUTED));
        watermark(NOW + PATIENCE + 999);
        learn(known(BOB, KEY));
        repeat(early);
        assertThat(reasons()).containsExactly(RejectionReason.REJECTION_REASON_UNKNOWN_RECIPIENT);
        assertThat(states()).hasSize(1);
        assertThat(output()).isEmpty();
    }

    @Test
    void aRepeatOfWhatWaitsIsToldNothingBeforeItIsRouted() throws Exception {
        learn(known(BOB, KEY));
        take(NOW, to(BOB, SampleEnvelopes.keyId(), Report.REPORT_NONE));
        ShardSlice behind = take(NOW, to(BOB, KEY, Report.REPORT_ROUTED));
        repeat(behind);
        assertThat(states()).isEmpty();
        watermark(NOW + PATIENCE + 999);
        assertThat(states()).containsExactly(VerdictState.VERDICT_STATE_REJECTED, VerdictState.VERDICT_STATE_ROUTED);
    }

    @Test
    void aRepeatOfAnAcknowledgementIsToldNothing() throws Exception {
        learn(known(BOB, KEY));
        Envelope message = to(BOB, KEY, Report.REPORT_NONE);
        take(NOW, message);
        var eve = SampleEnvelopes.header("acme/eve").setReport(Report.REPORT_ROUTED);
        ShardSlice denied = take(NOW + 1, acknowledge(eve, message, Handling.HANDLING_HANDLED));
        repeat(denied);
        assertThat(states()).containsExactly(VerdictState.VERDICT_STATE_REJECTED);
    }

    @Test
    void batchesOfTwoSignersUnderOneIdAreToldApart() throws Exception {
        learn(known(BOB, KEY));
        Envelope first = to(BOB, KEY, Report.REPORT_ACKNOWLEDGED);
        Envelope second = SampleEnvelopes.message(
                SampleEnvelopes.header(HOST.id()).setRecipient(BOB).setReport(Report.REPORT_ACKNOWLEDGED), KEY, 20);
        Envelope third =
                SampleEnvelopes.message(SampleEnvelopes.header(HOST.id()).setRecipient(BOB), KEY, 20);
        var position = new BatchSigner.Position(MessageId.create(NOW, RANDOM), 1, 1, Lane.LANE_NORMAL, NOW);
        take(ALICE, new BatchSigner(ALICE.agent(), ALICE.key(), RANDOM).sign(position, List.of(first)), NOW);
        take(HOST, new BatchSigner(HOST.agent(), HOST.key(), RANDOM).sign(position, List.of(second, third)), NOW);
        take(NOW + 1, acknowledge(BOB, second, Handling.HANDLING_HANDLED));
        watermark(NOW + 120_000);
        assertThat(announcements())
                .filteredOn(
                        said -> !said.getVerdict().getEnvelopes(0).getState().equals(VerdictState.VERDICT_STATE_ROUTED))
                .extracting(
                        Announcement::getSigner,
                        said -> said.getVerdict().getEnvelopes(0).getSender(),
                        said -> said.getVerdict().getEnvelopes(0).getState())
                .containsExactly(
                        tuple(HOST.id(), HOST.id(), VerdictState.VERDICT_STATE_ACKNOWLEDGED),
                        tuple(ALICE.id(), ALICE.id(), VerdictState.VERDICT_STATE_EXPIRED),
                        tuple(HOST.id(), HOST.id(), VerdictState.VERDICT_STATE_EXPIRED));
    }

    @Test
    void receiptsOfNoMessageFillABucketForTheirSignerAlone() throws Exception {
        learn(known(BOB, KEY));
        Envelope message = to(BOB, KEY, Report.REPORT_NONE);
        Envelope[] wrong = new Envelope[200];
        for (int batch = 0; batch < 2; batch++) {
            for (int i = 0; i < wrong.length; i++) {
                wrong[i] = acknowledge("acme/eve", message, Handling.HANDLING_HANDLED);
            }
            take(NOW, wrong);
        }
        assertThat(reasons())
                .hasSize(2 * wrong.length - EarlyReceipts.MAX_OF_SIGNER)
                .containsOnly(RejectionReason.REJECTION_REASON_MAILBOX_FULL);
        take(HOST, HOST.batch(1, acknowledge(BOB, message, Handling.HANDLING_HANDLED)), NOW);
        take(NOW, message);
        assertThat(states()).endsWith(VerdictState.VERDICT_STATE_ACKNOWLEDGED);
        watermark(NOW + 120_000);
        assertNothingRemains();
    }

    @Test
    void aSignerFillsNoBucketForOthers() throws Exception {
        learn(known(BOB, KEY));
        Envelope[] many = new Envelope[WireLimits.MAX_BATCH_COUNT];
        for (int batch = 0; batch <= Pending.MAX_OF_SIGNER / many.length; batch++) {
            for (int i = 0; i < many.length; i++) {
                many[i] = to(BOB, KEY, Report.REPORT_NONE);
            }
            take(NOW, many);
        }
        assertThat(reasons()).hasSize(many.length).containsOnly(RejectionReason.REJECTION_REASON_MAILBOX_FULL);
        Envelope other =
                SampleEnvelopes.message(SampleEnvelopes.header(HOST.id()).setRecipient(BOB), KEY, 20);
        take(HOST, HOST.batch(1, other), NOW);
        assertThat(reasons()).as("another signer is not refused").hasSize(many.length);
    }

    @Test
    void whatOneSignerLetsWaitIsBounded() throws Exception {
        Envelope[] many = new Envelope[WireLimits.MAX_BATCH_COUNT];
        for (int batch = 0; batch <= HeldQueue.MAX_OF_SIGNER / many.length; batch++) {
            for (int i = 0; i < many.length; i++) {
                many[i] = to("acme/nobody" + (batch * many.length + i), KEY, Report.REPORT_NONE);
            }
            take(NOW, many);
        }
        assertThat(reasons()).hasSize(many.length).containsOnly(RejectionReason.REJECTION_REASON_MAILBOX_FULL);
        Envelope other =
                SampleEnvelopes.message(SampleEnvelopes.header(HOST.id()).setRecipient(BOB), KEY, 20);
        take(HOST, HOST.batch(1, other), NOW);
        assertThat(reasons()).as("another signer is not refused").hasSize(many.length);
        learn(known(BOB, KEY));
        assertThat(slices()).hasSize(1);
    }

    @Test
    void howMuchWaitsForARecipientIsBoundedForASignerAndForAll() throws Exception {
        int payload = 700_000;
        int heldOfSigner = (int) (HeldQueue.MAX_SIGNER_BYTES / payload);
        List<SampleAgents> signers = List.of(ALICE, HOST, new SampleAgents(AgentId.of("acme", "eve"), ALICE.key()));
        for (SampleAgents signer : signers) {
            for (int i = 1; i <= heldOfSigner + 1; i++) {
                take(signer, signer.batch(i, message(signer, payload)), NOW);
            }
        }
        int held = (int) (HeldQueue.MAX_RECIPIENT_BYTES / payload);
        assertThat(held).as("more than one signer's").isGreaterThan(heldOfSigner);
        assertThat(reasons())
                .hasSize(3 * (heldOfSigner + 1) - held)
                .containsOnly(RejectionReason.REJECTION_REASON_MAILBOX_FULL);
        learn(known(BOB, KEY));
        assertThat(slices())
                .hasSize(held)
                .extracting(slice -> BatchParser.header(slice.getBatchHeader()).getSigner())
                .filteredOn(ALICE.id()::equals)
                .as("the first signer leaves room for others")
                .hasSize(heldOfSigner);
    }

    @Test
    void nobodyWaitsForWhatAnotherSenderNames() throws Exception {
        learn(known(BOB, KEY));
        ByteString unknown = SampleEnvelopes.keyId();
        take(NOW, to(BOB, unknown, Report.REPORT_NONE));
        take(NOW + 1, to(BOB, KEY, Report.REPORT_NONE));
        take(HOST, HOST.batch(1, message(HOST, 20)), NOW + 2);

        assertThat(slices())
                .as("alice's second waits behind her first")
                .extracting(slice -> BatchParser.header(slice.getBatchHeader()).getSigner())
                .containsExactly(HOST.id());

        learn(known(BOB, KEY).toBuilder()
                .setKeyVersion(2)
                .addKeys(key(unknown, 1, 0))
                .build());
        assertThat(deliveredSequences()).containsExactly(1L, 1L, 2L);
    }

    @Test
    void anExpiryOfMoreThanABatchIsSaidInSeveralVerdicts() throws Exception {
        learn(known(BOB, KEY));
        var position = new BatchSigner.Position(MessageId.create(NOW, RANDOM), 1, 1, Lane.LANE_NORMAL, NOW);
        BatchSigner signer = new BatchSigner(ALICE.agent(), ALICE.key(), RANDOM);
        for (int count : new int[] {WireLimits.MAX_BATCH_COUNT, 1}) {
            List<Envelope> envelopes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                envelopes.add(to(BOB, KEY, Report.REPORT_NONE));
            }
            take(ALICE, signer.sign(position, envelopes), NOW);
        }
        watermark(NOW + 120_000);

        assertThat(announcements())
                .extracting(said -> said.getVerdict().getEnvelopesCount())
                .containsExactly(WireLimits.MAX_BATCH_COUNT, 1);
        assertThat(states()).containsOnly(VerdictState.VERDICT_STATE_EXPIRED);
    }

    private static Envelope message(SampleAgents sender, int payloadBytes) {
        return SampleEnvelopes.message(SampleEnvelopes.header(sender.id()).setRecipient(BOB), KEY, payloadBytes);
    }

    private void assertNothingRemains() {
        for (String state : List.of("pending", "receipts", "due", "held", "held-messages")) {
            assertThat(KeyedStates.keys(mailbox, state)).as(state).isZero();
        }
        assertThat(mailbox.numEventTimeTimers()).isZero();
    }

    private ShardSlice take(long ingestTimeMs, Envelope... envelopes) throws Exception {
        sequence++;
        return take(ALICE, ALICE.batch(sequence, envelopes), ingestTimeMs);
    }

    private void repeat(ShardSlice slice) throws Exception {
        ShardSlice again = slice.toBuilder().setRepeat(true).build();
        mailbox.processElement1(new StreamRecord<>(again, slice.getSlice().getIngestTimeMs()));
    }

    private ShardSlice take(SampleAgents signer, SignedBatch batch, long ingestTimeMs) throws Exception {
        Admitted admitted = SampleSlices.admitted(signer, batch, ingestTimeMs);
        ShardSlice slice = ShardSlice.newBuilder()
                .setShard(SHARD)
                .setTopic(FleetShares.topic(ACME, Lane.LANE_NORMAL).name())
                .setLane(Lane.LANE_NORMAL_VALUE)
                .setSlice(admitted.getSlice())
                .addAllLeafHashes(admitted.getLeafHashesList())
                .build();
        mailbox.processElement1(new StreamRecord<>(slice, ingestTimeMs));
        return slice;
    }

    private void learn(Recipient recipient) throws Exception {
        mailbox.processElement2(new StreamRecord<>(
                ShardRecipient.newBuilder()
                        .setShard(SHARD)
                        .setRecipient(recipient)
                        .build(),
                NOW));
    }

    private void watermark(long timestamp) throws Exception {
        mailbox.processBothWatermarks(new Watermark(timestamp));
    }

    private List<Outgoing> output() {
        return mailbox.extractOutputValues();
    }

    private List<Slice> slices() throws Exception {
        List<Slice> slices = new ArrayList<>();
        for (Outgoing record : output()) {
            slices.add(DeliveryParser.record(record.getValue()).getSlice());
        }
        return slices;
    }

    private List<Long> deliveredSequences() throws Exception {
        List<Long> sequences = new ArrayList<>();
        for (Slice slice : slices()) {
            sequences.add(BatchParser.header(slice.getBatchHeader()).getSequence());
        }
        return sequences;
    }

    private List<Announcement> announcements() {
        var announced = mailbox.getSideOutput(SideOutputs.ANNOUNCEMENTS);
        return announced == null
                ? List.of()
                : announced.stream().map(StreamRecord::getValue).toList();
    }

    private List<VerdictState> states() {
        return verdicts().map(EnvelopeVerdict::getState).toList();
    }

    private List<RejectionReason> reasons() {
        return verdicts()
                .map(EnvelopeVerdict::getReason)
                .filter(reason -> reason != RejectionReason.REJECTION_REASON_UNSPECIFIED)
                .toList();
    }

    private Stream<EnvelopeVerdict> verdicts() {
        return announcements().stream().flatMap(announcement -> announcement.getVerdict().getEnvelopesList().stream());
    }

    private KeyedTwoInputStreamOperatorTestHarness<String, ShardSlice, ShardRecipient, Outgoing> restored()
            throws Exception {
        OperatorSubtaskState snapshot = mailbox.snapshot(1, 1);
        mailbox.close();
        return harness(snapshot);
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, ShardSlice, ShardRecipient, Outgoing> harness(
            @Nullable OperatorSubtaskState snapshot) throws Exception {
        var harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new MailboxFunction()),
                ShardSlice::getShard,
                ShardRecipient::getShard,
                Types.STRING);
        harness.setStateBackend(new EmbeddedRocksDBStateBackend(true));
        harness.setup(new ProtobufTypeInformation<>(Outgoing.class)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        if (snapshot != null) {
            harness.initializeState(snapshot);
        }
        harness.open();
        return harness;
    }

    private static Recipient known(String agent, ByteString key) {
        return Recipient.newBuilder()
                .setAgent(agent)
                .setIdentityVersion(1)
                .setKeyVersion(1)
                .addStatuses(status(AgentStatus.AGENT_STATUS_ACTIVE, 1, 0))
                .addKeys(key(key, 1, 0))
                .build();
    }

    private static StatusVersion status(AgentStatus status, long fromMs, long untilMs) {
        return StatusVersion.newBuilder()
                .setStatus(status.getNumber())
                .setValidity(Interval.newBuilder().setFromMs(fromMs).setUntilMs(untilMs))
                .build();
    }

    private static KeyInterval key(ByteString id, long fromMs, long untilMs) {
        return KeyInterval.newBuilder()
                .setKeyId(id)
                .setPeer("*")
                .setValidity(Interval.newBuilder().setFromMs(fromMs).setUntilMs(untilMs))
                .build();
    }

    private static Envelope to(String recipient, ByteString key, Report report) {
        return SampleEnvelopes.message(
                SampleEnvelopes.header(ALICE.id()).setRecipient(recipient).setReport(report), key, 20);
    }

    private static Envelope redrive(String sender) {
        return SampleEnvelopes.command(
                sender,
                MessageKind.MESSAGE_KIND_REDRIVE,
                Redrive.newBuilder()
                        .setSender(ALICE.id())
                        .setMessageId(MessageId.create(NOW, RANDOM).toByteString())
                        .build());
    }

    private static Envelope acknowledge(String sender, Envelope message, Handling outcome) throws WireException {
        return acknowledge(SampleEnvelopes.header(sender), message, outcome);
    }

    private static Envelope acknowledge(EnvelopeHeader.Builder header, Envelope message, Handling outcome)
            throws WireException {
        EnvelopeHeader of = EnvelopeParser.header(message.getHeader());
        var acknowledge = Acknowledge.newBuilder()
                .setSender(of.getSender())
                .setMessageId(of.getMessageId())
                .setLeafHash(ByteString.copyFrom(EnvelopeLeaf.hash(message)))
                .setOutcome(outcome);
        if (outcome == Handling.HANDLING_FAILED) {
            acknowledge.setReason(FailureReason.FAILURE_REASON_REFUSED);
        }
        return SampleEnvelopes.command(header, MessageKind.MESSAGE_KIND_ACKNOWLEDGE, acknowledge.build());
    }
}
