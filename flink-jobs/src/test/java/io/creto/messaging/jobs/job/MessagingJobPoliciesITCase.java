package io.creto.messaging.jobs.job;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.policy.DefaultPolicy;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.Quota;
import io.creto.messaging.v1.RejectionReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens while policies cannot be read, and to who sends more than they allow. */
class MessagingJobPoliciesITCase {
    private static final ByteString KEY = SampleEnvelopes.keyId();
    private static final SampleAgents BOB =
            new SampleAgents(AgentId.of("acme", "bob"), CompositePrivateKey.generate(SampleAgents.RANDOM));
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path checkpoints;

    private static Deployment deployment;
    private static RunningJob job;
    private static long sequence;

    @BeforeAll
    static void start() throws Exception {
        deployment = new Deployment();
        deployment.createFleet();
        deployment.enrol(ALICE);
        deployment.enrol(BOB);
        deployment.publishKey(BOB, KEY);
        job = RunningJob.messaging(deployment, checkpoints, Map.of("creto.policies.stale-after", "15 s"));
    }

    @AfterAll
    static void stop() throws Exception {
        job.close();
        deployment.close();
    }

    @Test
    void whatASignerMaySendIsCountedAndPoliciesThatCannotBeReadLetNothingPass() throws Exception {
        send(1);
        await().atMost(PATIENCE).until(() -> deployment.delivered().size() == 1);

        deployment.putPolicy("acme", 2, limited());
        await().atMost(PATIENCE).until(() -> {
            send(3);
            return reasons().contains(RejectionReason.REJECTION_REASON_QUOTA_EXCEEDED);
        });
        assertThat(verdicts())
                .filteredOn(verdict -> verdict.getReason() == RejectionReason.REJECTION_REASON_QUOTA_EXCEEDED)
                .allSatisfy(verdict -> {
                    assertThat(verdict.getRetryAfterMs()).isBetween(1L, 1_000L);
                    assertThat(verdict.getPolicyVersion()).isEqualTo(2);
                });
        deployment.putPolicy("acme", 3, DefaultPolicy.of("acme"));

        deployment.losePolicies();
        await().atMost(PATIENCE).until(() -> {
            send(1);
            return reasons().contains(RejectionReason.REJECTION_REASON_POLICY_UNAVAILABLE);
        });

        deployment.restorePolicies();
        int before = deployment.delivered().size();
        await().atMost(PATIENCE).until(() -> {
            send(1);
            return deployment.delivered().size() > before;
        });
        assertThat(job.runs()).isTrue();
    }

    private static void send(int messages) {
        sequence++;
        deployment.submit(
                ALICE,
                deployment.batch(
                        ALICE,
                        1,
                        sequence,
                        Stream.generate(() -> SampleEnvelopes.message(
                                        SampleEnvelopes.header(ALICE.id(), Deployment.now())
                                                .setRecipient(BOB.id()),
                                        KEY,
                                        10))
                                .limit(messages)
                                .toArray(Envelope[]::new)));
    }

    private static List<EnvelopeVerdict> verdicts() {
        return deployment.announced().stream()
                .flatMap(verdict -> verdict.getEnvelopesList().stream())
                .toList();
    }

    private static List<RejectionReason> reasons() {
        return verdicts().stream().map(EnvelopeVerdict::getReason).toList();
    }

    private static PolicyDocument limited() {
        return DefaultPolicy.of("acme").toBuilder()
                .addQuotas(Quota.newBuilder()
                        .setPrincipal(Match.newBuilder().addFleets("acme"))
                        .setMessagesPerSecond(1)
                        .setBurstSeconds(1))
                .build();
    }
}
