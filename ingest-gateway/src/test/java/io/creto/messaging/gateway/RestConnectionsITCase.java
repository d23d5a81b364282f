package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.embedded.DevelopmentCertificate;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.gateway.RestClient.Answer;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The HTTP port's connections, over both versions of HTTP; who misbehaves is closed, and health says what is. */
class RestConnectionsITCase {
    private static final SampleBatches SAMPLES = new SampleBatches(29);
    private static final int READ_MS = 30_000;
    private static final String BATCHES = "/v1/batches";

    private static EmbeddedKafka kafka;
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        kafka = GatewayStand.kafka();
        gateway = start("port: 0");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        kafka.close();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void bothVersionsOfHttpAreSpoken(Version version) throws Exception {
        SignedBatch batch = SAMPLES.batch("acme/a", Lane.LANE_NORMAL);

        Answer answer = client(gateway, version).post(BATCHES, null, RestClient.body(batch));

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.response().version()).isEqualTo(version);
        assertThat(IngestReader.batches(kafka.bootstrapServers()))
                .filteredOn(line -> ByteString.copyFrom(line.value()).endsWith(batch.toByteString()))
                .hasSize(1);
    }

    @Test
    void aConnectionThatDoesNotComeToItsHandshakeIsClosed(@TempDir Path directory) throws Exception {
        DevelopmentCertificate certificate = DevelopmentCertificate.in(directory, InstantSource.system());
        String yaml = yaml("port: 0")
                .replace("grpc: {port: 0}", "grpc: {port: 0, handshake-timeout-ms: 500}")
                .replace(
                        "tls: {insecure-plaintext: true}",
                        "tls: {certificate-file: '%s', private-key-file: '%s'}"
                                .formatted(certificate.certificateFile(), certificate.privateKeyFile()));
        try (Gateway own = GatewayStand.gateway(yaml);
                Socket silent = connect(own);
                Socket slow = connect(own)) {
            silent.setSoTimeout(5_000); // the TLS library itself gives up after 10 s
            slow.setSoTimeout(5_000);
            slow.getOutputStream().write(new byte[] {0x16, 3, 1});

            assertThat(answer(silent)).isEmpty();
            assertThat(answer(slow)).isEmpty();
        }
    }

    @Test
    void whoDripsHeadersIsClosed() throws Exception {
        try (Gateway own = start("port: 0, max-connection-idle-ms: 1000");
                Socket drip = connect(own)) {
            drip.setSoTimeout(10_000); // the server's own default is 15 s
            write(drip, "GET /health HTTP/1.1\r\nhost: a\r\n");
            CompletableFuture<Void> dripping = CompletableFuture.runAsync(() -> {
                while (!drip.isClosed()) {
                    try {
                        write(drip, "x-drip: 1\r\n");
                        TimeUnit.MILLISECONDS.sleep(100); // the pace of the attack, not a wait for something
                    } catch (IOException | InterruptedException e) {
                        return;
                    }
                }
            });

            assertThat(answer(drip)).isEmpty();
            dripping.get(READ_MS, TimeUnit.MILLISECONDS);
            assertThat(client(own, Version.HTTP_1_1).get("/health", null).status())
                    .isIn(200, 503);
        }
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedForLong() throws Exception {
        try (Gateway own = start("port: 0, request-timeout-ms: 1000");
                Socket slow = connect(own)) {
            slow.setSoTimeout(8_000); // the server's own default is 10 s
            write(slow, post(1000));

            assertThat(new String(slow.getInputStream().readNBytes(13), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 504 ");
        }
    }

    @Test
    void tooManyHeadersAreCutOff() throws Exception {
        String yaml = yaml("port: 0").replace("grpc: {port: 0}", "grpc: {port: 0, max-metadata-bytes: 16384}");
        try (Gateway own = GatewayStand.gateway(yaml);
                Socket large = connect(own);
                Socket larger = connect(own)) {
            write(large, "GET /openapi.json HTTP/1.1\r\nhost: a\r\nx-large: " + "a".repeat(15_000) + "\r\n\r\n");
            write(larger, "GET /openapi.json HTTP/1.1\r\nhost: a\r\nx-large: " + "a".repeat(17_000) + "\r\n\r\n");

            assertThat(new String(large.getInputStream().readNBytes(13), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200 ");
            assertThat(answer(larger)).startsWith("HTTP/1.1 431 ").contains("\"code\"");
        }
    }

    @Test
    void moreConnectionsThanAllowedAreClosedAtOnce() throws Exception {
        try (Gateway own = start("port: 0, max-connections: 2");
                Socket first = connect(own);
                Socket second = connect(own)) {
            health(first);
            health(second);
            try (Socket third = connect(own)) {
                third.setSoTimeout(5_000); // an idle connection is closed later
                assertThat(answer(third)).isEmpty();
            }
        }
    }

    @Test
    void bodiesTakeNoMoreMemoryThanAllowed() throws Exception {
        try (Gateway own = start("port: 0, in-flight-bytes: 4194304")) {
            RestClient other = client(own, Version.HTTP_1_1);
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Socket socket = connect(own);
                slow.add(socket);
                write(socket, post(2_000_000));
            }
            String large = RestClient.body(SAMPLES.batch("acme/a", Lane.LANE_NORMAL, 1, 200_000));
            Answer refused = Awaitility.await()
                    .atMost(GatewayStand.PATIENCE)
                    .until(() -> other.post(BATCHES, null, large), answer -> answer.status() == 429);
            assertThat(refused.reason()).isEqualTo("QUOTA_EXCEEDED");
            assertThat(refused.header("retry-after")).isEqualTo("1");
            String small = RestClient.body(SAMPLES.batch("acme/a", Lane.LANE_NORMAL));
            assertThat(other.post(BATCHES, null, small).status()).isEqualTo(200);

            for (Socket socket : slow) {
                socket.close();
            }
            Awaitility.await()
                    .atMost(GatewayStand.PATIENCE)
                    .until(() -> other.post(BATCHES, null, large).status() == 200);
        }
    }

    @Test
    void healthFollowsKafka() {
        try (EmbeddedKafka own = GatewayStand.kafka();
                Gateway watched =
                        GatewayStand.gateway(yaml(own, "port: 0") + "time: {tick-ms: 200, silence-ms: 1000}")) {
            RestClient client = client(watched, Version.HTTP_2);
            awaitHealth(client, 200);
            own.stop();
            awaitHealth(client, 503);
            own.start();
            awaitHealth(client, 200);
        }
    }

    @Test
    void whileItDrainsItIsNotHealthyAndAnswersWhatIsUnderWay() throws Exception {
        try (EmbeddedKafka own = GatewayStand.kafka();
                GatewayStand stand = GatewayStand.startRest(own, "time: {tick-ms: 200, silence-ms: 60000}")) {
            RestClient client = client(stand.gateway(), Version.HTTP_1_1);
            awaitHealth(client, 200);
            throttle(own);
            List<CompletableFuture<Integer>> submissions = new ArrayList<>();
            Awaitility.await().atMost(GatewayStand.PATIENCE).until(() -> {
                submissions.add(submit(client));
                return stand.metric("creto_gateway_in_flight_batches") > 5;
            });

            CompletableFuture<Void> closing = CompletableFuture.runAsync(stand.gateway()::close);

            awaitHealth(client, 503);
            assertThat(closing).isNotDone();
            assertThat(client.post(BATCHES, null, RestClient.body(SAMPLES.batch("acme/a", Lane.LANE_NORMAL)))
                            .status())
                    .isEqualTo(503);
            closing.get(60, TimeUnit.SECONDS);
            for (CompletableFuture<Integer> submission : submissions) {
                assertThat(submission.get(30, TimeUnit.SECONDS)).isIn(200, 503);
            }
        }
    }

    private static CompletableFuture<Integer> submit(RestClient client) {
        String body = RestClient.body(SAMPLES.batch("acme/a", Lane.LANE_BULK));
        return client.http()
                .sendAsync(
                        client.request(BATCHES, null)
                                .header("content-type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.discarding())
                .thenApply(response -> response.statusCode());
    }

    /** Kafka makes the gateway pause after each request for as long as if it had one byte a second. */
    private static void throttle(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            ClientQuotaEntity gateway =
                    new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, "gateway-under-test"));
            ClientQuotaAlteration.Op rate = new ClientQuotaAlteration.Op("producer_byte_rate", 1.0);
            admin.alterClientQuotas(List.of(new ClientQuotaAlteration(gateway, List.of(rate))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void awaitHealth(RestClient client, int status) {
        Awaitility.await()
                .atMost(GatewayStand.PATIENCE)
                .until(() -> client.get("/health", null).status() == status);
    }

    private static void health(Socket socket) throws IOException {
        write(socket, "GET /health HTTP/1.1\r\nhost: a\r\n\r\n");
        assertThat(socket.getInputStream().read()).isEqualTo('H');
    }

    private static String post(int bytes) {
        return "POST /v1/batches HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: " + bytes
                + "\r\n\r\n{";
    }

    private static Gateway start(String rest) {
        return GatewayStand.gateway(yaml(rest));
    }

    private static String yaml(String rest) {
        return yaml(kafka, rest);
    }

    private static String yaml(EmbeddedKafka kafka, String rest) {
        return GatewayStand.yaml(kafka.bootstrapServers()).replace("rest: {port: -1}", "rest: {" + rest + "}");
    }

    private static RestClient client(Gateway gateway, Version version) {
        return RestClient.plaintext(gateway.restPort().orElseThrow(), version);
    }

    private static Socket connect(Gateway gateway) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), gateway.restPort().orElseThrow());
        socket.setSoTimeout(READ_MS);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** All that comes until the server closes, which it does in time or this fails. */
    private static String answer(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return "";
        }
    }
}
