package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.embedded.EmbeddedPostgres;
import io.creto.messaging.gateway.directory.DirectorySamples;
import io.creto.messaging.schemas.GatewayParser;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.DirectoryServiceGrpc;
import io.creto.messaging.v1.FetchKeysRequest;
import io.creto.messaging.v1.FetchKeysResponse;
import io.creto.messaging.v1.GetIdentitiesRequest;
import io.creto.messaging.v1.GetIdentitiesResponse;
import io.creto.messaging.v1.GetPolicyRequest;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.LineageState;
import io.creto.messaging.v1.ListAgentsRequest;
import io.creto.messaging.v1.ListAgentsResponse;
import io.creto.messaging.v1.ListPolicyVersionsRequest;
import io.creto.messaging.v1.ListPolicyVersionsResponse;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PolicyVersion;
import io.creto.messaging.v1.PrekeyRecord;
import io.creto.messaging.v1.SubjectVersion;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The directory over a real read model, and what an outage of it touches. */
class DirectoryITCase {
    private static EmbeddedKafka kafka;
    private static EmbeddedPostgres postgres;
    private static GatewayStand stand;
    private static ManagedChannel channel;

    @BeforeAll
    static void startTheGatewayBeforeTheDatabase() throws Exception {
        kafka = GatewayStand.kafka();
        postgres = EmbeddedPostgres.builder().build().start();
        postgres.stop();
        stand = GatewayStand.start(kafka, """
                directory: {url: "%s", user: "%s", password-file: "%s", wait-ms: 5000, cache-ms: 0}
                """.formatted(postgres.jdbcUrl(), postgres.user(), postgres.passwordFile()));
        channel = stand.newChannel();
        assertThat(stand.health(DirectoryServiceGrpc.SERVICE_NAME)).isEqualTo(ServingStatus.NOT_SERVING);
        postgres.start();
        Flyway.configure()
                .dataSource(postgres.jdbcUrl(), postgres.user(), Files.readString(postgres.passwordFile()))
                .locations("classpath:io/creto/messaging/schemas/readmodel")
                .load()
                .migrate();
        awaitDirectory(ServingStatus.SERVING);
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        stand.close();
        postgres.close();
        kafka.close();
    }

    @BeforeEach
    void empty() throws Exception {
        update("TRUNCATE fleets, agents, lineages, prekeys, policies");
    }

    @Test
    void identitiesComeAsTheyStandInTheReadModel() throws Exception {
        IdentityRecord bob = put(DirectorySamples.agent("acme/bob", 3));
        IdentityRecord fleet = DirectorySamples.fleet("acme", 2);
        update("INSERT INTO fleets VALUES (?, ?, ?)", "acme", 2L, fleet.toByteArray());
        GetIdentitiesResponse answer = stub().getIdentities(GetIdentitiesRequest.newBuilder()
                .addSubjects(subject("acme/bob", 3))
                .addSubjects(subject("acme", 0))
                .addSubjects(subject("acme/none", 0))
                .build());
        assertThat(answer.getIdentitiesList()).containsExactlyInAnyOrder(bob, fleet);
        assertThat(GatewayParser.getIdentitiesResponse(answer.toByteString())).isEqualTo(answer);
    }

    @Test
    void aReadWaitsForTheVersionThatItMustSee() throws Exception {
        put(DirectorySamples.agent("acme/bob", 1));
        var waiting = CompletableFuture.supplyAsync(() -> stub().getIdentities(identity("acme/bob", 2)));
        assertThat(stub().getIdentities(identity("acme/bob", 1)).getIdentitiesCount())
                .isOne();
        assertThat(waiting).isNotDone();
        IdentityRecord second = DirectorySamples.agent("acme/bob", 2);
        update("UPDATE agents SET version = ?, record = ? WHERE agent = 'acme/bob'", 2L, second.toByteArray());
        assertThat(waiting.join().getIdentitiesList()).containsExactly(second);
    }

