package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.creto.messaging.embedded.DevelopmentCertificate;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.gateway.RestClient.Answer;
import io.creto.messaging.gateway.config.GatewayConfigReader;
import io.creto.messaging.gateway.delivery.DeliverySamples;
import io.creto.messaging.gateway.directory.DirectorySamples;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.DeliveryPartition;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.FetchKeysResponse;
import io.creto.messaging.v1.GetIdentitiesResponse;
import io.creto.messaging.v1.GetPolicyResponse;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.ListAgentsResponse;
import io.creto.messaging.v1.ListPolicyVersionsResponse;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PrekeyRecord;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.SubmitResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The services as HTTP/JSON, over TLS, with a real Kafka and a real read model. */
class RestITCase {
    private static final String BATCHES = "/v1/batches";
    private static final String AGENTS = "/v1/fleets/acme/agents";
    private static final String POLICY = "/v1/fleets/acme/policy";
    private static final String DELIVERIES = "/v1/deliveries:fetch";
    private static final String KEYS = "/v1/keys:fetch";
    private static final String IDENTITIES = "/v1/identities:get";
    private static final Pattern CURL =
            Pattern.compile("curl .*?\"?\\$GATEWAY(?<path>[^\" ]+)\"?( --json '?(?<json>[^']+)'?)?");
    private static final SampleBatches SAMPLES = new SampleBatches(23);
    private static final SampleIdentity ALICE = SampleIdentity.of("acme/alice");
    private static final SampleIdentity BOB = SampleIdentity.of("acme/bob");
    private static final SampleIdentity EVE = SampleIdentity.of("other/eve");
    private static final IdentityRecord BOBS_RECORD = BOB.record(1);

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static ReadModel readModel;
    private static DevelopmentCertificate certificate;
    private static Gateway gateway;
    private static RestClient client;
    private static PrekeyRecord bobsKey;
    private static List<PolicyRecord> policies;

    @BeforeAll
    static void start() throws Exception {
        kafka = GatewayStand.kafka();
        kafka.createTopics(List.of(
                Topics.delivery("acme", 1, Lane.LANE_URGENT, 2),
                Topics.delivery("acme", 1, Lane.LANE_NORMAL, 2),
                Topics.delivery("acme", 1, Lane.LANE_BULK, 2)));
        readModel = ReadModel.start();
        readModel.put(DirectorySamples.fleet("acme", 1));
        readModel.put(ALICE.record(1));
        readModel.put(BOBS_RECORD);
        readModel.put(EVE.record(1));
        policies = Stream.of(1, 2, 3)
                .map(version -> readModel.put(DirectorySamples.policy("acme", version)))
                .toList();
        bobsKey = readModel.putCurrentKey(DirectorySamples.prekey("acme/bob"));
        certificate = DevelopmentCertificate.in(directory.resolve("used"), InstantSource.system());
        gateway = start(certificate);
        client = RestClient.trusting(certificate.certificateFile(), port(gateway));
        awaitHealth(client, 200);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        readModel.close();
        kafka.close();
    }

