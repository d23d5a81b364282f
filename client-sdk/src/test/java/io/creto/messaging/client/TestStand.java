package io.creto.messaging.client;

import io.creto.messaging.crypto.keystore.KeyStoreKey;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.gateway.Gateway;
import io.creto.messaging.gateway.config.GatewayConfig;
import io.creto.messaging.gateway.config.GatewayConfigReader;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.Lane;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Real Kafka, real gateway, the SDK; only the dataflow and the directory behind it are played. */
final class TestStand implements AutoCloseable {
    static final AgentId OPERATOR = AgentId.of("creto", "operator");
    static final AgentId ADMIN = AgentId.of("acme", "admin");
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** No passphrase: Argon2id for each of hundreds of openings would be all that these tests do. */
    static final KeyStoreKey STORE_KEY = KeyStoreKey.ofRawKey(new byte[KeyStoreKey.RAW_KEY_BYTES]);

    private final Path directory;
    private final boolean readsKafka;
    private final EmbeddedKafka kafka;
    private final SampleRegistry registry = new SampleRegistry();
    private final TestFlow flow;
    private final TestFront front;
    private final CompositePublicKey operatorKey;
    private final int gatewayPort;
    private Gateway gateway;

    /** @param readsKafka whether clients read Kafka themselves */
    TestStand(Path directory, boolean readsKafka) throws IOException {
        this.directory = directory;
        this.readsKafka = readsKafka;
        kafka = EmbeddedKafka.builder().unsecured().build().start();
        kafka.createTopics(Topics.deployment());
        for (Lane lane : List.of(Lane.LANE_URGENT, Lane.LANE_NORMAL, Lane.LANE_BULK)) {
            kafka.createTopics(List.of(Topics.delivery("creto", 1, lane, 1), Topics.delivery("acme", 1, lane, 2)));
        }
        gateway = startGateway(0);
        gatewayPort = gateway.port();
        flow = new TestFlow(kafka.bootstrapServers(), registry);
        front = new TestFront(gatewayPort, registry);
        front.deliver(config(gatewayPort));
        operatorKey = Enrolment.createIdentity(OPERATOR, directory.resolve("operator"), STORE_KEY);
    }

    private Gateway startGateway(int port) {
        return Gateway.start(config(port), List.of());
    }

    private GatewayConfig config(int port) {
        return GatewayConfigReader.parse("""
                id: gateway-under-test
                grpc: {port: %d}
                rest: {port: -1}
                tls: {insecure-plaintext: true}
                auth: {insecure-anonymous: true}
                metrics: {port: 0}
                kafka: {bootstrap-servers: "%s"}
                """.formatted(port, kafka.bootstrapServers()));
    }

    void stopGateway() {
        front.stopDelivering();
        gateway.close();
    }

    void restartGateway() {
        gateway = startGateway(gatewayPort);
        front.deliver(config(gatewayPort));
    }

    TestFlow flow() {
        return flow;
    }

    TestFront front() {
        return front;
    }

    SampleRegistry registry() {
        return registry;
    }

    Path storeOf(AgentId agent) {
        return directory.resolve(agent.name());
    }

    /** A builder for an agent whose store has its name. */
    MessageClientBuilder client(AgentId agent) {
        MessageClientBuilder builder = MessageClient.builder()
                .agent(agent)
                .storeDirectory(storeOf(agent))
                .storeKey(STORE_KEY)
                .gateway("127.0.0.1", front.port())
                .insecurePlaintext()
                .operatorKey(operatorKey);
        return readsKafka ? builder.kafka(Map.of("bootstrap.servers", kafka.bootstrapServers())) : builder;
    }

    /** The operator creates fleet acme, its admin enrols: all through the real path. */
    void createFleet() throws InterruptedException {
        try (MessageClient operator = client(OPERATOR).open()) {
            var issued =
                    operator.admin().createFleet(ADMIN, 2, Duration.ofDays(1)).join();
            Enrolment.enrol(client(ADMIN).config(), issued.token().reveal(), PATIENCE);
        }
    }

    /** An admin lets an agent enrol, which publishes its key. */
    AgentId enrol(String name) throws InterruptedException {
        AgentId agent = AgentId.of("acme", name);
        try (MessageClient admin = client(ADMIN).open()) {
            var issued = admin.admin()
                    .issueToken(agent, AgentRole.AGENT_ROLE_MEMBER, Duration.ofDays(1))
                    .join();
            Enrolment.enrol(client(agent).config(), issued.token().reveal(), PATIENCE);
        }
        try (MessageClient client = client(agent).open()) {
            client.keys().publishPrekey().join();
        }
        return agent;
    }

    @Override
    public void close() {
        front.close();
        flow.close();
        gateway.close();
        kafka.close();
    }
}
