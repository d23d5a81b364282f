package io.creto.messaging.gateway;

import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.gateway.config.GatewayConfigReader;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.creto.messaging.v1.SubmitRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real gateway before a Kafka, on real sockets, with a client. */
final class GatewayStand implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What these tests are not about. */
    static final String ANONYMOUS = "auth: {insecure-anonymous: true}\n";

    /** And this: all of a test is one caller. */
    static final String GENEROUS = "callers: {agent-requests-per-second: 1000000, agent-request-burst: 1000000,"
            + " agent-bytes-per-second: 1000000000, agent-byte-burst: 1000000000, agent-streams: 100000}\n";

    private final Gateway gateway;
    private final ManagedChannel channel;

    private GatewayStand(Gateway gateway) {
        this.gateway = gateway;
        channel = newChannel();
    }

    /** A broker with the deployment's topics. */
    static EmbeddedKafka kafka() {
        EmbeddedKafka kafka = EmbeddedKafka.builder().unsecured().build().start();
        kafka.createTopics(Topics.deployment());
        return kafka;
    }

    /**
     * Starts on free ports; returns when healthy.
     *
     * @param options further lines of YAML, by sections limits and time
     */
    static GatewayStand start(EmbeddedKafka kafka, String... options) {
        GatewayStand stand = new GatewayStand(
                Gateway.start(GatewayConfigReader.parse(yaml(kafka.bootstrapServers(), options)), List.of()));
        stand.awaitHealth(ServingStatus.SERVING);
        return stand;
    }

    /** Starts one that asks who calls; returns when healthy. */
    static GatewayStand startAuthenticating(EmbeddedKafka kafka, String... options) {
        String yaml = yaml(kafka.bootstrapServers(), options).replace(ANONYMOUS, "");
        GatewayStand stand = new GatewayStand(Gateway.start(GatewayConfigReader.parse(yaml), List.of()));
        stand.awaitHealth(ServingStatus.SERVING);
        return stand;
    }

    /** Starts one that speaks HTTP/JSON too; returns when healthy. */
    static GatewayStand startRest(EmbeddedKafka kafka, String... options) {
        GatewayStand stand = new GatewayStand(
                gateway(yaml(kafka.bootstrapServers(), options).replace("rest: {port: -1}", "rest: {port: 0}")));
        stand.awaitHealth(ServingStatus.SERVING);
        return stand;
    }

    static Gateway gateway(String yaml) {
        return Gateway.start(GatewayConfigReader.parse(yaml), List.of());
    }

    static String yaml(String bootstrapServers, String... options) {
        return """
                id: gateway-under-test
                grpc: {port: 0}
                rest: {port: -1}
                tls: {insecure-plaintext: true}
                auth: {insecure-anonymous: true}
                metrics: {port: 0}
                kafka: {bootstrap-servers: "%s", delivery-timeout-ms: 3000, start-timeout-ms: 30000}
                """.formatted(bootstrapServers) + GENEROUS + String.join("\n", options);
    }

    Gateway gateway() {
        return gateway;
    }

    SubmissionServiceGrpc.SubmissionServiceStub stub() {
        return SubmissionServiceGrpc.newStub(channel);
    }

    SubmissionServiceGrpc.SubmissionServiceBlockingStub blocking() {
        return SubmissionServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    /** Another connection. */
    ManagedChannel newChannel() {
        return NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
                .usePlaintext()
                .build();
    }

    static SubmitRequest request(SignedBatch batch) {
        return SubmitRequest.newBuilder().setBatch(batch.toByteString()).build();
    }

    ServingStatus health(String service) {
        try {
            return HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(5, TimeUnit.SECONDS)
                    .check(HealthCheckRequest.newBuilder().setService(service).build())
                    .getStatus();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.UNAVAILABLE) {
                return ServingStatus.NOT_SERVING;
            }
            throw e;
        }
    }

    void awaitHealth(ServingStatus status) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> health("") == status && health(SubmissionServiceGrpc.SERVICE_NAME) == status);
    }

    /** The exposition text. */
    String metrics() throws IOException, InterruptedException {
        return metrics(gateway);
    }

    private static String metrics(Gateway of) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + of.metricsPort() + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** The sum of a metric over its labels. */
    double metric(String name) {
        return metric(gateway, name);
    }

    /** The sum of a metric of a gateway over its labels. */
    static double metric(Gateway of, String name) {
        try {
            return metrics(of)
                    .lines()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        gateway.close();
    }
}
