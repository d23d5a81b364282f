package io.creto.messaging.jobs.job;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.DeadLetter;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.IngestRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What should not happen, and what comes in the wrong order. The job ends with its first exception, so one is seen. */
class MessagingJobFaultsITCase {
    private static final ByteString KEY = SampleEnvelopes.keyId();
    private static final SampleAgents BOB = agent("bob");
    private static final String GHOST = "ghost";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path checkpoints;

    private static Deployment deployment;
    private static RunningJob job;

    @BeforeAll
    static void start() throws Exception {
        deployment = new Deployment();
        deployment.enrol(ALICE);
        deployment.enrol(BOB);
        deployment.publishKey(BOB, KEY);
        job = RunningJob.messaging(deployment, checkpoints);
        SampleAgents early = agent("early");
        deployment.submit(early, deployment.batch(early, 1, 1, hello(early)));
        awaitRead(early);
        deployment.createFleet();
        deployment.enrol(early);
        await().atMost(PATIENCE).until(() -> deliveredOf(early) == 1);
    }

    @AfterAll
    static void stop() throws Exception {
        job.close();
        deployment.close();
    }

    @AfterEach
    void nothingHasThrown() throws Exception {
        assertThat(job.runs()).isTrue();
    }

    @Test
    void poisonInEveryTopicIsADeadLetterAndTheJobGoesOn() throws Exception {
        byte[] noise = SampleAgents.bytes(1 << 20).toByteArray();
        byte[] good = IngestRecord.newBuilder()
                .setBatch(deployment.batch(ALICE, 1, 1, hello(ALICE)))
                .build()
                .toByteArray();
        List<byte @Nullable []> poison = new ArrayList<>();
        poison.add(new byte[0]);
        poison.add("garbage".getBytes(StandardCharsets.UTF_8));
        poison.add(noise);
        poison.add(Arrays.copyOf(good, good.length / 2));
        poison.add(null);
        List<String> topics = List.of(
                Topics.ingest(Lane.LANE_NORMAL).name(),
                Topics.IDENTITIES.name(),
                Topics.POLICIES.name(),
                Topics.KEY_STATUS.name());
        for (String topic : topics) {
            for (byte[] record : poison) {
                deployment.write(topic, "acme/alice", record);
            }
        }
        SignedBatch batch = deployment.batch(ALICE, 1, 1, hello(ALICE));
        byte[] signature = batch.getSignature().toByteArray();
        signature[0] ^= 1;
        deployment.submit(
                ALICE,
                batch.toBuilder().setSignature(ByteString.copyFrom(signature)).build());
        deployment.submit(ALICE, batch);
        await().atMost(PATIENCE).until(() -> deliveredOf(ALICE) == 1);
        for (String topic : topics) {
            await().atMost(PATIENCE).until(() -> poisoned(topic).size() >= poison.size());
            assertThat(poisoned(topic))
                    .allSatisfy(reason -> assertThat(reason)
                            .isIn(
                                    RejectionReason.REJECTION_REASON_MALFORMED,
                                    RejectionReason.REJECTION_REASON_TOO_LARGE,
                                    RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION,
                                    RejectionReason.REJECTION_REASON_BAD_SIGNATURE_POST_QUANTUM));
        }
        assertThat(poisoned(topics.get(0))).contains(RejectionReason.REJECTION_REASON_BAD_SIGNATURE_POST_QUANTUM);
    }

    @Test
    void batchesOutOfSequenceAreDeliveredInSequence() throws Exception {
        SampleAgents signer = enrolled("unordered");
        deployment.submit(signer, deployment.batch(signer, 1, 2, hello(signer)));
        SignedBatch first = deployment.batch(signer, 1, 1, hello(signer));
        deployment.submit(signer, first);
        await().atMost(PATIENCE).until(() -> deliveredOf(signer) == 2);
        assertThat(deployment.deliveries().stream()
                        .filter(DeliveryRecord::hasSlice)
                        .map(record -> header(record.getSlice()))
                        .filter(header -> header.getSigner().equals(signer.id()))
                        .map(BatchHeader::getSequence))
                .containsExactly(1L, 2L);
    }

    @Test
    void aLostBatchIsAGapAndASecondProcessFencesTheFirst() throws Exception {
        SampleAgents signer = enrolled("gappy");
        deployment.submit(signer, deployment.batch(signer, 1, 2, hello(signer)));
        await().atMost(PATIENCE).until(() -> reasonsOf(signer).contains(RejectionReason.REJECTION_REASON_SEQUENCE_GAP));
        deployment.submit(signer, deployment.batch(signer, 2, 1, hello(signer)));
        deployment.submit(signer, deployment.batch(signer, 1, 1, hello(signer)));
        await().atMost(PATIENCE).until(() -> reasonsOf(signer).contains(RejectionReason.REJECTION_REASON_FENCED));
        assertThat(deliveredOf(signer)).isEqualTo(1);
    }

