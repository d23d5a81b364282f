package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.DirectoryServiceGrpc;
import io.creto.messaging.v1.Fault;
import io.creto.messaging.v1.GetIdentitiesRequest;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.ListAgentsRequest;
import io.creto.messaging.v1.ListAgentsResponse;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.SubjectVersion;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.creto.messaging.v1.SubmitResponse;
import io.creto.messaging.v1.Validity;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets in, over real sockets and a real read model; and who has to leave. */
class AuthenticationITCase {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Validity FOR_GOOD = Validity.newBuilder().setFromMs(1).build();

    /** The promise is two seconds from the record on; a busy machine has one more. */
    private static final Duration GONE_WITHIN = Duration.ofSeconds(3);

    private static final SampleBatches SAMPLES = new SampleBatches(17);
    private static final SampleIdentity ALICE = SampleIdentity.of("acme/alice");
    private static final SampleIdentity BOB = SampleIdentity.of("acme/bob");
    private static final SampleIdentity SUSPENDED = SampleIdentity.of("acme/suspended");
    private static final SampleIdentity REVOKED = SampleIdentity.of("acme/revoked");

    private static EmbeddedKafka kafka;
    private static ReadModel readModel;
    private static GatewayStand stand;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() throws Exception {
        kafka = GatewayStand.kafka();
        readModel = ReadModel.start();
        readModel.put(ALICE.record(1));
        readModel.put(BOB.record(1));
        readModel.put(SUSPENDED.record(2, AgentStatus.AGENT_STATUS_SUSPENDED, FOR_GOOD));
        readModel.put(REVOKED.record(2, AgentStatus.AGENT_STATUS_REVOKED, FOR_GOOD));
        stand = GatewayStand.startAuthenticating(kafka, readModel.options());
        channel = stand.newChannel();
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        stand.close();
        readModel.close();
        kafka.close();
    }

    static Stream<Arguments> tokensThatAreNotBelieved() {
        long now = System.currentTimeMillis();
        return Stream.of(
                arguments("no token", null, "UNKNOWN_SIGNER"),
                arguments("garbage", "Bearer garbage", "MALFORMED"),
                arguments("a password", "Basic YWxpY2U6YWxpY2U=", "MALFORMED"),
                arguments("expired", ALICE.bearer("creto", now - SampleIdentity.LIFE_MS), "EXPIRED"),
                arguments("not yet valid", ALICE.bearer("creto", now + 120_000), "CLOCK_SKEW"),
                arguments("for another deployment", ALICE.bearer("elsewhere", now), "DENIED"),
                arguments("another agent's key", new SampleIdentity("acme/alice", BOB.key()).bearer(), "KEY_NOT_VALID"),
                arguments("no such agent", SampleIdentity.of("acme/nobody").bearer(), "UNKNOWN_SIGNER"),
                arguments("suspended", SUSPENDED.bearer(), "SENDER_SUSPENDED"),
                arguments("revoked", REVOKED.bearer(), "SENDER_REVOKED"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource
    void tokensThatAreNotBelieved(String what, @Nullable String token, String reason) throws Exception {
        assertUnauthenticated(catchThrowableOfType(StatusRuntimeException.class, () -> listAgents(token)), reason);
        if (token != null) {
            assertUnauthenticated(
                    catchThrowableOfType(StatusRuntimeException.class, () -> submit(token, batch(ALICE))), reason);
            StreamClient stream = StreamClient.open(stub(token));
            assertUnauthenticated(ended(stream), reason);
        }
    }

    @Test
    void twoTokensAreNone() {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, ALICE.bearer());
        headers.put(AUTHORIZATION, "Bearer another"); // two whole ones are more than the metadata of a call may hold
        DirectoryServiceGrpc.DirectoryServiceBlockingStub stub = DirectoryServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));

        assertUnauthenticated(
                catchThrowableOfType(StatusRuntimeException.class, () -> stub.listAgents(request())), "MALFORMED");
    }

