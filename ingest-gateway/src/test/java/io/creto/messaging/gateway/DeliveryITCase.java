package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.gateway.delivery.DeliverySamples;
import io.creto.messaging.gateway.directory.DirectorySamples;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.DeliveryCallParser;
import io.creto.messaging.schemas.DeliveryPartition;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AcknowledgeCursorRequest;
import io.creto.messaging.v1.AcknowledgeCursorResponse;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.DelegationRecord;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.DeliveryContent;
import io.creto.messaging.v1.DeliveryCursor;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.DeliveryServiceGrpc;
import io.creto.messaging.v1.DeliveryServiceGrpc.DeliveryServiceStub;
import io.creto.messaging.v1.DeliveryStart;
import io.creto.messaging.v1.FetchDeliveriesRequest;
import io.creto.messaging.v1.FetchDeliveriesResponse;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.OpenDelivery;
import io.creto.messaging.v1.ReceiveResponse;
import io.creto.messaging.v1.SignedDelegation;
import io.creto.messaging.v1.Validity;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way out over real sockets, a real Kafka and a real read model: who gets which records, and how slow ones are kept apart. */
class DeliveryITCase {
    private static final Duration PATIENCE = GatewayStand.PATIENCE;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Validity FOR_GOOD = Validity.newBuilder().setFromMs(1).build();
    private static final Random RANDOM = new Random(5);

    private static EmbeddedKafka kafka;
    private static ReadModel readModel;
    private static GatewayStand stand;
    private static ManagedChannel channel;
    private static KafkaProducer<byte[], byte[]> producer;
    private static int tests;

    private final List<ReceiveClient> opened = new ArrayList<>();
    private SampleIdentity alice;
    private SampleIdentity bob;

    @BeforeAll
    static void start() throws Exception {
        kafka = GatewayStand.kafka();
        kafka.createTopics(List.of(
                Topics.delivery("acme", 1, Lane.LANE_URGENT, 2),
                Topics.delivery("acme", 1, Lane.LANE_NORMAL, 2),
                Topics.delivery("acme", 1, Lane.LANE_BULK, 2)));
        readModel = ReadModel.start();
        readModel.put(DirectorySamples.fleet("acme", 1));
        stand = GatewayStand.startAuthenticating(kafka, readModel.options(), "delivery: {buffer-bytes: 4194304}");
        channel = stand.newChannel();
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        channel.shutdownNow();
        stand.close();
        readModel.close();
        kafka.close();
    }