    @Test
    void aBatchStandsInKafkaByteForByte() throws Exception {
        SignedBatch batch = SAMPLES.batch("acme/alice", Lane.LANE_URGENT, 3, 2000);

        Answer answer = client.post(BATCHES, ALICE.bearer(), RestClient.body(batch));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).startsWith("application/json");
        SubmitResponse response =
                RestClient.parse(answer, SubmitResponse.newBuilder()).build();
        assertThat(response.getBatchId()).isEqualTo(SampleBatches.idOf(batch));
        assertThat(IngestReader.batches(kafka.bootstrapServers()))
                .filteredOn(line -> SampleBatches.idOf(line.parsed().getBatch()).equals(response.getBatchId()))
                .singleElement()
                .satisfies(line -> {
                    assertThat(ByteString.copyFrom(line.value()).endsWith(batch.toByteString()))
                            .isTrue();
                    assertThat(line.timestamp())
                            .isEqualTo(response.getAccepted().getIngestTimeMs());
                });
    }

    @Test
    void whoeverCallsIsAskedWhoTheyAre() throws Exception {
        SignedBatch batch = SAMPLES.batch("acme/alice", Lane.LANE_NORMAL);

        Answer noToken = client.post(BATCHES, null, RestClient.body(batch));
        refused(noToken, 401, 16, "UNKNOWN_SIGNER");
        assertThat(noToken.header("www-authenticate")).isEqualTo("Bearer");
        refused(client.get(AGENTS, null), 401, 16, "UNKNOWN_SIGNER");
        refused(client.post(KEYS, null, "{}"), 401, 16, "UNKNOWN_SIGNER");
        refused(client.post(BATCHES, "Bearer garbage", RestClient.body(batch)), 401, 16, "MALFORMED");
        refused(client.get(AGENTS, ALICE.bearer("elsewhere", System.currentTimeMillis())), 401, 16, "DENIED");

        Answer anothers = client.post(BATCHES, BOB.bearer(), RestClient.body(batch));
        refused(anothers, 403, 7, "DENIED");
    }

    @Test
    void verdictsAreFetchedAsJsonByWhomTheyConcern() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            "delivery.acme.normal",
                            DeliveryPartition.of(AgentId.of("acme", "alice"), 2),
                            null,
                            DeliverySamples.verdict("acme/alice").toByteArray()))
                    .get();
        }
        String open = "\"agents\":[\"acme/alice\"],\"credit\":10,\"content\":\"DELIVERY_CONTENT_VERDICTS\","
                + "\"start\":\"DELIVERY_START_ACKNOWLEDGED\"";

        Answer fetched = client.post(DELIVERIES, ALICE.bearer(), "{\"open\":{" + open + "},\"waitMs\":10000}");
        assertThat(fetched.status()).as(fetched.response().body()).isEqualTo(200);
        assertThat(fetched.json().at("/records/0/verdict/signer").asText()).isEqualTo("acme/alice");

        String cursors = fetched.json().path("cursors").toString();
        Answer acknowledged = client.post(
                "/v1/deliveries:acknowledge",
                ALICE.bearer(),
                "{\"agents\":[\"acme/alice\"],\"cursors\":" + cursors + "}");
        assertThat(acknowledged.status()).as(acknowledged.response().body()).isEqualTo(200);
        Answer again = client.post(DELIVERIES, ALICE.bearer(), "{\"open\":{" + open + "},\"waitMs\":200}");
        assertThat(again.json().path("records")).isEmpty();

        refused(client.post(DELIVERIES, BOB.bearer(), "{\"open\":{" + open + "}}"), 403, 7, "DENIED");
        refused(client.post(DELIVERIES, null, "{\"open\":{" + open + "}}"), 401, 16, "UNKNOWN_SIGNER");
    }

    /** Each address has its own: who calls too often is told to wait, and nobody else is. */
    @Test
    void whoCallsTooOftenWithoutATokenKeepsNobodyElseOut() throws Exception {
        String yaml = yaml(certificate)
                .replace(
                        GatewayStand.GENEROUS,
                        "callers: {stranger-requests-per-second: 1, stranger-request-burst: 3}\n");
        try (Gateway own = Gateway.start(GatewayConfigReader.parse(yaml), List.of())) {
            RestClient flooder = RestClient.trusting(certificate.certificateFile(), port(own));
            String question = "{\"subjects\":[{\"subject\":\"acme/bob\"}]}";
            Answer last = flooder.post(IDENTITIES, null, question);
            for (int i = 0; i < 10; i++) {
                last = flooder.post(IDENTITIES, null, question);
            }
            assertThat(last.status()).isEqualTo(429);
            assertThat(last.reason()).isEqualTo("QUOTA_EXCEEDED");
            assertThat(last.header("retry-after")).isNotEmpty();

            String request = "POST " + IDENTITIES + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n"
                    + "content-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
            try (SSLSocket elsewhere = (SSLSocket) RestClient.trust(certificate.certificateFile())
                    .getSocketFactory()
                    .createSocket("127.0.0.1", port(own), InetAddress.getByName("127.0.0.77"), 0)) {
                elsewhere.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(elsewhere.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 400");
            }
        }
    }

    @Test
    void whoIsNotYetAnybodyEnrols() throws Exception {
        SignedBatch enrolment = SampleEnrolments.enrolment("acme/carol");

        assertThat(client.post(BATCHES, null, RestClient.body(enrolment)).status())
                .isEqualTo(200);
    }

    @Test
    void agentsAreListedInPages() throws Exception {
        ListAgentsResponse first = RestClient.parse(
                        client.get(AGENTS + "?pageSize=1", ALICE.bearer()), ListAgentsResponse.newBuilder())
                .build();
        ListAgentsResponse second = RestClient.parse(
                        client.get(AGENTS + "?page_size=1&page_token=" + first.getNextPageToken(), ALICE.bearer()),
                        ListAgentsResponse.newBuilder())
                .build();

        assertThat(first.getAgentsList()).extracting(AgentRecord::getAgent).containsExactly("acme/alice");
        assertThat(second.getAgentsList()).extracting(AgentRecord::getAgent).containsExactly("acme/bob");
    }

    @Test
    void keysAndIdentitiesComeWithTheirEvidence() throws Exception {
        Answer keys = client.post(
                KEYS, ALICE.bearer(), "{\"owners\":[{\"subject\":\"acme/bob\"},{\"subject\":\"acme/none\"}]}");
        Answer identities =
                client.post(IDENTITIES, null, "{\"subjects\":[{\"subject\":\"acme/bob\",\"version\":\"1\"}]}");

        assertThat(RestClient.parse(keys, FetchKeysResponse.newBuilder()).getPrekeysList())
                .containsExactly(bobsKey);
        assertThat(RestClient.parse(identities, GetIdentitiesResponse.newBuilder())
                        .getIdentitiesList())
                .containsExactly(BOBS_RECORD);
    }

    @Test
    void aPolicyIsReadByTheAgentsOfItsFleetAlone() throws Exception {
        Answer newest = client.get(POLICY, ALICE.bearer());
        Answer second = client.get(POLICY + "?version=2&minVersion=3", ALICE.bearer());
        Answer page = client.get(POLICY + "/versions?pageSize=2", ALICE.bearer());

        assertThat(RestClient.parse(newest, GetPolicyResponse.newBuilder()).getPolicy())
                .isEqualTo(policies.get(2));
        assertThat(RestClient.parse(second, GetPolicyResponse.newBuilder()).getPolicy())
                .isEqualTo(policies.get(1));
        ListPolicyVersionsResponse.Builder listed = RestClient.parse(page, ListPolicyVersionsResponse.newBuilder());
        assertThat(listed.getVersionsList())
                .containsExactly(DirectorySamples.listed(policies.get(2)), DirectorySamples.listed(policies.get(1)));
        Answer rest =
                client.get(POLICY + "/versions?pageSize=2&pageToken=" + listed.getNextPageToken(), ALICE.bearer());
        assertThat(RestClient.parse(rest, ListPolicyVersionsResponse.newBuilder())
                        .getVersionsList())
                .containsExactly(DirectorySamples.listed(policies.get(0)));

        for (String path : List.of(POLICY, POLICY + "/versions")) {
            refused(client.get(path, EVE.bearer()), 403, 7, "DENIED");
            refused(client.get(path.replace("acme", "none"), ALICE.bearer()), 403, 7, "DENIED");
            refused(client.get(path, null), 401, 16, "UNKNOWN_SIGNER");
            refused(client.get(path.replace("acme", "NO"), ALICE.bearer()), 400, 3, "MALFORMED");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "[]",
                "{\"batch\":",
                "{\"batch\":\"%%%\"}",
                "{\"batch\":7}",
                "{\"batch\":\"\",\"unknown\":1}",
                "{\"batch\":\"AAAA\"}"
            })
    void whatIsNoSubmissionIsABadRequest(String json) throws Exception {
        refused(client.post(BATCHES, ALICE.bearer(), json), 400, 3, "MALFORMED");
    }

    @Test
    void aMistakeInTheQueryIsABadRequest() throws Exception {
        refused(client.get(AGENTS + "?pageSize=many", ALICE.bearer()), 400, 3, "MALFORMED");
        refused(client.get(AGENTS + "?pageSise=1", ALICE.bearer()), 400, 3, "MALFORMED");
        refused(client.get("/v1/fleets/NO/agents", ALICE.bearer()), 400, 3, "MALFORMED");
    }

    @Test
    void whatIsNotJsonIsABadRequest() throws Exception {
        Answer noType = client.send(client.request(BATCHES, ALICE.bearer())
                .POST(BodyPublishers.ofString("{}"))
                .build());
        Answer grpc = client.send(client.request(BATCHES, ALICE.bearer())
                .header("content-type", "application/grpc")
                .POST(BodyPublishers.ofString("{}"))
                .build());

        refused(noType, 400, 3, "MALFORMED");
        refused(grpc, 400, 3, "MALFORMED");
    }

    @Test
    void aBatchThatIsTooLargeIsRefusedWithItsReasonAndMoreIsCutOff() throws Exception {
        SignedBatch large = SAMPLES.batch("acme/alice", Lane.LANE_BULK, 2, 600_000);

        refused(client.post(BATCHES, ALICE.bearer(), RestClient.body(large)), 400, 3, "TOO_LARGE");
        try (SSLSocket socket = socket("TLSv1.3")) {
            String request = "POST /v1/batches HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n"
                    + "content-length: 2097153\r\n\r\n{";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("\"TOO_LARGE\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /v1/batches,                                          405",
        "DELETE, /v1/fleets/acme/agents,                               405",
        "PUT,    /v1/fleets/acme/policy,                               405",
        "GET,    /,                                                    404",
        "GET,    /v1/fleets/acme,                                      404",
        "GET,    /metrics,                                             404",
        "GET,    /internal/health,                                     404",
        "POST,   /creto.messaging.v1.SubmissionService/Submit,         404",
        "POST,   /creto.messaging.v1.SubmissionService/SubmitStream,   404",
        "POST,   /grpc.health.v1.Health/Check,                         404",
        "GET,    /v1/fleets/..%2f..%2fetc/agents,                      400",
        "GET,    /v1/../../etc/passwd,                                 400",
        "GET,    /docs/..%2f..%2fetc/passwd,                           400",
    })
    void whatIsNotOfferedIsNotThere(String method, String path, int status) throws Exception {
        Answer answer = client.send(client.request(path, ALICE.bearer())
                .method(method, BodyPublishers.noBody())
                .build());

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("code").asInt()).isPositive();
        assertThat(answer.header("server")).isEmpty();
    }

    @Test
    void tls12AndPlaintextAreRefused() throws Exception {
        try (SSLSocket socket = socket("TLSv1.3")) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
        try (SSLSocket socket = socket("TLSv1.2")) {
            assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("protocol_version");
        }
        assertThatThrownBy(() -> RestClient.plaintext(port(gateway), java.net.http.HttpClient.Version.HTTP_1_1)
                        .get("/health", null))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aNewCertificateServesNewConnectionsWithoutARestart() throws Exception {
        DevelopmentCertificate files = DevelopmentCertificate.in(directory.resolve("files"), InstantSource.system());
        DevelopmentCertificate second = DevelopmentCertificate.in(directory.resolve("second"), InstantSource.system());
        try (Gateway own = start(files)) {
            assertThat(trusts(files.certificateFile(), own)).isTrue();
            assertThat(trusts(second.certificateFile(), own)).isFalse();

            Files.copy(second.privateKeyFile(), files.privateKeyFile(), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(second.certificateFile(), files.certificateFile(), StandardCopyOption.REPLACE_EXISTING);
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> trusts(second.certificateFile(), own));
        }
    }

    /** As {@code curl} would send them. */
    @Test
    void theReadmesExamplesAreAnswered() throws Exception {
        List<String> examples = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("curl "))
                .toList();
        assertThat(examples).hasSize(9);
        for (String example : examples) {
            Matcher call = CURL.matcher(example);
            assertThat(call.matches()).as(example).isTrue();
            String bearer = example.contains("Bearer $TOKEN") ? ALICE.bearer() : null;
            String json = call.group("json");
            if (json != null && json.startsWith("@")) {
                json = RestClient.body(SAMPLES.batch("acme/alice", Lane.LANE_NORMAL));
            }
            String path = call.group("path");
            Answer answer = json == null ? client.get(path, bearer) : client.post(path, bearer, json);
            assertThat(answer.status()).as(example).isEqualTo(200);
        }
    }

    @Test
    void theDescriptionNamesWhatIsThere() throws Exception {
        Answer document = client.get("/openapi.json", null);

        assertThat(document.status()).isEqualTo(200);
        assertThat(document.header("content-type")).startsWith("application/json");
        List<String> calls = new ArrayList<>();
        document.json()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(verb -> calls.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(calls).contains("POST " + BATCHES, "GET /health").hasSize(9);
        for (String call : calls) {
            String[] words = call.split(" ", 2);
            Answer there = client.send(client.request(words[1].replace("{fleet}", "acme"), ALICE.bearer())
                    .header("content-type", "application/json")
                    .method(words[0], BodyPublishers.ofString("{}"))
                    .build());
            assertThat(there.status()).as(call).isIn(200, 400);
        }
    }

    @Test
    void thePageShowsTheSameCallsAndIsNotFramed() throws Exception {
        Answer page = client.get("/docs/", null);
        Answer specification = client.get("/docs/specification.json", null);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).startsWith("text/html");
        assertThat(page.header("content-security-policy"))
                .contains("frame-ancestors 'none'")
                .contains("connect-src 'self'");
        List<String> shown = new ArrayList<>();
        for (JsonNode service : specification.json().path("services")) {
            for (JsonNode method : service.path("methods")) {
                for (JsonNode endpoint : method.path("endpoints")) {
                    shown.add(method.path("httpMethod").asText() + " "
                            + endpoint.path("pathMapping").asText());
                }
            }
        }
        assertThat(specification.response().body()).contains("The serialized SignedBatch, at most 1 MiB.");
        assertThat(shown)
                .containsExactlyInAnyOrder(
                        "POST exact:/v1/batches",
                        "POST regex:^/v1/identities:get$",
                        "POST regex:^/v1/keys:fetch$",
                        "POST regex:^/v1/deliveries:fetch$",
                        "POST regex:^/v1/deliveries:acknowledge$",
                        "GET /v1/fleets/:fleet/agents",
                        "GET /v1/fleets/:fleet/policy",
                        "GET /v1/fleets/:fleet/policy/versions");
    }

    private static void refused(Answer answer, int http, int code, String reason) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(http);
        assertThat(answer.header("content-type")).startsWith("application/json");
        assertThat(answer.json().path("code").asInt()).isEqualTo(code);
        assertThat(answer.reason()).as(answer.response().body()).isEqualTo(reason);
    }

    private static boolean trusts(Path certificateFile, Gateway own) throws Exception {
        try {
            var unused = RestClient.trusting(certificateFile, port(own)).get("/health", null);
            return true;
        } catch (SSLHandshakeException e) {
            return false;
        }
    }

    private static SSLSocket socket(String protocol) throws Exception {
        SSLSocket socket = (SSLSocket) RestClient.trust(certificate.certificateFile())
                .getSocketFactory()
                .createSocket("127.0.0.1", port(gateway));
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    private static void awaitHealth(RestClient client, int status) {
        Awaitility.await()
                .atMost(GatewayStand.PATIENCE)
                .until(() -> client.get("/health", null).status() == status);
    }

    private static int port(Gateway gateway) {
        return gateway.restPort().orElseThrow();
    }

    private static Gateway start(DevelopmentCertificate certificate) {
        return Gateway.start(GatewayConfigReader.parse(yaml(certificate)), List.of());
    }

    private static String yaml(DevelopmentCertificate certificate) {
        return GatewayStand.yaml(kafka.bootstrapServers(), readModel.options())
                .replace(GatewayStand.ANONYMOUS, "")
                .replace("rest: {port: -1}", "rest: {port: 0}")
                .replace(
                        "tls: {insecure-plaintext: true}",
                        "tls: {certificate-file: '%s', private-key-file: '%s', reload-ms: 100}"
                                .formatted(certificate.certificateFile(), certificate.privateKeyFile()));
    }
}