    @Test
    void whoIsKnownMaySubmitAndAskAndItsTokenIsVerifiedOnce() throws Exception {
        String token = ALICE.bearer();
        double verified = stand.metric("creto_gateway_authentications_total{result=\"verified\"}");

        assertThat(submit(token, batch(ALICE)).hasAccepted()).isTrue();
        assertThat(listAgents(token).getAgentsCount()).isPositive();
        StreamClient stream = StreamClient.open(stub(token));
        SignedBatch batch = batch(ALICE);
        stream.send(batch);
        awaitAccepted(stream, batch);
        stream.finish();

        assertThat(stream.ended().get(30, TimeUnit.SECONDS)).isEmpty();
        assertThat(stand.metric("creto_gateway_authentications_total{result=\"verified\"}"))
                .isEqualTo(verified + 1);
        assertThat(stand.metric("creto_gateway_authentication_on")).isOne();
    }

    @Test
    void aCallThatWasHeldForTheDecisionEndsWithItsCallersPatience() {
        DirectoryServiceGrpc.DirectoryServiceBlockingStub impatient = with(
                        ALICE.bearer(), DirectoryServiceGrpc.newBlockingStub(channel))
                .withDeadlineAfter(500, TimeUnit.MILLISECONDS);
        GetIdentitiesRequest neverThere = GetIdentitiesRequest.newBuilder()
                .addSubjects(
                        SubjectVersion.newBuilder().setSubject("acme/alice").setVersion(100))
                .build();

        assertThat(catchThrowableOfType(StatusRuntimeException.class, () -> impatient.getIdentities(neverThere))
                        .getStatus()
                        .getCode())
                .isIn(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);

        Awaitility.await()
                .atMost(5, TimeUnit.SECONDS) // directory.wait-ms is twice that
                .until(() -> stand.metric("creto_gateway_directory_calls_open") == 0);
    }

    @Test
    void theBatchsSignerMustBeTheCaller() {
        StatusRuntimeException refused =
                catchThrowableOfType(StatusRuntimeException.class, () -> submit(ALICE.bearer(), batch(BOB)));

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(reason(refused)).isEqualTo("DENIED");
    }

    @Test
    void onAStreamABatchOfAnotherIsAnsweredInPlaceAndTheStreamGoesOn() throws Exception {
        StreamClient stream = StreamClient.open(stub(ALICE.bearer()));
        SignedBatch bobs = batch(BOB);
        SignedBatch own = batch(ALICE);
        stream.send(bobs);
        stream.send(own);
        stream.finish();

        assertThat(stream.ended().get(30, TimeUnit.SECONDS)).isEmpty();
        Fault fault = answer(stream, bobs).getFault();
        assertThat(fault.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED.value());
        assertThat(fault.getReason()).isEqualTo(RejectionReason.REJECTION_REASON_DENIED);
        assertThat(answer(stream, own).hasAccepted()).isTrue();
    }

    @Test
    void withoutATokenOneEnrolsReadsIdentitiesAndNothingElse() throws Exception {
        SignedBatch enrolment = SampleEnrolments.enrolment("acme/new");
        assertThat(submit(null, enrolment).hasAccepted()).isTrue();
        assertUnauthenticated(
                catchThrowableOfType(
                        StatusRuntimeException.class, () -> submit(null, SampleEnrolments.otherCommand("acme/new"))),
                "UNKNOWN_SIGNER");

        StreamClient stream = StreamClient.open(stub(null));
        SignedBatch other = batch(ALICE);
        SignedBatch second = SampleEnrolments.enrolment("acme/second");
        stream.send(other);
        stream.send(second);
        stream.finish();
        assertThat(stream.ended().get(30, TimeUnit.SECONDS)).isEmpty();
        assertThat(answer(stream, other).getFault().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED.value());
        assertThat(answer(stream, second).hasAccepted()).isTrue();

        assertThat(DirectoryServiceGrpc.newBlockingStub(channel)
                        .getIdentities(GetIdentitiesRequest.newBuilder()
                                .addSubjects(SubjectVersion.newBuilder().setSubject("acme/alice"))
                                .build())
                        .getIdentitiesCount())
                .isOne();
    }

