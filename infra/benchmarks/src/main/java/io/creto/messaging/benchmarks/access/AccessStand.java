package io.creto.messaging.benchmarks.access;

import io.creto.messaging.benchmarks.fleet.BenchFleet;
import io.creto.messaging.client.GatewayAccess;
import io.creto.messaging.embedded.DevelopmentCertificate;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.embedded.EmbeddedPostgres;
import io.creto.messaging.gateway.Gateway;
import io.creto.messaging.gateway.config.GatewayConfigReader;
import io.creto.messaging.localstack.home.TemporaryHome;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.DeliveryPartition;
import io.creto.messaging.schemas.TopicSpec;
import io.creto.messaging.schemas.Topics;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In this process, one broker without logins and two gateways before it: one with both doors open, one as in production, whose read
 * model is a PostgreSQL beside. The agents are all of one delivery partition. Everything is new, and goes when this is closed.
 */
final class AccessStand implements AutoCloseable {
    /** The delivery partition of the agents. */
    static final int PARTITION = 0;

    private static final Logger LOG = LoggerFactory.getLogger(AccessStand.class);
    private static final String HOST = "127.0.0.1";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final EmbeddedKafka kafka;
    private final DevelopmentCertificate certificate;
    private final List<EnrolledAgent> agents;
    private final Gateway open;
    private final Gateway secured;

    private AccessStand(BenchFleet fleet, int agentCount) {
        try {
            Path home = part(TemporaryHome.create()).home().root();
            certificate = DevelopmentCertificate.in(home, InstantSource.system());
            kafka = part(EmbeddedKafka.builder().unsecured().build()).start();
            List<TopicSpec> topics = new ArrayList<>(Topics.deployment());
            topics.addAll(BenchFleet.deliveries());
            kafka.createTopics(topics);
            EmbeddedPostgres postgres = part(EmbeddedPostgres.builder().build()).start();
            agents = agents(agentCount, home);
            IdentityTables tables = new IdentityTables(postgres);
            tables.addFleet(fleet.fleet());
            agents.forEach(agent -> tables.addAgent(agent, fleet.identity(agent.id(), agent.key())));
            open = part(gateway("""
                    id: open
                    tls: {insecure-plaintext: true}
                    auth: {insecure-anonymous: true}
                    """));
            secured = part(gateway("""
                    id: secured
                    tls: {certificate-file: "%s", private-key-file: "%s"}
                    directory: {url: "%s", user: "%s", password-file: "%s"}
                    """.formatted(
                            certificate.certificateFile(),
                            certificate.privateKeyFile(),
                            postgres.jdbcUrl(),
                            postgres.user(),
                            postgres.passwordFile())));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts, and returns when agents can connect. */
    static AccessStand start(BenchFleet fleet, int agents) {
        return new AccessStand(fleet, agents);
    }

    /** Where the broker is. */
    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    EnrolledAgent agent(int number) {
        return agents.get(number);
    }

    /** An agent's connection to one of the gateways, made when it is first used; closed with this. */
    ManagedChannel connect(Door door, EnrolledAgent agent) {
        return door == Door.OPEN ? connectOpen() : connectSecured(agent);
    }

    /** Where the metrics of the gateway behind a door are read from. */
    int metricsPort(Door door) {
        return (door == Door.OPEN ? open : secured).metricsPort();
    }

    /** Stops everything, the connections first. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("a part does not stop cleanly", e);
            }
        }
    }

    private ManagedChannel connectOpen() {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(HOST, open.port()).usePlaintext().build();
        parts.push(channel::shutdownNow);
        return channel;
    }

    private ManagedChannel connectSecured(EnrolledAgent agent) {
        GatewayAccess access = part(agent.connect(HOST, secured.port(), certificate.certificateFile()));
        return (ManagedChannel) access.channel(); // as the SDK's own receiver uses it
    }

    private List<EnrolledAgent> agents(int count, Path stores) {
        SecureRandom random = new SecureRandom();
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> AgentId.of(BenchFleet.NAME, "agent-" + i))
                .filter(id -> DeliveryPartition.of(id, BenchFleet.PARTITIONS) == PARTITION)
                .limit(count)
                .map(id -> part(new EnrolledAgent(id, stores, random)))
                .toList();
    }

    private Gateway gateway(String options) {
        String more = """
                grpc: {port: 0}
                rest: {port: -1}
                metrics: {port: 0}
                callers:
                  agent-requests-per-second: 1000000
                  agent-request-burst: 1000000
                  agent-bytes-per-second: 1000000000
                  agent-byte-burst: 1000000000
                  stranger-requests-per-second: 1000000
                  stranger-request-burst: 1000000
                  stranger-bytes-per-second: 1000000000
                  stranger-byte-burst: 1000000000
                kafka: {bootstrap-servers: "%s"}
                """.formatted(kafka.bootstrapServers());
        return Gateway.start(GatewayConfigReader.parse(options + more), List.of());
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }
}
