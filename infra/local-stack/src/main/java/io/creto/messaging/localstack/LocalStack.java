package io.creto.messaging.localstack;

import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.embedded.DevelopmentCertificate;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.embedded.EmbeddedPostgres;
import io.creto.messaging.embedded.EmbeddedServerException;
import io.creto.messaging.gateway.Gateway;
import io.creto.messaging.gateway.config.ConfigException;
import io.creto.messaging.gateway.fault.GatewayStartException;
import io.creto.messaging.schemas.Topics;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka, PostgreSQL, Flink with all jobs and the gateway, on loopback, as one thing that starts and stops. Closing it stops
 * everything cleanly, in the reverse order; the data stays where its directory says. Thread-safe.
 */
public final class LocalStack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);

    private final StackPorts ports;
    private final StackDirectory directory;
    private final StackListener listener;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final EmbeddedKafka kafka;
    private final FlinkCluster flink;

    private LocalStack(
            StackDirectory directory, StackPorts ports, CompositePublicKey operator, StackListener listener) {
        this.ports = ports;
        this.directory = directory;
        this.listener = listener;
        try {
            ports.checkFree(EmbeddedPostgres.leftBehind(directory.postgres()));
            directory.keepOperatorKey(operator);
            kafka = part("Kafka", "127.0.0.1:" + ports.kafka(), this::startKafka);
            ServiceLogins services = ServiceLogins.grant(kafka);
            EmbeddedPostgres postgres = part("PostgreSQL", "127.0.0.1:" + ports.postgres(), this::startPostgres);
            flink = part("Flink", "http://127.0.0.1:" + ports.dashboard(), this::startFlink);
            part("jobs", "messaging, key management, read model", () -> submitJobs(services, postgres));
            part("gateway", "127.0.0.1:" + ports.gateway(), () -> startGateway(services, postgres));
        } catch (EmbeddedServerException e) {
            close();
            throw new StackException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts, and returns when agents can connect and all tasks run.
     *
     * @param directory where the data is kept
     * @param ports where the servers listen
     * @param operator the operator's key, which the deployment pins; not another one than at the first start
     * @param listener hears of the progress
     * @throws StackException if a part does not start; nothing runs then
     */
    public static LocalStack start(
            StackDirectory directory, StackPorts ports, CompositePublicKey operator, StackListener listener) {
        return new LocalStack(directory, ports, operator, listener);
    }

    /** Where the servers listen. */
    public StackPorts ports() {
        return ports;
    }

    /** The broker, for who administers it. */
    public EmbeddedKafka kafka() {
        return kafka;
    }

    /** How often each job has been restarted since it was started here. */
    public Map<String, Long> restarts() {
        return flink.restarts();
    }

    /** Stops everything, the gateway first. */
    @Override
    public synchronized void close() {
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("a part does not stop cleanly", e);
            }
        }
    }

    private EmbeddedKafka startKafka() {
        EmbeddedKafka server = EmbeddedKafka.builder()
                .dataDirectory(directory.kafka())
                .port(ports.kafka())
                .build();
        started.push(server);
        server.start();
        server.createTopics(Topics.deployment());
        return server;
    }

    private EmbeddedPostgres startPostgres() {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .dataDirectory(directory.postgres())
                .port(ports.postgres())
                .build();
        started.push(server);
        return server.start();
    }

    private FlinkCluster startFlink() {
        FlinkCluster cluster = FlinkCluster.start(directory.flink(), ports.dashboard());
        started.push(cluster);
        return cluster;
    }

    private FlinkCluster submitJobs(ServiceLogins services, EmbeddedPostgres postgres) {
        StackJobs.submit(flink, services, postgres, directory.operatorKeyFile());
        flink.awaitRunning();
        return flink;
    }

    private Gateway startGateway(ServiceLogins services, EmbeddedPostgres postgres) {
        services.write(ServiceLogins.GATEWAY, directory.gatewayKafkaProperties());
        DevelopmentCertificate certificate = DevelopmentCertificate.in(directory.gateway(), InstantSource.system());
        Gateway gateway = Gateway.start(
                GatewayOptions.of(
                        ports, certificate, kafka.bootstrapServers(), directory.gatewayKafkaProperties(), postgres),
                List.of());
        started.push(gateway);
        return gateway;
    }

    private <T> T part(String name, String where, Callable<T> start) {
        long before = System.nanoTime();
        try {
            T part = start.call();
            listener.ready(name, where, (System.nanoTime() - before) / 1_000_000);
            return part;
        } catch (StackException e) {
            throw e;
        } catch (EmbeddedServerException | GatewayStartException | ConfigException e) {
            throw new StackException(name + ": " + e.getMessage(), e);
        } catch (Exception e) {
            throw new StackException(name + " does not start: " + e, e);
        }
    }
}
