package io.creto.messaging.jobs.job;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_DENIED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_POLICY_UNAVAILABLE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.primitives.Bytes;
import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.external.ReferenceServer;
import io.creto.messaging.jobs.external.ReferenceServer.Behaviour;
import io.creto.messaging.jobs.topology.OperatorIds;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.VerdictState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The whole job with a fleet that opted in, {@code beta}, and one that did not, {@code acme}, in one lane. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExternalAuthorizationITCase {
    private static final String OPTED_IN = "beta";
    private static final ByteString KEY = SampleEnvelopes.keyId();
    private static final SampleAgents BOB = agent("acme", "bob");
    private static final SampleAgents EVE = agent(OPTED_IN, "eve");
    private static final SampleAgents DAN = agent(OPTED_IN, "dan");
    private static final SampleAgents FRITZ = agent(OPTED_IN, "fritz");
    private static final int MANY = 40;
    private static final int ENOUGH = 5;

    @TempDir
    static Path checkpoints;

    private static Deployment deployment;
    private static ReferenceServer service;
    private static RunningJob job;
    private static long eves;
    private static long alices;

    @BeforeAll
    static void start() throws Exception {
        deployment = new Deployment();
        deployment.createFleet();
        deployment.createTopics(OPTED_IN);
        deployment.createFleet(OPTED_IN);
        for (SampleAgents agent : List.of(ALICE, BOB, EVE, DAN, FRITZ)) {
            deployment.enrol(agent);
            deployment.publishKey(agent, KEY);
        }
        service = new ReferenceServer().start();
        service.forbid(FRITZ.id());
        job = RunningJob.messaging(deployment, checkpoints, asking(OPTED_IN));
    }

    private static Map<String, String> asking(String fleets) {
        return Map.of(
                "creto.authorization.external.address",
                service.address(),
                "creto.authorization.external.fleets",
                fleets,
                "creto.authorization.external.timeout",
                "2 s",
                "creto.authorization.external.insecure-plaintext",
                "true");
    }

    @AfterAll
    static void stop() throws Exception {
        job.close();
        service.close();
        deployment.close();
    }

    @Test
    @Order(1)
    void theServiceDecidesOnWhatThePoliciesPermitAndOnNothingElse() throws Exception {
        Envelope permitted = message(EVE, DAN);
        Envelope forbidden = message(EVE, FRITZ);
        Envelope across = message(EVE, BOB); // which the policies deny
        submit(EVE, permitted, forbidden, across);
        submit(ALICE, message(ALICE, BOB));

        await().atMost(60, SECONDS).until(() -> delivered(OPTED_IN).contains(id(permitted)));
        await().atMost(60, SECONDS).until(() -> refused().size() == 2);
        EnvelopeVerdict denied = verdictOn(forbidden);
        assertThat(denied.getReason()).isEqualTo(REJECTION_REASON_DENIED);
        assertThat(denied.getPolicy()).isEqualTo(ReferenceServer.POLICY);
        assertThat(denied.getRule()).isEqualTo(ReferenceServer.RULE);
        assertThat(denied.getDetail()).isEqualTo("external authorization: " + ReferenceServer.REASON);
        assertThat(verdictOn(across).getPolicy()).isEqualTo("default");
        await().atMost(60, SECONDS).until(() -> delivered("acme").size() == 1);
        assertThat(service.asked())
                .extracting(check -> check.getRecipient().getAgent())
                .containsExactly(DAN.id(), FRITZ.id());
        assertThat(service.asked().get(0).getGrantedBy(0).getFleet()).isEqualTo(OPTED_IN);
        assertThat(service.asked().get(0).getGrantedBy(0).getVersion()).isEqualTo(1);
        await().atMost(30, SECONDS).until(() -> job.counted(OperatorIds.EXTERNAL_SETTLE, "external_checks") == 2);
        assertThat(job.counted(OperatorIds.EXTERNAL_SETTLE, "external_failures"))
                .isZero();
        assertThat(job.counted(OperatorIds.EXTERNAL_SETTLE, "external_micros")).isEqualTo(1);
    }

    @Test
    @Order(2)
    void aBatchThatComesAgainIsNotAskedAboutAgain() throws Exception {
        Envelope first = message(EVE, DAN);
        SignedBatch batch = deployment.batch(EVE, 1, ++eves, first);
        deployment.submit(EVE, batch);
        await().atMost(60, SECONDS).until(() -> delivered(OPTED_IN).contains(id(first)));
        int asked = service.asked().size();
        long before = job.counted(OperatorIds.AUTHORIZE, "in");
        deployment.submit(EVE, batch);
        await().atMost(30, SECONDS).until(() -> job.counted(OperatorIds.AUTHORIZE, "in") > before);
        Envelope second = message(EVE, DAN);
        submit(EVE, second);
        await().atMost(60, SECONDS).until(() -> delivered(OPTED_IN).contains(id(second)));
        assertThat(service.asked()).hasSize(asked + 1);
        assertThat(delivered(OPTED_IN)).doesNotHaveDuplicates();
    }

    @Test
    @Order(3)
    void whileTheServiceHangsTheOtherFleetIsServedAndThenTheFirstIsRefused() throws Exception {
        service.behave(Behaviour.HANGS);
        List<Envelope> held = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            held.add(message(EVE, DAN));
            submit(EVE, held.get(i));
        }
        int asked = service.asked().size();
        await().atMost(30, SECONDS).until(() -> service.asked().size() > asked);
        Envelope other = message(ALICE, BOB);
        int refusedBefore = refused().size();
        submit(ALICE, other);
        await().atMost(30, SECONDS).until(() -> delivered("acme").contains(id(other)));
        await().atMost(60, SECONDS).until(() -> refused().size() == refusedBefore + held.size());
        for (Envelope envelope : held) {
            EnvelopeVerdict verdict = verdictOn(envelope);
            assertThat(verdict.getReason()).isEqualTo(REJECTION_REASON_POLICY_UNAVAILABLE);
            assertThat(verdict.getDetail()).startsWith("external authorization: ");
            assertThat(verdict.getRetryAfterMs()).isPositive();
        }
        assertThat(deliveredAt("acme", other)).isLessThan(refusedAt(held.get(0)));
    }

    @Test
    @Order(4)
    void whenTheServiceIsDownAndComesBackMessagesFlowAgain() throws Exception {
        service.stop();
        int before = refused().size();
        submit(EVE, message(EVE, DAN));
        await().atMost(30, SECONDS).until(() -> refused().size() == before + 1);
        service.behave(Behaviour.DECIDES);
        service.start();
        int delivered = delivered(OPTED_IN).size();
        await().atMost(60, SECONDS).until(() -> {
            int settled = refused().size() + delivered(OPTED_IN).size();
            submit(EVE, message(EVE, DAN));
            await().atMost(30, SECONDS)
                    .until(() -> refused().size() + delivered(OPTED_IN).size() > settled);
            return delivered(OPTED_IN).size() == delivered + ENOUGH; // for the breaker to close
        });
    }

    @Test
    @Order(5)
    void underAServiceThatFlapsEachMessageIsDeliveredOrRefusedOnceAndInOrder() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        service.behave(() -> calls.incrementAndGet() % 4 == 0 ? Behaviour.BREAKS : Behaviour.DECIDES);
        List<ByteString> sent = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Envelope message = message(EVE, DAN);
            sent.add(id(message));
            submit(EVE, message);
        }
        await().atMost(60, SECONDS).until(() -> outcomes(sent).size() >= MANY);
        assertThat(outcomes(sent)).containsExactlyInAnyOrderElementsOf(sent);
        List<ByteString> arrived =
                delivered(OPTED_IN).stream().filter(sent::contains).toList();
        assertThat(arrived).isNotEmpty().hasSizeLessThan(MANY);
        assertThat(arrived).isEqualTo(sent.stream().filter(arrived::contains).toList());
        assertThat(job.runs()).isTrue();
    }

    @Test
    @Order(6)
    void itIsTakenOutInTwoStepsAndNothingUnderWayIsLost() throws Exception {
        service.behave(Behaviour.HANGS);
        int asked = service.asked().size();
        Envelope underWay = message(EVE, DAN);
        submit(EVE, underWay);
        await().atMost(30, SECONDS).until(() -> service.asked().size() > asked);
        job.checkpoint();
        job.close();

        service.behave(Behaviour.DECIDES);
        job = RunningJob.messaging(deployment, checkpoints, asking("-"));
        await().atMost(60, SECONDS).until(() -> delivered(OPTED_IN).contains(id(underWay)));
        int before = service.asked().size();
        Envelope unasked = message(EVE, DAN);
        submit(EVE, unasked);
        await().atMost(60, SECONDS).until(() -> delivered(OPTED_IN).contains(id(unasked)));
        assertThat(service.asked()).hasSize(before);
        job.checkpoint();
        job.close();

        job = RunningJob.messaging(
                deployment, checkpoints, Map.of("execution.state-recovery.ignore-unclaimed-state", "true"));
        Envelope last = message(EVE, DAN);
        submit(EVE, last);
        await().atMost(60, SECONDS).until(() -> delivered(OPTED_IN).contains(id(last)));
    }

    private static List<ByteString> outcomes(List<ByteString> sent) {
        List<ByteString> all = new ArrayList<>(delivered(OPTED_IN));
        refused().forEach(verdict -> all.add(verdict.getMessageId()));
        all.retainAll(sent);
        return all;
    }

    /** When Kafka had it. */
    private static long deliveredAt(String fleet, Envelope envelope) {
        return deployment
                .read(Topics.delivery(fleet, 1, Lane.LANE_NORMAL, Deployment.PARTITIONS)
                        .name())
                .stream()
                .filter(record -> holds(record.value(), envelope.getHeader()))
                .mapToLong(ConsumerRecord::timestamp)
                .min()
                .orElseThrow();
    }

    /** When Kafka had the verdict. */
    private static long refusedAt(Envelope envelope) throws WireException {
        ByteString id = id(envelope);
        return deployment.read(Topics.VERDICTS.name()).stream()
                .filter(record -> holds(record.value(), id))
                .mapToLong(ConsumerRecord::timestamp)
                .min()
                .orElseThrow();
    }

    private static boolean holds(byte[] record, ByteString part) {
        return Bytes.indexOf(record, part.toByteArray()) >= 0;
    }

    private static List<ByteString> delivered(String fleet) {
        return deployment.delivered(fleet).stream()
                .map(EnvelopeHeader::getMessageId)
                .toList();
    }

    private static List<EnvelopeVerdict> refused() {
        return deployment.verdicts().stream()
                .flatMap(verdict -> verdict.getEnvelopesList().stream())
                .filter(verdict -> verdict.getState() == VerdictState.VERDICT_STATE_REJECTED)
                .toList();
    }

    private static EnvelopeVerdict verdictOn(Envelope envelope) throws WireException {
        ByteString id = id(envelope);
        return refused().stream()
                .filter(verdict -> verdict.getMessageId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static ByteString id(Envelope envelope) throws WireException {
        return EnvelopeParser.header(envelope.getHeader()).getMessageId();
    }

    private static void submit(SampleAgents signer, Envelope... envelopes) {
        long sequence = signer == ALICE ? ++alices : ++eves;
        deployment.submit(signer, deployment.batch(signer, 1, sequence, envelopes));
    }

    private static Envelope message(SampleAgents sender, SampleAgents recipient) {
        return SampleEnvelopes.message(
                SampleEnvelopes.header(sender.id(), Deployment.now()).setRecipient(recipient.id()), KEY, 100);
    }

    private static SampleAgents agent(String fleet, String name) {
        return new SampleAgents(AgentId.of(fleet, name), CompositePrivateKey.generate(SampleAgents.RANDOM));
    }
}