    @Test
    void anAgentThatIsRevokedHasToLeaveAndNobodyElse() throws Exception {
        SampleIdentity carol = enrolled("acme/carol");
        SampleIdentity dave = enrolled("acme/dave");
        String carols = carol.bearer();
        StreamClient stream = openStream(carols, carol);
        StreamClient idle = StreamClient.open(stub(carols));
        StreamClient daves = openStream(dave.bearer(), dave);

        readModel.put(carol.record(2, AgentStatus.AGENT_STATUS_REVOKED, FOR_GOOD));
        long since = System.nanoTime();
        assertUnauthenticated(ended(stream), "SENDER_REVOKED");
        assertUnauthenticated(ended(idle), "SENDER_REVOKED");
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(GONE_WITHIN);

        assertUnauthenticated(
                catchThrowableOfType(StatusRuntimeException.class, () -> listAgents(carols)), "SENDER_REVOKED");
        SignedBatch batch = batch(dave);
        daves.send(batch);
        awaitAccepted(daves, batch);
        daves.cancel();
        Awaitility.await().atMost(GatewayStand.PATIENCE).until(() -> stand.metric("creto_gateway_streams_open") == 0);
    }

    @Test
    void aTokenThatIsKnownIsRefusedOnceItsAgentIsSuspendedAndBelievedAgainAfterwards() throws Exception {
        SampleIdentity erin = enrolled("acme/erin");
        String token = erin.bearer();
        assertThat(listAgents(token).getAgentsCount()).isPositive();

        readModel.put(erin.record(2, AgentStatus.AGENT_STATUS_SUSPENDED, FOR_GOOD));
        StatusRuntimeException refused = Awaitility.await()
                .atMost(GONE_WITHIN)
                .until(
                        () -> catchThrowableOfType(StatusRuntimeException.class, () -> listAgents(token)),
                        Objects::nonNull);
        assertUnauthenticated(refused, "SENDER_SUSPENDED");

        readModel.put(erin.record(3));
        assertThat(listAgents(token).getAgentsCount()).isPositive();
    }

    @Test
    void aKeyThatWasReplacedEndsItsStreamsAndTheNewOneIsBelieved() throws Exception {
        SampleIdentity frank = enrolled("acme/frank");
        SampleIdentity renewed = frank.other();
        StreamClient stream = openStream(frank.bearer(), frank);

        long end = System.currentTimeMillis() + 1000;
        IdentityRecord.Builder record = renewed.record(2).toBuilder();
        record.getAgentBuilder()
                .addKeys(frank.key(FOR_GOOD.toBuilder().setUntilMs(end).build()));
        readModel.put(record.build());

        assertThat(submit(frank.bearer(), batch(frank)).hasAccepted())
                .as("until its end the old key counts")
                .isTrue();
        assertUnauthenticated(ended(stream), "KEY_NOT_VALID");
        assertThat(System.currentTimeMillis()).isBetween(end, end + GONE_WITHIN.toMillis());
        assertThat(submit(renewed.bearer(), batch(renewed)).hasAccepted()).isTrue();
    }

