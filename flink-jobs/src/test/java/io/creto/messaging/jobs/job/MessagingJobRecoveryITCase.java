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
import io.creto.messaging.v1.SignedBatch;
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
    private static final int BATCHES_A_LOAD = 4;
    private static final ByteString KEY = SampleEnvelopes.keyId();
    private static final SampleAgents BOB =
            new SampleAgents(AgentId.of("acme", "bob"), CompositePrivateKey.generate(SampleAgents.RANDOM));

    @TempDir
    Path checkpoints;

    private final List<ByteString> acknowledged = new ArrayList<>();
    private final List<ByteString> unanswered = new ArrayList<>();
    private final List<ByteString> refused = new ArrayList<>();
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
            List<ByteString> replayed = new ArrayList<>();
            for (int run = 0; run < RESTARTS; run++) {
                try (RunningJob job = RunningJob.messagingWithoutCheckpoints(deployment, checkpoints)) {
                    load(deployment);
                    job.checkpoint();
                    List<ByteString> behind = load(deployment);
                    awaitDelivered(deployment, behind);
                    load(deployment); // read or not, when the kill comes
                    assertThat(job.runs()).isTrue();
                    job.kill();
                    replayed.addAll(behind);
                }
            }
            try (RunningJob job = RunningJob.messagingWithoutCheckpoints(deployment, checkpoints)) {
                List<ByteString> last = load(deployment);
                await().atMost(60, TimeUnit.SECONDS)
                        .untilAsserted(() -> assertThat(states(deployment).entrySet().stream()
                                        .filter(said ->
                                                !said.getValue().equals(Set.of(VerdictState.VERDICT_STATE_ROUTED)))
                                        .map(Map.Entry::getKey))
                                .containsAll(acknowledged)
                                .containsAll(unanswered)
                                .containsAll(refused));
                assertThat(job.runs()).isTrue();
                Map<ByteString, Integer> deliveries = deliveries(deployment);
                assertThat(replayed)
                        .as("what was done behind the checkpoint is done again")
                        .allSatisfy(id -> assertThat(deliveries.get(id)).isGreaterThan(1));
                assertThat(last)
                        .as("a repeat of the same bytes is no replay")
                        .allSatisfy(id -> assertThat(deliveries.get(id)).isEqualTo(1));
            }
            assertNothingIsLostOrReordered(deployment);
            assertOutcomes(deployment);
        }
    }

    /**
     * Messages of two signers: of each three in a batch one is acknowledged at once, one never, and one has no recipient. Each
     * batch is submitted twice, the second time when the next one has been.
     *
     * @return the ids of those that are delivered
     */
    private List<ByteString> load(Deployment deployment) {
        List<ByteString> delivered = new ArrayList<>();
        for (int i = 0; i < BATCHES_A_LOAD; i++) {
            SampleAgents signer = i % 2 == 0 ? ALICE : HOST;
            Envelope kept = message(signer, BOB.id(), 60_000, Report.REPORT_ACKNOWLEDGED);
            Envelope lost = message(signer, BOB.id(), 8_000, Report.REPORT_NONE);
            Envelope astray = message(signer, "acme/nobody", 60_000, Report.REPORT_ROUTED);
            SignedBatch batch = deployment.batch(signer, 1, next(signer), kept, lost, astray);
            deployment.submit(signer, batch);
            deployment.submit(BOB, deployment.batch(BOB, 1, next(BOB), receipt(signer, kept)));
            deployment.submit(signer, batch);
            acknowledged.add(id(kept));
            unanswered.add(id(lost));
            refused.add(id(astray));
            delivered.addAll(List.of(id(kept), id(lost)));
            sent.computeIfAbsent(signer.id(), none -> new ArrayList<>()).addAll(List.of(id(kept), id(lost)));
        }
        return delivered;
    }

    private static Envelope receipt(SampleAgents sender, Envelope message) {
        Acknowledge acknowledge = Acknowledge.newBuilder()
                .setSender(sender.id())
                .setMessageId(id(message))
                .setLeafHash(ByteString.copyFrom(EnvelopeLeaf.hash(message)))
                .setOutcome(Handling.HANDLING_HANDLED)
                .build();
        return SampleEnvelopes.command(
                SampleEnvelopes.header(BOB.id(), Deployment.now()), MessageKind.MESSAGE_KIND_ACKNOWLEDGE, acknowledge);
    }

    private static void awaitDelivered(Deployment deployment, List<ByteString> ids) {
        await().atMost(40, TimeUnit.SECONDS)
                .until(() -> deliveries(deployment).keySet().containsAll(ids));
    }

    /** How often each message stands in the delivery topic. */
    private static Map<ByteString, Integer> deliveries(Deployment deployment) {
        Map<ByteString, Integer> counts = new HashMap<>();
        deployment.delivered().forEach(header -> counts.merge(header.getMessageId(), 1, Integer::sum));
        return counts;
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
        Map<ByteString, Set<VerdictState>> states = states(deployment);
        assertThat(acknowledged)
                .allSatisfy(id -> assertThat(states.get(id))
                        .contains(VerdictState.VERDICT_STATE_ACKNOWLEDGED)
                        .isSubsetOf(VerdictState.VERDICT_STATE_ROUTED, VerdictState.VERDICT_STATE_ACKNOWLEDGED));
        assertThat(unanswered)
                .allSatisfy(id -> assertThat(states.get(id)).containsExactly(VerdictState.VERDICT_STATE_EXPIRED));
        assertThat(refused)
                .as("never routed, however often submitted")
                .allSatisfy(id -> assertThat(states.get(id)).containsExactly(VerdictState.VERDICT_STATE_REJECTED));
    }

    /** All that was said of each message. */
    private static Map<ByteString, Set<VerdictState>> states(Deployment deployment) {
        Map<ByteString, Set<VerdictState>> states = new HashMap<>();
        for (Verdict verdict : deployment.verdicts()) {
            for (EnvelopeVerdict envelope : verdict.getEnvelopesList()) {
                states.computeIfAbsent(envelope.getMessageId(), none -> new HashSet<>())
                        .add(envelope.getState());
            }
        }
        return states;
    }

    private long next(SampleAgents signer) {
        return sequences.merge(signer.id(), 1L, Long::sum);
    }

    private static Envelope message(SampleAgents sender, String recipient, long lifeMs, Report report) {
        EnvelopeHeader.Builder header = SampleEnvelopes.header(sender.id(), Deployment.now())
                .setRecipient(recipient)
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
