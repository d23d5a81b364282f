package io.creto.messaging.embedded;

import io.creto.messaging.schemas.TopicSpec;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka in this JVM: one KRaft node on loopback, which formats its data directory once and opens it again. Clients log
 * in by SCRAM-SHA-512 (without TLS), and may do what rules allow; {@link FleetAccess} makes users and rules. Topics exist only
 * where somebody has made them. Thread-safe.
 *
 * <pre>{@code
 * try (EmbeddedKafka kafka = EmbeddedKafka.builder().build().start()) {
 *     kafka.createTopics(Topics.deployment());
 *     use(kafka.clientProperties());
 * }
 * }</pre>
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final short REPLICATION_FACTOR = 1;
    private static final String CLIENT_PROPERTIES_FILE = "kafka-client.properties";

    private final DataDirectory directory;
    private final boolean secured;
    private int port;
    private @Nullable KafkaNode node;
    private @Nullable Path clientPropertiesFile;

    private EmbeddedKafka(DataDirectory directory, int port, boolean secured) {
        this.directory = directory;
        this.port = port;
        this.secured = secured;
    }

    /** A temporary directory and a free port, where nothing else is said. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts, and returns when the broker answers; after {@link #stop} again, with the same port and data. Does nothing when
     * it runs.
     *
     * @throws EmbeddedServerException if the port is taken, the directory is in use, or Kafka does not start
     */
    public synchronized EmbeddedKafka start() {
        if (node == null) {
            Path path = directory.lock();
            try {
                node = KafkaNode.start(path, port, secured);
                port = node.port();
                clientPropertiesFile = path.resolve(CLIENT_PROPERTIES_FILE);
                writeClientProperties(clientPropertiesFile);
            } catch (RuntimeException e) {
                stop();
                directory.unlock();
                throw e;
            }
        }
        return this;
    }

    /** Stops cleanly; the data stays. Does nothing when it does not run. */
    public synchronized void stop() {
        KafkaNode running = node;
        if (running != null) {
            node = null;
            try {
                running.stop();
            } finally {
                directory.unlock();
            }
        }
    }

    /** Stops, and deletes the data where the directory is temporary. */
    @Override
    public synchronized void close() {
        stop();
        directory.deleteIfTemporary();
    }

    /**
     * Where clients connect: {@code host:port}. Stays the same after the first start.
     *
     * @throws IllegalStateException before the first start, if no port was chosen
     */
    public synchronized String bootstrapServers() {
        if (port == 0) {
            throw new IllegalStateException("Kafka has no port yet: start it first");
        }
        return KafkaNode.address(port);
    }

    /**
     * How the stack's own clients connect, who may do everything: {@code bootstrap.servers} and, unless the broker is
     * unsecured, how they log in. Secret. Stays the same after the first start.
     *
     * @throws IllegalStateException when it does not run
     */
    public synchronized Map<String, String> clientProperties() {
        if (node == null) {
            throw new IllegalStateException("Kafka does not run: start it first");
        }
        Map<String, String> properties = new HashMap<>(node.clientProperties());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        return Map.copyOf(properties);
    }

    /**
     * A Java properties file with {@link #clientProperties}, for clients in other processes; its owner alone may read it.
     * Written at each start.
     *
     * @throws IllegalStateException before the first start
     */
    public synchronized Path clientPropertiesFile() {
        Path file = clientPropertiesFile;
        if (file == null) {
            throw new IllegalStateException("Kafka has not been started yet: start it first");
        }
        return file;
    }

    /**
     * Makes those of the topics that do not exist, as their contract says; returns when they are there.
     *
     * @throws IllegalStateException when it does not run
     * @throws EmbeddedServerException if Kafka refuses
     */
    public void createTopics(Collection<TopicSpec> topics) {
        try (Admin admin = Admin.create(Map.copyOf(clientProperties()))) {
            var existing = admin.listTopics().names().get();
            List<NewTopic> missing = topics.stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .map(topic -> topic.toNewTopic(REPLICATION_FACTOR))
                    .toList();
            admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
            throw new EmbeddedServerException("Kafka refuses the topics: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("interrupted while creating topics", e);
        }
    }

    private void writeClientProperties(Path file) {
        Properties properties = new Properties();
        properties.putAll(clientProperties());
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
            SecretFile.write(file, text.toString());
        } catch (IOException e) {
            throw new EmbeddedServerException(file + " cannot be written: " + e, e);
        }
    }

    /** What a broker is made from. Not thread-safe. */
    public static final class Builder {
        private DataDirectory directory = DataDirectory.temporary();
        private int port;
        private boolean secured = true;

        private Builder() {}

        /** Keeps the data there; made where it is missing. Without it, a temporary directory that {@link #close} deletes. */
        public Builder dataDirectory(Path path) {
            directory = DataDirectory.at(path);
            return this;
        }

        /**
         * Listens there. Without it, on a free port.
         *
         * @param number 1 to 65535, or 0 for a free one
         */
        public Builder port(int number) {
            port = Ports.check(number);
            return this;
        }

        /** Lets everybody do everything without login. For tests of what stands behind the broker. */
        public Builder unsecured() {
            secured = false;
            return this;
        }

        /** The broker, not yet started. */
        public EmbeddedKafka build() {
            return new EmbeddedKafka(directory, port, secured);
        }
    }
}