    @Test
    void aSignerAndARecipientThatBecomeKnownLaterAreWaitedFor() throws Exception {
        SampleAgents signer = agent("late-signer");
        SampleAgents recipient = agent("late-recipient");
        Envelope message = SampleEnvelopes.message(
                SampleEnvelopes.header(signer.id(), Deployment.now()).setRecipient(recipient.id()), KEY, 10);
        deployment.submit(signer, deployment.batch(signer, 1, 1, message));
        awaitRead(signer);
        deployment.enrol(signer);
        deployment.enrol(recipient);
        deployment.publishKey(recipient, KEY);
        await().atMost(PATIENCE).until(() -> deliveredOf(signer) == 1);
        assertThat(reasonsOf(signer)).isEmpty();
    }

    @Test
    void aRecipientThatNeverComesIsBelievedAfterAWhile() throws Exception {
        SampleAgents signer = enrolled("lonely");
        Envelope message = SampleEnvelopes.message(
                SampleEnvelopes.header(signer.id(), Deployment.now()).setRecipient("acme/nobody"), KEY, 10);
        deployment.submit(signer, deployment.batch(signer, 1, 1, message));
        await().atMost(PATIENCE)
                .until(() -> deployment.announced().stream()
                        .filter(verdict -> verdict.getSigner().equals(signer.id()))
                        .flatMap(verdict -> verdict.getEnvelopesList().stream())
                        .anyMatch(
                                verdict -> verdict.getReason() == RejectionReason.REJECTION_REASON_UNKNOWN_RECIPIENT));
    }

    @Test
    void aFleetWithoutTopicsStopsNobodyAndIsServedWhenTheyAreMade() throws Exception {
        SampleAgents ghost =
                new SampleAgents(AgentId.of(GHOST, "ghost"), CompositePrivateKey.generate(SampleAgents.RANDOM));
        deployment.createFleet(GHOST);
        deployment.enrol(ghost);
        deployment.publishKey(ghost, KEY);
        deployment.submit(ghost, deployment.batch(ghost, 1, 1, toItself(ghost)));
        String topic = Topics.delivery(GHOST, 1, Lane.LANE_NORMAL, Deployment.PARTITIONS)
                .name();
        await().atMost(PATIENCE).until(() -> poisoned(topic).size() >= 2);
        assertThat(poisoned(topic))
                .as("the message and its verdict")
                .containsOnly(RejectionReason.REJECTION_REASON_INTERNAL);

        SampleAgents other = enrolled("other");
        deployment.submit(other, deployment.batch(other, 1, 1, hello(other)));
        await().atMost(PATIENCE).until(() -> deliveredOf(other) == 1);

        deployment.createTopics(GHOST);
        AtomicLong sequence = new AtomicLong(1);
        await().atMost(PATIENCE).until(() -> {
            deployment.submit(ghost, deployment.batch(ghost, 1, sequence.incrementAndGet(), toItself(ghost)));
            return !deployment.read(topic).isEmpty();
        });
    }

    /** Waits until the job has read what was written for this key before: noise behind it has become a dead letter. */
    private static void awaitRead(SampleAgents key) {
        byte[] marker = ("after " + key.id()).getBytes(StandardCharsets.UTF_8);
        deployment.write(Topics.ingest(Lane.LANE_NORMAL).name(), key.id(), marker);
        await().atMost(PATIENCE)
                .until(() -> deployment.deadLetters().stream()
                        .anyMatch(letter -> letter.getRecord().equals(ByteString.copyFrom(marker))));
    }

    private static SampleAgents enrolled(String name) {
        SampleAgents agent = agent(name);
        deployment.enrol(agent);
        return agent;
    }

    private static SampleAgents agent(String name) {
        return new SampleAgents(AgentId.of("acme", name), CompositePrivateKey.generate(SampleAgents.RANDOM));
    }

    private static Envelope hello(SampleAgents sender) {
        return SampleEnvelopes.message(
                SampleEnvelopes.header(sender.id(), Deployment.now()).setRecipient(BOB.id()), KEY, 10);
    }

    private static Envelope toItself(SampleAgents agent) {
        return SampleEnvelopes.message(
                SampleEnvelopes.header(agent.id(), Deployment.now())
                        .setRecipient(agent.id())
                        .setReport(Report.REPORT_ROUTED),
                KEY,
                10);
    }

    private static long deliveredOf(SampleAgents sender) {
        return deployment.delivered().stream()
                .filter(header -> header.getSender().equals(sender.id()))
                .count();
    }

    private static List<RejectionReason> reasonsOf(SampleAgents signer) {
        return deployment.announced().stream()
                .filter(verdict -> verdict.getSigner().equals(signer.id()))
                .map(Verdict::getBatchReason)
                .filter(reason -> reason != RejectionReason.REJECTION_REASON_UNSPECIFIED)
                .toList();
    }

    private static List<RejectionReason> poisoned(String topic) {
        return deployment.deadLetters().stream()
                .filter(letter -> letter.getTopic().equals(topic))
                .map(DeadLetter::getReason)
                .toList();
    }

    private static BatchHeader header(Slice slice) {
        try {
            return BatchParser.header(slice.getBatchHeader());
        } catch (WireException e) {
            throw new IllegalStateException(e);
        }
    }
}
