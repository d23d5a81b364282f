package io.creto.messaging.jobs.job;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.batch.EnvelopeLeaf;
import io.creto.messaging.crypto.batch.VerifiedHeader;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.policy.DefaultPolicy;
import io.creto.messaging.jobs.topology.OperatorIds;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.SliceParser;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.Acknowledge;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.Handling;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.SlicedEnvelope;
import io.creto.messaging.v1.Verdict;
import io.creto.messaging.v1.VerdictState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on a real Kafka: what agents write in, what they and the other jobs read out. */
class MessagingJobITCase {
    private static final ByteString BOBS_KEY = SampleEnvelopes.keyId();
    private static final SampleAgents BOB =
            new SampleAgents(AgentId.of("acme", "bob"), CompositePrivateKey.generate(SampleAgents.RANDOM));

    @TempDir
    static Path checkpoints;

    private static Deployment deployment;
    private static RunningJob job;

    @BeforeAll
    static void start() throws Exception {
        deployment = new Deployment();
        deployment.createFleet();
        deployment.enrol(ALICE);
        deployment.enrol(BOB);
        deployment.publishKey(BOB, BOBS_KEY);
        job = RunningJob.messaging(deployment, checkpoints);
    }

    @AfterAll
    static void stop() throws Exception {
        job.close();
        deployment.close();
    }

    @Test
    void aMessageIsDeliveredAnnouncedAndAcknowledgedAndACommandGoesToItsLog() throws Exception {
        Envelope message = SampleEnvelopes.message(
                SampleEnvelopes.header(ALICE.id(), Deployment.now())
                        .setRecipient(BOB.id())
                        .setReport(Report.REPORT_ACKNOWLEDGED),
                BOBS_KEY,
                1000);
        Envelope command = SampleEnvelopes.suspension(SampleEnvelopes.header(ALICE.id(), Deployment.now()), "acme/eve");
        Envelope across = SampleEnvelopes.message(
                SampleEnvelopes.header(ALICE.id(), Deployment.now()).setRecipient("beta/eve"), 10);
        SignedBatch batch = deployment.batch(ALICE, 1, 1, message, command, across);
        deployment.submit(ALICE, batch);

        await().atMost(30, TimeUnit.SECONDS).until(() -> deployment.delivered().size() == 1);
        DeliveryRecord delivery = deployment.deliveries().stream()
                .filter(DeliveryRecord::hasSlice)
                .findFirst()
                .orElseThrow();
        var header = VerifiedHeader.verify(
                delivery.getSlice().getBatchHeader(),
                delivery.getSlice().getSignature(),
                ALICE.key().publicKey());
        SlicedEnvelope envelope = delivery.getSlice().getEnvelopes(0);
        header.verifyEnvelope(envelope.getEnvelope(), envelope.getIndex(), envelope.getPathList());
        await().until(() -> states().contains(VerdictState.VERDICT_STATE_ROUTED)
                && states().contains(VerdictState.VERDICT_STATE_REJECTED));
        await().until(() -> !deployment.read(Topics.REGISTRY_LOG.name()).isEmpty());
        assertThat(deployment.read(Topics.REGISTRY_LOG.name())).singleElement().satisfies(record -> {
            assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("acme");
            assertThat(SliceParser.slice(record.value()).getEnvelopes(0).getEnvelope())
                    .isEqualTo(command);
        });

        Acknowledge acknowledge = Acknowledge.newBuilder()
                .setSender(ALICE.id())
                .setMessageId(deployment.delivered().get(0).getMessageId())
                .setLeafHash(ByteString.copyFrom(EnvelopeLeaf.hash(message)))
                .setOutcome(Handling.HANDLING_HANDLED)
                .build();
        Envelope receipt = SampleEnvelopes.command(
                SampleEnvelopes.header(BOB.id(), Deployment.now()), MessageKind.MESSAGE_KIND_ACKNOWLEDGE, acknowledge);
        deployment.submit(BOB, deployment.batch(BOB, 1, 1, receipt));
        await().atMost(30, TimeUnit.SECONDS).until(() -> states().contains(VerdictState.VERDICT_STATE_ACKNOWLEDGED));
        Verdict acknowledged = deployment.announced().stream()
                .filter(Verdict::hasReceipt)
                .findFirst()
                .orElseThrow();
        assertThat(acknowledged.getSigner()).isEqualTo(ALICE.id());
        assertThat(acknowledged.getBatchId())
                .isEqualTo(BatchParser.header(batch.getHeader()).getBatchId());
        assertThat(acknowledged.getReceipt().getEnvelopes(0).getEnvelope()).isEqualTo(receipt);
        assertThat(job.runs()).isTrue();
        everyOperatorHasCountedAndMeasured();
    }

    private static void everyOperatorHasCountedAndMeasured() {
        for (String operator : List.of(
                OperatorIds.READ,
                OperatorIds.SHARE,
                OperatorIds.READ_POLICIES,
                OperatorIds.READ_KEY_STATUS,
                OperatorIds.VERIFY,
                OperatorIds.AUTHORIZE,
                OperatorIds.SPLIT,
                OperatorIds.RECIPIENTS,
                OperatorIds.MAILBOX,
                OperatorIds.ANNOUNCE,
                OperatorIds.DELIVERABLE,
                OperatorIds.DELIVERABLE_OTHERS)) {
            long in = job.counted(operator, "in");
            assertThat(in).as(operator).isPositive();
            assertThat(job.counted(operator, "out")).as(operator).isPositive();
            assertThat(job.counted(operator, "processing_micros")).as(operator).isGreaterThanOrEqualTo(in);
        }
        assertThat(job.counted(OperatorIds.VERIFY, "in")).as("batches").isEqualTo(2);
        assertThat(job.counted(OperatorIds.VERIFY, "reference"))
                .as("two agents")
                .isEqualTo(2);
        assertThat(job.counted(OperatorIds.AUTHORIZE, "reason.denied.refused"))
                .as("one across fleets")
                .isEqualTo(1);
        assertThat(job.counted(OperatorIds.SHARE, "lag_ms")).isEqualTo(3);

        assertThat(job.counted(OperatorIds.VERIFY, "late_reference")).isZero();
        assertThat(job.counted(OperatorIds.AUTHORIZE, "late_reference")).isZero();
        deployment.putPolicy("acme", 2, DefaultPolicy.of("acme"));
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> job.counted(OperatorIds.AUTHORIZE, "late_reference") == 2); // in both subtasks
        deployment.suspend(BOB, Deployment.now() - TimeUnit.MINUTES.toMillis(1));
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> job.counted(OperatorIds.VERIFY, "late_reference") == 1
                        && job.counted(OperatorIds.MAILBOX, "late_reference") == 1);
    }

    private static List<VerdictState> states() {
        return deployment.announced().stream()
                .flatMap(verdict -> verdict.getEnvelopesList().stream())
                .map(EnvelopeVerdict::getState)
                .toList();
    }
}
