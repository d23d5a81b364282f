package io.creto.messaging.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.rpc.ErrorInfo;
import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.config.DirectoryConfig;
import io.creto.messaging.gateway.config.GatewayConfigReader;
import io.creto.messaging.gateway.fault.FaultInterceptor;
import io.creto.messaging.gateway.fault.Faults;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.schemas.GatewayParser;
import io.creto.messaging.schemas.PolicyCallParser;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.DirectoryServiceGrpc;
import io.creto.messaging.v1.FetchKeysRequest;
import io.creto.messaging.v1.FetchKeysResponse;
import io.creto.messaging.v1.GetChannelRequest;
import io.creto.messaging.v1.GetIdentitiesRequest;
import io.creto.messaging.v1.GetIdentitiesResponse;
import io.creto.messaging.v1.GetPolicyRequest;
import io.creto.messaging.v1.GetPolicyResponse;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.ListAgentsRequest;
import io.creto.messaging.v1.ListAgentsResponse;
import io.creto.messaging.v1.ListPolicyVersionsRequest;
import io.creto.messaging.v1.ListPolicyVersionsResponse;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PolicyVersion;
import io.creto.messaging.v1.PrekeyRecord;
import io.creto.messaging.v1.SubjectVersion;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryServiceTest {
    private final FakeDirectory directory = new FakeDirectory();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<AutoCloseable> open = new ArrayList<>();
    private volatile Caller caller = new Caller.Agent("acme/alice");

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open) {
            part.close();
        }
    }

    @Test
    void whatExistsIsAnsweredAndWhatDoesNotIsMissing() throws Exception {
        IdentityRecord bob = DirectorySamples.agent("acme/bob", 3);
        IdentityRecord fleet = DirectorySamples.fleet("acme", 2);
        directory.put(bob);
        directory.put(fleet);
        GetIdentitiesResponse answer = start("").getIdentities(identities("acme/bob", "acme", "acme/none"));
        assertThat(answer.getIdentitiesList()).containsExactlyInAnyOrder(bob, fleet);
        assertThat(answer.getDeferredList()).isEmpty();
        assertThat(GatewayParser.getIdentitiesResponse(answer.toByteString())).isEqualTo(answer);
    }

    @Test
    void aReadAfterAWriteWaitsForItsVersionAndHoldsNoThread() {
        var stub = start("pool-size: 1");
        directory.put(DirectorySamples.agent("acme/bob", 3));
        directory.put(DirectorySamples.agent("acme/eve", 1));
        var first = CompletableFuture.supplyAsync(() -> stub.getIdentities(identity("acme/bob", 4)));
        var second = CompletableFuture.supplyAsync(() -> stub.getIdentities(identity("acme/eve", 2)));
        assertThat(stub.getIdentities(identity("acme/bob", 3)).getIdentitiesCount())
                .isOne();
        assertThat(first).isNotDone();
        IdentityRecord eve = DirectorySamples.agent("acme/eve", 2);
        directory.put(eve);
        assertThat(second.join().getIdentitiesList()).containsExactly(eve);
        IdentityRecord bob = DirectorySamples.agent("acme/bob", 5);
        directory.put(bob);
        assertThat(first.join().getIdentitiesList()).containsExactly(bob);
    }

    @Test
    void aVersionThatDoesNotComeIsUnavailableAfterAWhile() {
        var stub = start("wait-ms: 150");
        directory.put(DirectorySamples.agent("acme/bob", 3));
        assertFault(Status.Code.UNAVAILABLE, () -> stub.getIdentities(identity("acme/bob", 4)))
                .hasMessageContaining("not got to the version");
        assertFault(Status.Code.UNAVAILABLE, () -> stub.getIdentities(identity("acme/none", 1)));
        assertFault(
                Status.Code.UNAVAILABLE,
                () -> stub.listAgents(ListAgentsRequest.newBuilder()
                        .setFleet("acme")
                        .setMinVersion(1)
                        .build()));
        assertFault(Status.Code.UNAVAILABLE, () -> stub.fetchKeys(keys("acme/bob", 1)));
    }

    @Test
    void nobodyWaitsLongerThanTheCallersDeadline() {
        var stub = start("wait-ms: 60000").withDeadlineAfter(500, TimeUnit.MILLISECONDS);
        assertFault(Status.Code.UNAVAILABLE, () -> stub.getIdentities(identity("acme/none", 1)))
                .hasMessageContaining("not got to the version");
    }

    @Test
    void versionsThatDoNotComeKeepNobodyFromReading() {
        var stub = start("wait-ms: 60000, max-calls: 2").withDeadlineAfter(20, TimeUnit.SECONDS);
        directory.put(DirectorySamples.agent("acme/bob", 3));
        var waiting = CompletableFuture.supplyAsync(() -> stub.getIdentities(identity("acme/bob", 4)));
        awaitQuestions(2);
        assertFault(Status.Code.RESOURCE_EXHAUSTED, () -> stub.getIdentities(identity("acme/bob", 4)))
                .hasMessageContaining("too many calls wait");
        assertThat(stub.getIdentities(identity("acme/bob", 3)).getIdentitiesCount())
                .isOne();

        directory.put(DirectorySamples.agent("acme/bob", 4));
        assertThat(waiting.join().getIdentitiesCount()).isOne();
        int before = directory.questions.get();
        var next = CompletableFuture.supplyAsync(() -> stub.getIdentities(identity("acme/eve", 2)));
        awaitQuestions(before + 2);
        directory.put(DirectorySamples.agent("acme/eve", 2));
        assertThat(next.join().getIdentitiesCount())
                .as("there is room to wait again")
                .isOne();
    }

    @Test
    void whoWaitsLongAsksSeldom() {
        var stub = start("wait-ms: 1500");
        assertFault(Status.Code.UNAVAILABLE, () -> stub.getIdentities(identity("acme/none", 1)));
        assertThat(directory.questions.get()).isBetween(2, 12);
    }

    @Test
    void aVersionFarAheadIsNotWaitedFor() {
        var stub = start("wait-ms: 60000").withDeadlineAfter(20, TimeUnit.SECONDS);
        directory.put(DirectorySamples.agent("acme/bob", 3));
        for (GetIdentitiesRequest far : List.of(identity("acme/bob", 1004), identity("acme/none", Long.MAX_VALUE))) {
            assertFault(Status.Code.UNAVAILABLE, () -> stub.getIdentities(far)).hasMessageContaining("versions behind");
        }
        assertFault(Status.Code.UNAVAILABLE, () -> stub.fetchKeys(keys("acme/bob", 1001)))
                .hasMessageContaining("versions behind");
        var near = CompletableFuture.supplyAsync(() -> stub.getIdentities(identity("acme/bob", 1003)));
        directory.put(DirectorySamples.agent("acme/bob", 1003));
        assertThat(near.join().getIdentitiesCount()).isOne();
    }

    @Test
    void whatExceedsTheAnswerIsDeferred() {
        List<String> names = List.of("acme/a", "acme/b", "acme/c", "acme/d", "acme/none");
        names.subList(0, 4).forEach(name -> directory.put(DirectorySamples.agent(name, 1, 1_600_000)));
        var stub = start("");
        for (int round = 0; round < 2; round++) { // the second from the cache
            GetIdentitiesResponse answer = stub.getIdentities(identities(names.toArray(String[]::new)));
            assertThat(answer.getSerializedSize()).isLessThanOrEqualTo(WireLimits.MAX_ANSWER_BYTES);
            List<String> answered = answer.getIdentitiesList().stream()
                    .map(identity -> identity.getAgent().getAgent())
                    .toList();
            assertThat(answered).hasSize(2);
            assertThat(answer.getDeferredList()).doesNotContainAnyElementsOf(answered);
            List<String> all = new ArrayList<>(answered);
            all.addAll(answer.getDeferredList());
            assertThat(all).contains("acme/a", "acme/b", "acme/c", "acme/d");

            GetIdentitiesResponse rest =
                    stub.getIdentities(identities(answer.getDeferredList().toArray(String[]::new)));
            assertThat(rest.getIdentitiesCount()).isEqualTo(2);
        }
    }

    @Test
    void agentsComeInPagesById() {
        for (String name : List.of("e", "b", "d", "a", "c")) {
            directory.put(DirectorySamples.agent("acme/" + name, 1));
        }
        directory.put(DirectorySamples.agent("other/x", 1));
        var stub = start("");
        assertThat(pages(stub, 2))
                .containsExactly(List.of("acme/a", "acme/b"), List.of("acme/c", "acme/d"), List.of("acme/e"));
        assertThat(pages(stub, 5)).hasSize(1);
        assertThat(pages(stub, 0)).hasSize(1);
    }

    @Test
    void theCurrentKeyComesWithItsEvidence() throws Exception {
        PrekeyRecord key = DirectorySamples.prekey("acme/bob");
        directory.put(new CurrentKey("acme/bob", 2, Optional.of(key)));
        directory.put(new CurrentKey("acme/late", 1, Optional.empty()));
        var stub = start("");
        FetchKeysResponse answer = stub.fetchKeys(FetchKeysRequest.newBuilder()
                .addOwners(subject("acme/bob", 2))
                .addOwners(subject("acme/late", 0))
                .addOwners(subject("acme/none", 0))
                .setOneTime(true)
                .build());
        assertThat(answer.getPrekeysList()).containsExactly(key);
        assertThat(GatewayParser.fetchKeysResponse(answer.toByteString())).isEqualTo(answer);

        var late = CompletableFuture.supplyAsync(() -> stub.fetchKeys(keys("acme/late", 1)));
        PrekeyRecord lateKey = DirectorySamples.prekey("acme/late");
        directory.put(new CurrentKey("acme/late", 1, Optional.of(lateKey)));
        assertThat(late.join().getPrekeysList()).containsExactly(lateKey);
    }

    @Test
    void aRecordIsAskedForOnceAMomentUnlessALaterVersionMustBeSeen() {
        var stub = start("");
        directory.put(DirectorySamples.agent("acme/bob", 1));
        directory.put(new CurrentKey("acme/bob", 1, Optional.of(DirectorySamples.prekey("acme/bob"))));
        stub.getIdentities(identity("acme/bob", 0));
        stub.fetchKeys(keys("acme/bob", 0));
        int before = directory.questions.get();
        directory.gone = true;
        assertThat(stub.getIdentities(identity("acme/bob", 1)).getIdentitiesCount())
                .isOne();
        assertThat(stub.fetchKeys(keys("acme/bob", 1)).getPrekeysCount()).isOne();
        assertFault(Status.Code.UNAVAILABLE, () -> stub.getIdentities(identity("acme/bob", 2)));
        assertThat(directory.questions.get()).isGreaterThan(before);
    }

    @Test
    void requestsAreReadStrictly() {
        var stub = start("");
        GetIdentitiesRequest unknownField = identity("acme/bob", 0).toBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                99,
                                UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                        .build())
                .build();
        for (GetIdentitiesRequest bad :
                List.of(GetIdentitiesRequest.getDefaultInstance(), identities("acme/a", "acme/a"), unknownField)) {
            assertThat(reason(assertFault(Status.Code.INVALID_ARGUMENT, () -> stub.getIdentities(bad))
                            .actual()))
                    .isEqualTo("MALFORMED");
        }
        assertFault(Status.Code.INVALID_ARGUMENT, () -> stub.fetchKeys(keys("no agent", 0)));
        assertFault(Status.Code.INVALID_ARGUMENT, () -> stub.listAgents(ListAgentsRequest.getDefaultInstance()));
        assertFault(Status.Code.INVALID_ARGUMENT, () -> stub.getPolicy(policy("no fleet", 0, 0)));
        assertFault(Status.Code.INVALID_ARGUMENT, () -> stub.listPolicyVersions(versions("acme", 257, "")));
        assertThat(registry.find("creto.gateway.directory.calls")
                        .tags("result", "failed")
                        .counters())
                .isNotEmpty();
    }

    @Test
    void aDirectoryThatIsGoneIsUnavailableAndCanBeAskedAgain() {
        var stub = start("");
        directory.gone = true;
        assertFault(Status.Code.UNAVAILABLE, () -> stub.getIdentities(identity("acme/bob", 0)));
        directory.gone = false;
        assertThat(stub.getIdentities(identity("acme/bob", 0)).getIdentitiesCount())
                .isZero();
    }

    @Test
    void moreCallsThanTheLimitAreRefused() throws Exception {
        var stub = start("max-calls: 1");
        CountDownLatch release = new CountDownLatch(1);
        directory.slow = release;
        var first = CompletableFuture.supplyAsync(() -> stub.getIdentities(identity("acme/bob", 0)));
        directory.asked.await();
        StatusRuntimeException refused = assertFault(
                        Status.Code.RESOURCE_EXHAUSTED, () -> stub.getIdentities(identity("acme/bob", 0)))
                .actual();
        assertThat(reason(refused)).isEqualTo("QUOTA_EXCEEDED");
        release.countDown();
        assertThat(first.join().getIdentitiesCount()).isZero();
        assertThat(stub.getIdentities(identity("acme/bob", 0)).getIdentitiesCount())
                .isZero();
    }

    @Test
    void aStopEndsThoseWhoWait() throws Exception {
        DirectoryService service = service("wait-ms: 60000");
        var stub = serve(service);
        var waiting = CompletableFuture.supplyAsync(() -> assertFault(
                        Status.Code.UNAVAILABLE, () -> stub.getIdentities(identity("acme/bob", 1)))
                .actual());
        directory.asked.await();
        service.close();
        assertThat(waiting.join()).hasMessageContaining("stopping");
        assertFault(Status.Code.UNAVAILABLE, () -> stub.getIdentities(identity("acme/bob", 0)));
    }

    @Test
    void aPolicyIsReadByVersionOrTheNewest() throws Exception {
        List<PolicyRecord> policies = policies(3);
        var stub = start("");
        GetPolicyResponse newest = stub.getPolicy(policy("acme", 0, 0));
        assertThat(newest.getPolicy()).isEqualTo(policies.get(2));
        assertThat(PolicyCallParser.getPolicyResponse(newest.toByteString())).isEqualTo(newest);
        assertThat(stub.getPolicy(policy("acme", 1, 3)).getPolicy()).isEqualTo(policies.get(0));
        assertThat(stub.getPolicy(policy("acme", 4, 0)).hasPolicy()).isFalse();
    }

    @Test
    void versionsOfAPolicyComeInPagesTheNewestFirst() throws Exception {
        List<PolicyVersion> listed = new ArrayList<>(
                policies(5).stream().map(DirectorySamples::listed).toList());
        Collections.reverse(listed);
        directory.put(DirectorySamples.policy("other", 9));
        var stub = start("");
        ListPolicyVersionsResponse first = stub.listPolicyVersions(versions("acme", 2, ""));
        ListPolicyVersionsResponse second = stub.listPolicyVersions(versions("acme", 2, first.getNextPageToken()));
        ListPolicyVersionsResponse third = stub.listPolicyVersions(versions("acme", 2, second.getNextPageToken()));
        assertThat(first.getVersionsList()).isEqualTo(listed.subList(0, 2));
        assertThat(second.getVersionsList()).isEqualTo(listed.subList(2, 4));
        assertThat(third.getVersionsList()).isEqualTo(listed.subList(4, 5));
        assertThat(third.getNextPageToken()).isEmpty();
        assertThat(PolicyCallParser.listPolicyVersionsResponse(first.toByteString()))
                .isEqualTo(first);
        for (int size : List.of(0, 5)) {
            ListPolicyVersionsResponse all = stub.listPolicyVersions(versions("acme", size, ""));
            assertThat(all.getVersionsList()).isEqualTo(listed);
            assertThat(all.getNextPageToken()).isEmpty();
        }
    }

    @Test
    void aPolicyReadAfterAPutWaitsForItsVersion() {
        policies(1);
        var stub = start("");
        var policy = CompletableFuture.supplyAsync(() -> stub.getPolicy(policy("acme", 0, 2)));
        var versions = CompletableFuture.supplyAsync(() -> stub.listPolicyVersions(
                versions("acme", 0, "").toBuilder().setMinVersion(2).build()));
        awaitQuestions(4);
        assertThat(policy).isNotDone();
        assertThat(versions).isNotDone();
        directory.put(DirectorySamples.policy("acme", 2));
        assertThat(policy.join().getPolicy().getVersion()).isEqualTo(2);
        assertThat(versions.join().getVersionsCount()).isEqualTo(2);

        var impatient = start("wait-ms: 150");
        assertFault(Status.Code.UNAVAILABLE, () -> impatient.getPolicy(policy("acme", 0, 3)))
                .hasMessageContaining("not got to the version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "acme-2", "acm", "none"})
    void whoIsOfAnotherFleetLearnsNothingOfAPolicy(String fleet) {
        directory.put(DirectorySamples.policy("other", 1));
        var stub = start("");
        List<StatusRuntimeException> refusals = List.of(
                assertFault(Status.Code.PERMISSION_DENIED, () -> stub.getPolicy(policy(fleet, 0, 0)))
                        .actual(),
                assertFault(Status.Code.PERMISSION_DENIED, () -> stub.getPolicy(policy(fleet, 7, 9)))
                        .actual(),
                assertFault(Status.Code.PERMISSION_DENIED, () -> stub.listPolicyVersions(versions(fleet, 0, "")))
                        .actual());
        assertThat(refusals)
                .allSatisfy(refusal -> assertThat(reason(refusal)).isEqualTo("DENIED"))
                .extracting(Throwable::getMessage)
                .containsOnly("PERMISSION_DENIED: the caller is no agent of this fleet");
        assertThat(directory.questions.get()).as("nobody has looked").isZero();
    }

    @Test
    void aStrangerReadsNoPolicyAndWhereNobodyIsAskedEverybodyDoes() {
        policies(1);
        var stub = start("");
        caller = Caller.STRANGER;
        assertFault(Status.Code.UNAUTHENTICATED, () -> stub.getPolicy(policy("acme", 0, 0)));
        assertFault(Status.Code.UNAUTHENTICATED, () -> stub.listPolicyVersions(versions("acme", 0, "")));
        caller = Caller.ANYONE;
        assertThat(stub.getPolicy(policy("acme", 0, 0)).hasPolicy()).isTrue();
        assertThat(stub.listPolicyVersions(versions("acme", 0, "")).getVersionsCount())
                .isOne();
    }

    @Test
    void aTokenThatNoAnswerGaveIsMalformed() {
        var stub = start("");
        for (String token : List.of("acme/bob", "1.5", "99999999999999999999")) {
            assertFault(Status.Code.INVALID_ARGUMENT, () -> stub.listPolicyVersions(versions("acme", 0, token)))
                    .hasMessageContaining("page_token");
        }
    }

    @Test
    void channelsAreNotThereYet() {
        var stub = start("");
        assertFault(
                Status.Code.UNIMPLEMENTED,
                () -> stub.getChannel(
                        GetChannelRequest.newBuilder().setName("acme/news").build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"identities", "agents", "policy", "versions", "keys"})
    void aGatewayWithoutDirectorySaysSo(String call) {
        var stub = serve(new NoDirectoryService());
        assertFault(Status.Code.UNAVAILABLE, () -> switch (call) {
                    case "identities" -> stub.getIdentities(identity("acme/bob", 0));
                    case "agents" ->
                        stub.listAgents(
                                ListAgentsRequest.newBuilder().setFleet("acme").build());
                    case "policy" -> stub.getPolicy(policy("acme", 0, 0));
                    case "versions" -> stub.listPolicyVersions(versions("acme", 0, ""));
                    default -> stub.fetchKeys(keys("acme/bob", 0));
                })
                .hasMessageContaining("directory.url");
    }

    /** Until a call waits: it asks a second time. */
    private void awaitQuestions(int count) {
        Awaitility.await().until(() -> directory.questions.get() >= count);
    }

    private static Fault assertFault(Status.Code code, Callable<?> call) {
        StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call::call);
        assertThat(failure).isNotNull();
        assertThat(failure.getStatus().getCode()).as(failure.toString()).isEqualTo(code);
        return new Fault(failure);
    }

    private record Fault(StatusRuntimeException actual) {
        void hasMessageContaining(String text) {
            assertThat(actual).hasMessageContaining(text);
        }
    }

    private static String reason(StatusRuntimeException failure) {
        return Objects.requireNonNull(StatusProto.fromThrowable(failure)).getDetailsList().stream()
                .filter(detail -> detail.is(ErrorInfo.class))
                .map(detail -> {
                    try {
                        return detail.unpack(ErrorInfo.class).getReason();
                    } catch (InvalidProtocolBufferException e) {
                        throw new AssertionError(e);
                    }
                })
                .findFirst()
                .orElse("");
    }

    private static List<List<String>> pages(DirectoryServiceGrpc.DirectoryServiceBlockingStub stub, int size) {
        List<List<String>> pages = new ArrayList<>();
        String token = "";
        do {
            ListAgentsResponse page = stub.listAgents(ListAgentsRequest.newBuilder()
                    .setFleet("acme")
                    .setPageSize(size)
                    .setPageToken(token)
                    .build());
            pages.add(page.getAgentsList().stream().map(AgentRecord::getAgent).toList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return pages;
    }

    private static GetIdentitiesRequest identities(String... subjects) {
        GetIdentitiesRequest.Builder request = GetIdentitiesRequest.newBuilder();
        for (String subject : subjects) {
            request.addSubjects(subject(subject, 0));
        }
        return request.build();
    }

    private static GetIdentitiesRequest identity(String subject, long version) {
        return GetIdentitiesRequest.newBuilder()
                .addSubjects(subject(subject, version))
                .build();
    }

    private static FetchKeysRequest keys(String owner, long version) {
        return FetchKeysRequest.newBuilder().addOwners(subject(owner, version)).build();
    }

    /** Versions of the policy of the caller's fleet, the oldest first. */
    private List<PolicyRecord> policies(int count) {
        List<PolicyRecord> policies = new ArrayList<>();
        for (int version = 1; version <= count; version++) {
            policies.add(DirectorySamples.policy("acme", version));
        }
        policies.forEach(directory::put);
        return policies;
    }

    private static GetPolicyRequest policy(String fleet, long version, long minVersion) {
        return GetPolicyRequest.newBuilder()
                .setFleet(fleet)
                .setVersion(version)
                .setMinVersion(minVersion)
                .build();
    }

    private static ListPolicyVersionsRequest versions(String fleet, int size, String token) {
        return ListPolicyVersionsRequest.newBuilder()
                .setFleet(fleet)
                .setPageSize(size)
                .setPageToken(token)
                .build();
    }

    private static SubjectVersion.Builder subject(String subject, long version) {
        return SubjectVersion.newBuilder().setSubject(subject).setVersion(version);
    }

    private DirectoryServiceGrpc.DirectoryServiceBlockingStub start(String options) {
        return serve(service(options));
    }

    private DirectoryService service(String options) {
        DirectoryConfig config = GatewayConfigReader.parse(
                        "directory: {url: x" + (options.isEmpty() ? "" : ", " + options) + "}")
                .directory();
        DirectoryHealth health = new DirectoryHealth(new HealthStatusManager(), new FakeDirectory());
        DirectoryService service =
                new DirectoryService(directory, config, health, () -> caller, new GatewayMetrics(registry));
        open.add(service);
        return service;
    }

    private DirectoryServiceGrpc.DirectoryServiceBlockingStub serve(BindableService service) {
        String name = InProcessServerBuilder.generateName();
        try {
            Server server = InProcessServerBuilder.forName(name)
                    .directExecutor()
                    .addService(service)
                    .intercept(new FaultInterceptor(new Faults(Duration.ofMillis(50))))
                    .build()
                    .start();
            open.add(server::shutdownNow);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
        open.add(channel::shutdownNow);
        return DirectoryServiceGrpc.newBlockingStub(channel);
    }
}