    @Test
    void moreThanMayWaitAreTurnedAwayAndTheOthersGetIn() throws Exception {
        try (GatewayStand small =
                        GatewayStand.startAuthenticating(kafka, readModel.options(), "auth: {max-waiting: 1}");
                Connection blocking = readModel.connect();
                PreparedStatement lock = blocking.prepareStatement("LOCK TABLE agents IN ACCESS EXCLUSIVE MODE")) {
            ManagedChannel own = small.newChannel();
            try {
                blocking.setAutoCommit(false);
                lock.execute();
                ListenableFuture<ListAgentsResponse> first = DirectoryServiceGrpc.newFutureStub(own)
                        .withInterceptors(authorization(ALICE.bearer()))
                        .listAgents(request());
                Awaitility.await()
                        .atMost(GatewayStand.PATIENCE)
                        .until(() -> small.metric("creto_gateway_authentications_waiting") == 1);

                ListenableFuture<ListAgentsResponse> second = DirectoryServiceGrpc.newFutureStub(own)
                        .withInterceptors(authorization(BOB.bearer()))
                        .listAgents(request());
                ExecutionException turnedAway =
                        catchThrowableOfType(ExecutionException.class, () -> second.get(30, TimeUnit.SECONDS));
                assertThat(Status.fromThrowable(turnedAway).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                assertThat(first).isNotDone();

                blocking.rollback();
                assertThat(first.get(30, TimeUnit.SECONDS).getAgentsCount()).isPositive();
            } finally {
                own.shutdownNow();
            }
        }
    }

    @Test
    void anOutageOfTheReadModelKeepsStrangersOutAndKnownCallersIn() throws Exception {
        SampleIdentity grace = enrolled("acme/grace");
        String token = grace.bearer();
        StreamClient stream = openStream(token, grace);
        readModel.outage();
        try {
            Awaitility.await()
                    .atMost(GatewayStand.PATIENCE)
                    .until(() -> stand.health(DirectoryServiceGrpc.SERVICE_NAME) == ServingStatus.NOT_SERVING);
            StatusRuntimeException unknown =
                    catchThrowableOfType(StatusRuntimeException.class, () -> submit(grace.bearer(), batch(grace)));
            assertThat(unknown.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(submit(token, batch(grace)).hasAccepted()).isTrue();
            SignedBatch batch = batch(grace);
            stream.send(batch);
            awaitAccepted(stream, batch);
        } finally {
            readModel.over();
        }
        Awaitility.await()
                .atMost(GatewayStand.PATIENCE)
                .until(() -> stand.health(DirectoryServiceGrpc.SERVICE_NAME) == ServingStatus.SERVING);
        readModel.put(grace.record(2, AgentStatus.AGENT_STATUS_REVOKED, FOR_GOOD));
        assertUnauthenticated(ended(stream), "SENDER_REVOKED");
    }

    private static SampleIdentity enrolled(String id) throws Exception {
        SampleIdentity agent = SampleIdentity.of(id);
        readModel.put(agent.record(1));
        return agent;
    }

    private static StreamClient openStream(String token, SampleIdentity agent) {
        StreamClient stream = StreamClient.open(stub(token));
        SignedBatch batch = batch(agent);
        stream.send(batch);
        awaitAccepted(stream, batch);
        return stream;
    }

    private static void awaitAccepted(StreamClient stream, SignedBatch batch) {
        Awaitility.await()
                .atMost(GatewayStand.PATIENCE)
                .until(() -> stream.answers().containsKey(SampleBatches.idOf(batch)));
        assertThat(answer(stream, batch).hasAccepted()).isTrue();
    }

    private static SubmitResponse answer(StreamClient stream, SignedBatch batch) {
        return Objects.requireNonNull(stream.answers().get(SampleBatches.idOf(batch)));
    }

    private static StatusRuntimeException ended(StreamClient stream) throws Exception {
        return (StatusRuntimeException) stream.ended().get(30, TimeUnit.SECONDS).orElseThrow();
    }

    private static void assertUnauthenticated(StatusRuntimeException refused, String reason) {
        assertThat(refused.getStatus().getCode()).as("%s", refused).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(refused.getStatus().getDescription()).isEqualTo("the caller is not authenticated: " + reason);
        assertThat(reason(refused)).isEqualTo(reason);
    }

    private static String reason(StatusRuntimeException refused) {
        try {
            var details =
                    Objects.requireNonNull(StatusProto.fromThrowable(refused)).getDetailsList();
            assertThat(details).hasSize(1);
            return details.get(0).unpack(ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static SignedBatch batch(SampleIdentity signer) {
        return SAMPLES.batch(signer.id(), Lane.LANE_NORMAL);
    }

    private static SubmitResponse submit(@Nullable String token, SignedBatch batch) {
        return with(token, SubmissionServiceGrpc.newBlockingStub(channel))
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .submit(GatewayStand.request(batch));
    }

    private static SubmissionServiceGrpc.SubmissionServiceStub stub(@Nullable String token) {
        return with(token, SubmissionServiceGrpc.newStub(channel));
    }

    private static ListAgentsResponse listAgents(@Nullable String token) {
        return with(token, DirectoryServiceGrpc.newBlockingStub(channel))
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .listAgents(request());
    }

    private static ListAgentsRequest request() {
        return ListAgentsRequest.newBuilder().setFleet("acme").build();
    }

    private static <S extends AbstractStub<S>> S with(@Nullable String token, S stub) {
        return token == null ? stub : stub.withInterceptors(authorization(token));
    }

    private static ClientInterceptor authorization(String token) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, token);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }
}