    @Test
    void pagesGoThroughAFleetByTheBytesOfItsNames() throws Exception {
        List<String> names = List.of("acme/-", "acme/a", "acme/a-b", "acme/a.b", "acme/a_b", "acme/ab", "acme/b");
        for (String name : names) {
            put(DirectorySamples.agent(name, 1));
        }
        put(DirectorySamples.agent("acme-2/x", 1));
        List<String> sorted = names.stream().sorted().toList();
        ListAgentsResponse first = stub().listAgents(ListAgentsRequest.newBuilder()
                .setFleet("acme")
                .setPageSize(4)
                .build());
        ListAgentsResponse second = stub().listAgents(ListAgentsRequest.newBuilder()
                .setFleet("acme")
                .setPageSize(4)
                .setPageToken(first.getNextPageToken())
                .build());
        assertThat(first.getAgentsList()).extracting(AgentRecord::getAgent).isEqualTo(sorted.subList(0, 4));
        assertThat(second.getAgentsList()).extracting(AgentRecord::getAgent).isEqualTo(sorted.subList(4, 7));
        assertThat(second.getNextPageToken()).isEmpty();
    }

    @Test
    void theCurrentKeyIsTheOneThatTheLineageNames() throws Exception {
        PrekeyRecord former = putPrekey(DirectorySamples.prekey("acme/bob"));
        PrekeyRecord current = putPrekey(DirectorySamples.prekey("acme/bob"));
        putLineage(
                "acme/bob",
                "*",
                4,
                LineageState.LINEAGE_STATE_ACTIVE,
                current.getPrekey().getKeyId());
        putLineage(
                "acme/bob",
                "acme/eve",
                5,
                LineageState.LINEAGE_STATE_ACTIVE,
                former.getPrekey().getKeyId());
        PrekeyRecord gone = putPrekey(DirectorySamples.prekey("acme/gone"));
        putLineage(
                "acme/gone",
                "*",
                1,
                LineageState.LINEAGE_STATE_REVOKED,
                gone.getPrekey().getKeyId());
        FetchKeysResponse answer = stub().fetchKeys(FetchKeysRequest.newBuilder()
                .addOwners(subject("acme/bob", 5))
                .addOwners(subject("acme/gone", 1))
                .addOwners(subject("acme/none", 0))
                .build());
        assertThat(answer.getPrekeysList()).containsExactly(current);
        assertThat(GatewayParser.fetchKeysResponse(answer.toByteString())).isEqualTo(answer);
    }

    @Test
    void aPolicyIsReadByVersionAndListedTheNewestFirst() throws Exception {
        List<PolicyRecord> policies = new ArrayList<>();
        for (int version = 1; version <= 12; version++) {
            policies.add(put(DirectorySamples.policy("acme", version)));
        }
        put(DirectorySamples.policy("acme-2", 40));
        List<PolicyVersion> listed =
                new ArrayList<>(policies.stream().map(DirectorySamples::listed).toList());
        Collections.reverse(listed);

        assertThat(stub().getPolicy(policy(0, 12)).getPolicy()).isEqualTo(policies.get(11));
        assertThat(stub().getPolicy(policy(1, 0)).getPolicy()).isEqualTo(policies.get(0));
        assertThat(stub().getPolicy(policy(13, 0)).hasPolicy()).isFalse();
        ListPolicyVersionsRequest question = ListPolicyVersionsRequest.newBuilder()
                .setFleet("acme")
                .setPageSize(7)
                .build();
        ListPolicyVersionsResponse first = stub().listPolicyVersions(question);
        ListPolicyVersionsResponse second = stub().listPolicyVersions(question.toBuilder()
                .setPageToken(first.getNextPageToken())
                .build());
        assertThat(first.getVersionsList()).isEqualTo(listed.subList(0, 7));
        assertThat(second.getVersionsList()).isEqualTo(listed.subList(7, 12));
        assertThat(second.getNextPageToken()).isEmpty();
    }