    /** Two agents of the same partition, with nothing for them yet. */
    @BeforeEach
    void enrol() {
        tests++;
        alice = enrolled("acme/alice-" + tests);
        bob = enrolled(IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "acme/bob-" + tests + "-" + i)
                .filter(id -> partition(id) == partition(alice.id()))
                .findFirst()
                .orElseThrow());
    }

    /** Whoever goes leaves nothing behind. */
    @AfterEach
    void leave() {
        opened.forEach(ReceiveClient::cancel);
        opened.clear();
        await().atMost(PATIENCE)
                .until(() -> stand.metric("creto_gateway_deliveries_streams") == 0
                        && stand.metric("creto_gateway_deliveries_partitions") == 0
                        && stand.metric("creto_gateway_deliveries_waiting_bytes") == 0);
    }

    @Test
    void agentsOfOnePartitionSeeTheirOwnRecordsAndNothingElse() {
        deliver(Lane.LANE_NORMAL, DeliverySamples.slice(1, alice.id(), bob.id(), alice.id()));
        deliver(Lane.LANE_NORMAL, DeliverySamples.slice(2, bob.id()));
        deliver(Lane.LANE_NORMAL, DeliverySamples.verdict(alice.id()));
        deliver(Lane.LANE_URGENT, DeliverySamples.directive(alice.id()));
        ReceiveClient alices = receive(alice, opening(alice));
        ReceiveClient bobs = receive(bob, opening(bob));
        deliver(Lane.LANE_BULK, DeliverySamples.slice(3, bob.id(), alice.id()));
        deliver(Lane.LANE_BULK, "garbage".getBytes(StandardCharsets.UTF_8));
        deliver(Lane.LANE_BULK, DeliverySamples.slice(4, alice.id()));

        await().atMost(PATIENCE)
                .until(() -> alices.records().size() >= 5 && bobs.records().size() >= 3);
        assertThat(slices(alices)).containsExactlyInAnyOrder(1L, 3L, 4L);
        assertThat(slices(bobs)).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(recipients(alices)).containsExactly(alice.id(), alice.id(), alice.id(), alice.id());
        assertThat(recipients(bobs)).containsExactly(bob.id(), bob.id(), bob.id());
        assertThat(alices.records())
                .extracting(ReceiveResponse::getRecord)
                .contains(DeliverySamples.verdict(alice.id()), DeliverySamples.directive(alice.id()))
                .hasSize(5);
        assertThat(bobs.records()).hasSize(3);
    }

    @Test
    void anothersMailboxIsDeniedWhetherItExistsOrNot() throws Exception {
        List<StatusRuntimeException> refused = new ArrayList<>();
        for (String other : List.of(bob.id(), "acme/nobody", "elsewhere/bob", "creto/operator")) {
            refused.add(ended(receive(alice, ReceiveClient.opening(other))));
            refused.add(acknowledging(alice, other));
        }
        refused.add(ended(receive(alice, ReceiveClient.opening(alice.id(), bob.id()))));
        refused.add(ended(receive(alice, ReceiveClient.opening(alice.id(), "acme/nobody"))));

        assertThat(refused).hasSize(10).allSatisfy(failure -> {
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(failure.getStatus().getDescription()).isEqualTo("the caller may not receive for these agents");
            assertThat(failure.getTrailers().toString())
                    .isEqualTo(refused.get(0).getTrailers().toString());
        });
        assertThat(catchThrowableOfType(
                                StatusRuntimeException.class,
                                () -> DeliveryServiceGrpc.newBlockingStub(channel)
                                        .acknowledge(AcknowledgeCursorRequest.getDefaultInstance()))
                        .getStatus()
                        .getCode())
                .as("without a token")
                .isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void whoeverDelegatesIsReceivedForUntilThatEnds() throws Exception {
        long until = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
        readModel.put(delegating(bob, alice, DelegationScope.DELEGATION_SCOPE_RECEIVE, 2, until));
        SampleIdentity carol = enrolled("acme/carol-" + tests);
        readModel.put(delegating(carol, alice, DelegationScope.DELEGATION_SCOPE_SEND, 2, until));
        assertThat(ended(receive(alice, ReceiveClient.opening(carol.id())))
                        .getStatus()
                        .getCode())
                .as("to send is not to receive")
                .isEqualTo(Status.Code.PERMISSION_DENIED);

        ReceiveClient both = receive(alice, ReceiveClient.opening(alice.id(), bob.id()));
        ReceiveClient own = receive(alice, opening(alice));
        deliver(Lane.LANE_NORMAL, DeliverySamples.slice(1, alice.id(), carol.id(), bob.id()));
        await().atMost(PATIENCE).until(() -> both.records().size() == 1);
        assertThat(recipients(both)).containsExactly(alice.id(), bob.id());

        readModel.put(delegating(bob, alice, DelegationScope.DELEGATION_SCOPE_RECEIVE, 3, 2));
        StatusRuntimeException end =
                (StatusRuntimeException) both.ended().get(5, TimeUnit.SECONDS).orElseThrow();
        assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        deliver(Lane.LANE_NORMAL, DeliverySamples.slice(2, alice.id()));
        await().atMost(PATIENCE).until(() -> slices(own).contains(2L));
    }

    @Test
    void aReceiverGoesOnFromACursorOrFromWhatItHasAcknowledged() {
        for (int i = 1; i <= 6; i++) {
            deliver(Lane.LANE_NORMAL, DeliverySamples.slice(i, alice.id()));
        }
        ReceiveClient first = receive(alice, opening(alice));
        await().atMost(PATIENCE).until(() -> first.records().size() == 6);
        DeliveryCursor second = first.records().get(1).getCursor();
        first.cancel();

        ReceiveClient again = receive(alice, opening(alice).addCursors(second));
        await().atMost(PATIENCE).until(() -> again.records().size() == 4);
        assertThat(slices(again)).containsExactly(3L, 4L, 5L, 6L);

        OpenDelivery.Builder acknowledged = opening(alice).setStart(DeliveryStart.DELIVERY_START_ACKNOWLEDGED);
        ReceiveClient nothingYet = receive(alice, acknowledged);
        await().atMost(PATIENCE).until(() -> nothingYet.records().size() == 6);
        acknowledge(alice, alice.id(), again.records().get(2).getCursor());
        ReceiveClient resumed = receive(alice, acknowledged);
        await().atMost(PATIENCE).until(() -> resumed.records().size() == 1);
        assertThat(slices(resumed)).containsExactly(6L);
    }

    @Test
    void aCursorOfAnotherPartitionIsRefused() {
        DeliveryCursor foreign = DeliveryCursor.newBuilder()
                .setGeneration(1)
                .setLane(Lane.LANE_NORMAL)
                .setPartition(1 - partition(alice.id()))
                .build();

        ReceiveClient stream = receive(alice, opening(alice).addCursors(foreign));
        assertThat(stream.ended())
                .succeedsWithin(PATIENCE)
                .satisfies(end -> assertThat(
                                Status.fromThrowable(end.orElseThrow()).getDescription())
                        .contains("receive_request.open.cursors"));
        assertThat(catchThrowableOfType(StatusRuntimeException.class, () -> acknowledge(alice, alice.id(), foreign))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void whoBeginsAtTheLatestMissesNothingAfterItsFirstCursorAndSeesWhatItAskedFor() {
        deliver(Lane.LANE_NORMAL, DeliverySamples.slice(1, alice.id()));
        ReceiveClient verdicts = receive(
                alice,
                opening(alice)
                        .setStart(DeliveryStart.DELIVERY_START_LATEST)
                        .setContent(DeliveryContent.DELIVERY_CONTENT_VERDICTS));
        ReceiveClient messages = receive(
                alice,
                opening(alice)
                        .setStart(DeliveryStart.DELIVERY_START_LATEST)
                        .setContent(DeliveryContent.DELIVERY_CONTENT_MESSAGES));
        await().atMost(PATIENCE)
                .until(() ->
                        verdicts.cursors().size() >= 3 && messages.cursors().size() >= 3);

        deliver(Lane.LANE_NORMAL, DeliverySamples.verdict(alice.id()));
        deliver(Lane.LANE_NORMAL, DeliverySamples.slice(2, alice.id()));
        deliver(Lane.LANE_NORMAL, DeliverySamples.verdict(alice.id()));
        await().atMost(PATIENCE)
                .until(() ->
                        verdicts.records().size() == 2 && messages.records().size() == 1);
        assertThat(slices(messages)).containsExactly(2L);
    }

    @Test
    void whoHearsOnlyOfOthersLearnsHowFarItHasGot() {
        ReceiveClient alices = receive(alice, opening(alice));
        await().atMost(PATIENCE).until(() -> alices.cursors().size() >= 3);
        deliver(Lane.LANE_NORMAL, DeliverySamples.slice(1, bob.id()));

        DeliveryCursor start = cursors(alices, Lane.LANE_NORMAL).get(0);
        await().atMost(PATIENCE).until(() -> cursors(alices, Lane.LANE_NORMAL).size() > 1);
        assertThat(cursors(alices, Lane.LANE_NORMAL).get(1).getOffset()).isEqualTo(start.getOffset() + 1);
        assertThat(alices.records()).isEmpty();
    }

    @Test
    void noMoreIsSentThanThereIsCreditForAndUrgentComesFirst() {
        for (int i = 0; i < 10; i++) {
            deliver(Lane.LANE_BULK, DeliverySamples.slice(i, alice.id()));
        }
        ReceiveClient stream = receive(alice, opening(alice).setCredit(3));
        await().atMost(PATIENCE).until(() -> stream.records().size() == 3);
        awaitWaiting(stream, 7);
        deliver(Lane.LANE_URGENT, DeliverySamples.slice(100, alice.id()));
        awaitWaiting(stream, 8);

        stream.credit(2);
        await().atMost(PATIENCE).until(() -> stream.records().size() == 5);
        assertThat(slices(stream)).containsExactly(0L, 1L, 2L, 100L, 3L);
        stream.credit(65_536);
        stream.credit(65_536);
        await().atMost(PATIENCE).until(() -> stream.records().size() == 11);
        stream.halfClose();
        assertThat(stream.ended()).succeedsWithin(PATIENCE).isEqualTo(Optional.empty());
    }

    @Test
    void aFetchBringsWhatIsThereAndTheNextOneWhatComesThen() throws Exception {
        for (int i = 1; i <= 5; i++) {
            deliver(Lane.LANE_NORMAL, DeliverySamples.slice(i, alice.id(), bob.id()));
        }
        deliver(Lane.LANE_NORMAL, DeliverySamples.verdict(alice.id()));
        FetchDeliveriesResponse first = fetch(alice, opening(alice).setCredit(4), 10_000);
        assertThat(numbers(first)).containsExactly(1L, 2L, 3L, 4L);
        FetchDeliveriesResponse second = fetch(alice, opening(alice).addAllCursors(first.getCursorsList()), 10_000);
        assertThat(numbers(second)).containsExactly(5L);
        assertThat(second.getRecordsList()).contains(DeliverySamples.verdict(alice.id()));
        assertThat(DeliveryCallParser.fetchDeliveriesResponse(
                                second.toBuilder().clearRecords().build().toByteString())
                        .getCursorsCount())
                .isEqualTo(3);

        OpenDelivery.Builder verdicts = opening(alice)
                .setContent(DeliveryContent.DELIVERY_CONTENT_VERDICTS)
                .addAllCursors(second.getCursorsList());
        assertThat(fetch(alice, verdicts, 200).getRecordsCount())
                .as("nothing new")
                .isZero();
        var waiting = CompletableFuture.supplyAsync(() -> fetch(alice, verdicts, 30_000));
        await().atMost(PATIENCE).until(() -> stand.metric("creto_gateway_deliveries_partitions") == 3);
        deliver(Lane.LANE_URGENT, DeliverySamples.slice(6, alice.id()));
        deliver(Lane.LANE_URGENT, DeliverySamples.verdict(alice.id()));
        assertThat(waiting.get(10, TimeUnit.SECONDS).getRecordsList())
                .containsExactly(DeliverySamples.verdict(alice.id()));

        assertThat(catchThrowableOfType(
                                StatusRuntimeException.class, () -> fetch(alice, ReceiveClient.opening(bob.id()), 100))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    private static FetchDeliveriesResponse fetch(SampleIdentity caller, OpenDelivery.Builder opening, int waitMs) {
        return DeliveryServiceGrpc.newBlockingStub(channel)
                .withInterceptors(authorization(caller))
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .fetchDeliveries(FetchDeliveriesRequest.newBuilder()
                        .setOpen(opening)
                        .setWaitMs(waitMs)
                        .build());
    }

    private static List<Long> numbers(FetchDeliveriesResponse response) {
        return response.getRecordsList().stream()
                .filter(DeliveryRecord::hasSlice)
                .map(DeliverySamples::number)
                .toList();
    }

    @Test
    void aStreamIsOpenedOnceAndFirst() throws Exception {
        ReceiveClient twice = receive(alice, opening(alice));
        twice.open(opening(alice));
        assertThat(ended(twice).getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        ReceiveClient nobody = receive(alice, OpenDelivery.newBuilder());
        assertThat(ended(nobody).getStatus().getDescription()).contains("receive_request.open.agents");
    }

    /** 5,000 records of 1 KB are more than may wait, in all. */
    @Test
    void aSlowReceiverLagsWithinBoundedMemoryAndOthersDoNotAndEachRecordIsReadOnceForAllWhoKeepUp() {
        int records = 5_000;
        int listeners = 5;
        ReceiveClient slow = opened(ReceiveClient.open(stub(alice), opening(alice), false));
        List<ReceiveClient> quick = new ArrayList<>();
        for (int i = 0; i < listeners; i++) {
            quick.add(receive(bob, opening(bob).setCredit(65_536)));
        }
        await().atMost(PATIENCE)
                .until(() -> quick.stream().allMatch(one -> one.cursors().size() >= 3));
        double readBefore = newestRead();

        for (int i = 0; i < records; i++) {
            deliverLater(Lane.LANE_NORMAL, DeliverySamples.slice(i, 1024, alice.id(), bob.id()));
        }
        producer.flush();

        await().atMost(PATIENCE)
                .until(() -> quick.stream().allMatch(one -> one.records().size() == records));
        quick.forEach(one -> assertThat(slices(one))
                .isEqualTo(LongStream.range(0, records).boxed().toList()));
        assertThat(slow.records()).isEmpty();
        assertThat(stand.metric("creto_gateway_deliveries_waiting_bytes"))
                .isPositive()
                .isLessThan(4_194_304 + 2_097_152);
        assertThat(stand.metric("creto_gateway_deliveries_lagging")).isPositive();
        assertThat(newestRead() - readBefore).as("once, for all").isEqualTo(records);

        slow.read(Integer.MAX_VALUE);
        slow.credit(65_536);
        await().atMost(PATIENCE).until(() -> slow.records().size() == records);
        assertThat(slices(slow)).isEqualTo(LongStream.range(0, records).boxed().toList());
        await().atMost(PATIENCE)
                .until(() -> stand.metric("creto_gateway_deliveries_waiting_bytes") == 0
                        && stand.metric("creto_gateway_deliveries_lagging") == 0);
    }

    @Test
    void anOutageOfKafkaIsWaitedForAndNothingIsMissed() {
        ReceiveClient alices = receive(alice, opening(alice));
        deliver(Lane.LANE_NORMAL, DeliverySamples.slice(1, alice.id()));
        await().atMost(PATIENCE).until(() -> alices.records().size() == 1);

        kafka.stop();
        kafka.start();
        deliver(Lane.LANE_NORMAL, DeliverySamples.slice(2, alice.id()));

        await().atMost(PATIENCE).until(() -> alices.records().size() == 2);
        assertThat(slices(alices)).containsExactly(1L, 2L);
    }

    @Test
    void aRevokedAgentsStreamCloses() throws Exception {
        ReceiveClient alices = receive(alice, opening(alice));
        ReceiveClient bobs = receive(bob, opening(bob));
        await().atMost(PATIENCE)
                .until(() -> alices.cursors().size() >= 3 && bobs.cursors().size() >= 3);

        readModel.put(alice.record(2, AgentStatus.AGENT_STATUS_REVOKED, FOR_GOOD));
        StatusRuntimeException end =
                (StatusRuntimeException) alices.ended().get(3, TimeUnit.SECONDS).orElseThrow();
        assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        deliver(Lane.LANE_NORMAL, DeliverySamples.slice(1, alice.id(), bob.id()));
        await().atMost(PATIENCE).until(() -> bobs.records().size() == 1);
        assertThat(alices.records()).isEmpty();
    }

    private SampleIdentity enrolled(String id) {
        SampleIdentity agent = SampleIdentity.of(id);
        readModel.put(agent.record(1));
        return agent;
    }

    private static IdentityRecord delegating(
            SampleIdentity agent, SampleIdentity to, DelegationScope scope, long version, long untilMs) {
        Delegation delegation = Delegation.newBuilder()
                .setVersion(1)
                .setSuite(1)
                .setDelegationId(MessageId.create(1000, RANDOM).toByteString())
                .setAgent(agent.id())
                .setAgentKeyId(agent.key().publicKey().keyId().bytes())
                .setSigner(to.id())
                .setSignerKeyId(to.key().publicKey().keyId().bytes())
                .addScopes(scope)
                .setNotBeforeMs(1)
                .setNotAfterMs(1000)
                .build();
        IdentityRecord.Builder record = agent.record(version).toBuilder();
        record.getAgentBuilder()
                .addDelegations(DelegationRecord.newBuilder()
                        .setDelegation(SignedDelegation.newBuilder()
                                .setDelegation(delegation.toByteString())
                                .setSignature(ByteString.copyFrom(new byte[WireLimits.SIGNATURE_BYTES])))
                        .setValidity(Validity.newBuilder().setFromMs(1).setUntilMs(untilMs)));
        return record.build();
    }

    private static OpenDelivery.Builder opening(SampleIdentity agent) {
        return ReceiveClient.opening(agent.id());
    }

    private ReceiveClient receive(SampleIdentity caller, OpenDelivery.Builder opening) {
        return opened(ReceiveClient.open(stub(caller), opening));
    }

    private ReceiveClient opened(ReceiveClient stream) {
        opened.add(stream);
        return stream;
    }

    private static DeliveryServiceStub stub(SampleIdentity caller) {
        return DeliveryServiceGrpc.newStub(channel).withInterceptors(authorization(caller));
    }

    private static ClientInterceptor authorization(SampleIdentity caller) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, caller.bearer());
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    private static void acknowledge(SampleIdentity caller, String agent, DeliveryCursor cursor) {
        AcknowledgeCursorResponse unused = DeliveryServiceGrpc.newBlockingStub(channel)
                .withInterceptors(authorization(caller))
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .acknowledge(AcknowledgeCursorRequest.newBuilder()
                        .addAgents(agent)
                        .addCursors(cursor)
                        .build());
    }

    private StatusRuntimeException acknowledging(SampleIdentity caller, String agent) {
        DeliveryCursor cursor = DeliveryCursor.newBuilder()
                .setGeneration(1)
                .setLane(Lane.LANE_NORMAL)
                .setPartition(partition(alice.id()))
                .build();
        return catchThrowableOfType(StatusRuntimeException.class, () -> acknowledge(caller, agent, cursor));
    }

    private static StatusRuntimeException ended(ReceiveClient stream) throws Exception {
        return (StatusRuntimeException) stream.ended().get(30, TimeUnit.SECONDS).orElseThrow();
    }

    private static List<Long> slices(ReceiveClient stream) {
        return stream.records().stream()
                .map(ReceiveResponse::getRecord)
                .filter(DeliveryRecord::hasSlice)
                .map(DeliverySamples::number)
                .toList();
    }

    private static List<String> recipients(ReceiveClient stream) {
        return stream.records().stream()
                .flatMap(response -> DeliverySamples.recipients(response.getRecord()).stream())
                .toList();
    }

    private static List<DeliveryCursor> cursors(ReceiveClient stream, Lane lane) {
        return stream.cursors().stream()
                .filter(cursor -> cursor.getLane() == lane)
                .toList();
    }

    /** Until at least so many records wait, all of which are about as long as the first that came. */
    private static void awaitWaiting(ReceiveClient stream, int records) {
        int each = stream.records().get(0).getSerializedSize();
        await().atMost(PATIENCE)
                .until(() -> stand.metric("creto_gateway_deliveries_waiting_bytes") >= (double) records * each);
    }

    private static double newestRead() {
        return stand.metric("creto_gateway_deliveries_read_total{reader=\"newest\"}");
    }

    private static int partition(String agent) {
        return DeliveryPartition.of(AgentId.of("acme", agent.substring(agent.indexOf('/') + 1)), 2);
    }

    private void deliver(Lane lane, DeliveryRecord record) {
        deliver(lane, record.toByteArray());
    }

    private void deliver(Lane lane, byte[] value) {
        deliverLater(lane, value);
        producer.flush();
    }

    private void deliverLater(Lane lane, DeliveryRecord record) {
        deliverLater(lane, record.toByteArray());
    }

    private void deliverLater(Lane lane, byte[] value) {
        String topic = Topics.delivery("acme", 1, lane, 2).name();
        var unused = producer.send(new ProducerRecord<>(topic, partition(alice.id()), null, value));
    }
}
