package io.creto.messaging.jobs.job;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.batch.EnvelopeLeaf;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Acknowledge;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.Handling;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.Verdict;
import io.creto.messaging.v1.VerdictState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was admitted is neither lost nor reordered nor judged twice when the job is killed and goes on from its checkpoints. */
class MessagingJobRecoveryITCase {
    private static final int RESTARTS = 3;
    private static final int BATCHES_A_RUN = 6;
    private static final ByteString KEY = SampleEnvelopes.keyId();
    private static final SampleAgents BOB =
            new SampleAgents(AgentId.of("acme", "bob"), CompositePrivateKey.generate(SampleAgents.RANDOM));

    @TempDir
    Path checkpoints;

    private final List<ByteString> acknowledged = new ArrayList<>();
    private final List<ByteString> unanswered = new ArrayList<>();
    private final Map<String, List<ByteString>> sent = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();

    @Test
    void severalKillsUnderLoadChangeNothing() throws Exception {
        try (Deployment deployment = new Deployment()) {
            deployment.createFleet();
            for (SampleAgents agent : List.of(ALICE, HOST, BOB)) {
                deployment.enrol(agent);
            }
            deployment.publishKey(BOB, KEY);
            for (int run = 0; run <= RESTARTS; run++) {
                try (RunningJob job = RunningJob.messaging(deployment, checkpoints)) {
                    load(deployment);
                    if (run < RESTARTS) {
                        job.stopAfterCheckpoint();
                        load(deployment); // for the next run
                    } else {
                        await().atMost(40, TimeUnit.SECONDS)
                                .until(() -> outcomes(deployment).keySet().containsAll(unanswered));
                        assertThat(job.runs()).isTrue();
                    }
                }
            }
            assertNothingIsLostOrReordered(deployment);
            assertOutcomes(deployment);
        }
    }

    /** Messages of two signers to one recipient; every other one is acknowledged at once, the rest never. */
    private void load(Deployment deployment) {
        for (int i = 0; i < BATCHES_A_RUN; i++) {
            SampleAgents signer = i % 2 == 0 ? ALICE : HOST;
            Envelope kept = message(signer, 60_000, Report.REPORT_ACKNOWLEDGED);
            Envelope lost = message(signer, 8_000, Report.REPORT_NONE);
            deployment.submit(signer, deployment.batch(signer, 1, next(signer), kept, lost));
            Acknowledge acknowledge = Acknowledge.newBuilder()
                    .setSender(signer.id())
                    .setMessageId(id(kept))
                    .setLeafHash(ByteString.copyFrom(EnvelopeLeaf.hash(kept)))
                    .setOutcome(Handling.HANDLING_HANDLED)
                    .build();
            Envelope receipt = SampleEnvelopes.command(
                    SampleEnvelopes.header(BOB.id(), Deployment.now()),
                    MessageKind.MESSAGE_KIND_ACKNOWLEDGE,
                    acknowledge);
            deployment.submit(BOB, deployment.batch(BOB, 1, next(BOB), receipt));
            acknowledged.add(id(kept));
            unanswered.add(id(lost));
            sent.computeIfAbsent(signer.id(), none -> new ArrayList<>()).addAll(List.of(id(kept), id(lost)));
        }
    }

    private void assertNothingIsLostOrReordered(Deployment deployment) {
        Map<String, Set<ByteString>> received = new HashMap<>();
        deployment
                .delivered()
                .forEach(header -> received.computeIfAbsent(header.getSender(), none -> new LinkedHashSet<>())
                        .add(header.getMessageId()));
        sent.forEach(
                (sender, ids) -> assertThat(received.get(sender)).as(sender).containsExactlyElementsOf(ids));
    }

    private void assertOutcomes(Deployment deployment) {
        Map<ByteString, Set<VerdictState>> outcomes = outcomes(deployment);
        assertThat(acknowledged)
                .allSatisfy(
                        id -> assertThat(outcomes.get(id)).containsExactly(VerdictState.VERDICT_STATE_ACKNOWLEDGED));
        assertThat(unanswered)
                .allSatisfy(id -> assertThat(outcomes.get(id)).containsExactly(VerdictState.VERDICT_STATE_EXPIRED));
    }

    private static Map<ByteString, Set<VerdictState>> outcomes(Deployment deployment) {
        Map<ByteString, Set<VerdictState>> outcomes = new HashMap<>();
        for (Verdict verdict : deployment.verdicts()) {
            for (EnvelopeVerdict envelope : verdict.getEnvelopesList()) {
                if (envelope.getState() != VerdictState.VERDICT_STATE_ROUTED) {
                    outcomes.computeIfAbsent(envelope.getMessageId(), none -> new HashSet<>())
                            .add(envelope.getState());
                }
            }
        }
        return outcomes;
    }

    private long next(SampleAgents signer) {
        return sequences.merge(signer.id(), 1L, Long::sum);
    }

    private static Envelope message(SampleAgents sender, long lifeMs, Report report) {
        EnvelopeHeader.Builder header = SampleEnvelopes.header(sender.id(), Deployment.now())
                .setRecipient(BOB.id())
                .setReport(report);
        return SampleEnvelopes.message(header.setExpiresAtMs(header.getCreatedAtMs() + lifeMs), KEY, 100);
    }

    private static ByteString id(Envelope envelope) {
        try {
            return EnvelopeParser.header(envelope.getHeader()).getMessageId();
        } catch (WireException e) {
            throw new IllegalStateException(e);
        }
    }
}