    @Test
    void aPolicyIsWaitedForUntilTheReadModelHasIt() throws Exception {
        var waiting = CompletableFuture.supplyAsync(() -> stub().getPolicy(policy(0, 1)));
        assertThat(stub().getPolicy(policy(0, 0)).hasPolicy()).isFalse();
        assertThat(waiting).isNotDone();
        PolicyRecord initial = put(DirectorySamples.policy("acme", 1));
        assertThat(waiting.join().getPolicy()).isEqualTo(initial);
    }

    @Test
    void anOutageOfTheDatabaseTouchesTheDirectoryAlone() throws Exception {
        IdentityRecord bob = put(DirectorySamples.agent("acme/bob", 1));
        assertThat(stub().getIdentities(identity("acme/bob", 0)).getIdentitiesCount())
                .isOne();
        postgres.stop();
        try {
            StatusRuntimeException failure = catchThrowableOfType(
                    StatusRuntimeException.class, () -> stub().getIdentities(identity("acme/bob", 0)));
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            awaitDirectory(ServingStatus.NOT_SERVING);
            assertThat(stand.health("")).isEqualTo(ServingStatus.SERVING);
            assertThat(stand.blocking()
                            .submit(GatewayStand.request(new SampleBatches(4).batch("acme/bob", Lane.LANE_NORMAL)))
                            .hasAccepted())
                    .isTrue();
            assertThat(stand.metric("creto_gateway_directory_answers")).isZero();
        } finally {
            postgres.start();
        }
        awaitDirectory(ServingStatus.SERVING);
        assertThat(stub().getIdentities(identity("acme/bob", 1)).getIdentitiesList())
                .containsExactly(bob);
    }

    private static DirectoryServiceGrpc.DirectoryServiceBlockingStub stub() {
        return DirectoryServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    private static void awaitDirectory(ServingStatus status) {
        Awaitility.await()
                .atMost(GatewayStand.PATIENCE)
                .until(() -> stand.health(DirectoryServiceGrpc.SERVICE_NAME) == status);
    }

    private static GetIdentitiesRequest identity(String subject, long version) {
        return GetIdentitiesRequest.newBuilder()
                .addSubjects(subject(subject, version))
                .build();
    }

    private static SubjectVersion subject(String subject, long version) {
        return SubjectVersion.newBuilder()
                .setSubject(subject)
                .setVersion(version)
                .build();
    }

    private static IdentityRecord put(IdentityRecord agent) throws Exception {
        String id = agent.getAgent().getAgent();
        update(
                "INSERT INTO agents VALUES (?, ?, ?, ?, ?)",
                id,
                id.substring(0, id.indexOf('/')),
                agent.getVersion(),
                agent.getAgent().toByteArray(),
                agent.toByteArray());
        return agent;
    }

    private static PolicyRecord put(PolicyRecord policy) throws Exception {
        update(
                "INSERT INTO policies VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                policy.getFleet(),
                policy.getVersion(),
                policy.getRecordedAtMs(),
                policy.getEffectiveFromMs(),
                policy.getAuthor(),
                policy.getDocument().getId(),
                !policy.hasEvidence(),
                policy.toByteArray());
        return policy;
    }

    private static GetPolicyRequest policy(long version, long minVersion) {
        return GetPolicyRequest.newBuilder()
                .setFleet("acme")
                .setVersion(version)
                .setMinVersion(minVersion)
                .build();
    }

    private static PrekeyRecord putPrekey(PrekeyRecord key) throws Exception {
        update(
                "INSERT INTO prekeys VALUES (?, '*', ?, 1, 1, false, ?, ?)",
                key.getOwner(),
                key.getPrekey().getKeyId().toByteArray(),
                key.getPrekey().getPublicKey().toByteArray(),
                key.getEvidence().toByteArray());
        return key;
    }

    private static void putLineage(String owner, String peer, long version, LineageState state, ByteString current)
            throws Exception {
        update(
                "INSERT INTO lineages VALUES (?, ?, ?, 1, ?, ?, ?, '{}', '')",
                owner,
                peer,
                version,
                state.getNumber(),
                current.toByteArray(),
                DirectorySamples.NOW);
    }

    private static void update(String sql, Object... values) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl(), postgres.user(), Files.readString(postgres.passwordFile()));
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
