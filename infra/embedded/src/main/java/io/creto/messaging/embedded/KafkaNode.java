package io.creto.messaging.embedded;

import io.creto.messaging.schemas.WireLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.fault.FaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * One running node that is broker and controller. Assembled from Kafka's parts as its own server is, with two differences:
 * the sockets are bound beforehand, and a fatal fault is thrown or logged instead of halting the JVM.
 */
final class KafkaNode {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaNode.class);
    private static final int NODE_ID = 1;
    private static final String CLIENT = KafkaSecurity.CLIENT_LISTENER;
    private static final String CONTROLLER = KafkaSecurity.CONTROLLER_LISTENER;
    private static final String HOST = "localhost";

    private final BoundSockets sockets;
    private final ControllerServer controller;
    private final BrokerServer broker;
    private final KafkaSecurity security;
    private final int port;

    private KafkaNode(
            BoundSockets sockets, ControllerServer controller, BrokerServer broker, KafkaSecurity security, int port) {
        this.sockets = sockets;
        this.controller = controller;
        this.broker = broker;
        this.security = security;
        this.port = port;
    }

    /** Formats the directory where it is new, and starts. */
    static KafkaNode start(Path directory, int wantedPort, boolean secured) {
        BoundSockets sockets = new BoundSockets();
        try {
            int port = sockets.bind(CLIENT, wantedPort);
            int controllerPort = sockets.bind(CONTROLLER, 0);
            Path logs = directory.resolve("kafka");
            boolean formatted = Files.exists(logs.resolve("meta.properties"));
            KafkaSecurity security = secured ? KafkaSecurity.secured(directory, formatted) : KafkaSecurity.none();
            if (!formatted) {
                format(logs, security);
            }
            KafkaConfig config = new KafkaConfig(settings(logs, port, controllerPort, security), false);
            KafkaNode node = assemble(sockets, config, security, port);
            node.startup();
            return node;
        } catch (EmbeddedServerException e) {
            closeQuietly(sockets);
            throw e;
        } catch (Exception e) {
            closeQuietly(sockets);
            throw new EmbeddedServerException("Kafka does not start in " + directory + ": " + e, e);
        }
    }

    int port() {
        return port;
    }

    /** What the super user's clients need besides the address. */
    Map<String, String> clientProperties() {
        return security.clientProperties();
    }

    static String address(int port) {
        return HOST + ":" + port;
    }

    void stop() {
        broker.shutdown();
        controller.shutdown();
        broker.awaitShutdown();
        controller.awaitShutdown();
        closeQuietly(sockets);
    }

    private void startup() {
        try {
            controller.startup();
            broker.startup();
        } catch (RuntimeException e) {
            broker.shutdown();
            controller.shutdown();
            throw e;
        }
    }

    private static KafkaNode assemble(BoundSockets sockets, KafkaConfig config, KafkaSecurity security, int port) {
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> directories =
                KafkaRaftServer.initializeLogDirs(config, LOG, "");
        SharedServer shared = new SharedServer(
                config,
                directories._1(),
                Time.SYSTEM,
                new Metrics(),
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                List.of(),
                (name, fatal, action) -> faultHandler(name, action),
                sockets);
        ControllerServer controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2());
        return new KafkaNode(sockets, controller, new BrokerServer(shared), security, port);
    }

    private static FaultHandler faultHandler(String name, Runnable action) {
        return (message, cause) -> {
            LOG.error("Kafka fault in {}: {}", name, message, cause);
            action.run();
            return new EmbeddedServerException(name + ": " + message, cause);
        };
    }

    private static void format(Path logs, KafkaSecurity security) throws Exception {
        Files.createDirectories(logs);
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(logs.toString())
                    .setMetadataLogDirectory(logs.toString())
                    .setControllerListenerName(CONTROLLER)
                    .setScramArguments(security.formatArguments())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .run();
        }
    }

    private static Map<String, String> settings(Path logs, int port, int controllerPort, KafkaSecurity security) {
        Map<String, String> settings = new HashMap<>(security.brokerSettings());
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("log.dirs", logs.toString());
        settings.put("listeners", CLIENT + "://" + address(port) + "," + CONTROLLER + "://" + address(controllerPort));
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("inter.broker.listener.name", CLIENT);
        settings.put("controller.quorum.voters", NODE_ID + "@" + address(controllerPort));
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", Integer.toString(WireLimits.MAX_KAFKA_MESSAGE_BYTES));
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "2");
        settings.put("log.cleaner.dedupe.buffer.size", "4194304");
        return settings;
    }

    private static void closeQuietly(BoundSockets sockets) {
        try {
            sockets.close();
        } catch (IOException e) {
            LOG.warn("a socket does not close", e);
        }
    }
}
