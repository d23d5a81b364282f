package io.creto.messaging.localstack;

import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.embedded.ServiceAccess;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/** How the services of a stack log in to its Kafka: each as itself, with new passwords at each start. */
final class ServiceLogins {
    static final String GATEWAY = "gateway";
    static final String MESSAGING = "messaging";
    static final String KEY_MANAGEMENT = "key-management";
    static final String READ_MODEL = "read-model";

    private final String bootstrapServers;
    private final Map<String, Map<String, String>> logins;

    private ServiceLogins(String bootstrapServers, Map<String, Map<String, String>> logins) {
        this.bootstrapServers = bootstrapServers;
        this.logins = logins;
    }

    /**
     * Makes users and rights.
     *
     * @throws io.creto.messaging.embedded.EmbeddedServerException if Kafka refuses
     */
    static ServiceLogins grant(EmbeddedKafka kafka) {
        try (Admin admin = Admin.create(Map.copyOf(kafka.clientProperties()))) {
            return new ServiceLogins(kafka.bootstrapServers(), ServiceAccess.grant(admin));
        }
    }

    /** Properties of a service's clients; secret. */
    Map<String, String> of(String service) {
        Map<String, String> properties =
                new HashMap<>(Objects.requireNonNull(logins.get(service), "no rights are written for " + service));
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }

    /** Writes them as a Java properties file, for its owner's eyes only. */
    void write(String service, Path file) {
        Properties properties = new Properties();
        properties.putAll(of(service));
        StringWriter text = new StringWriter();
        try {
            properties.store(text, "How " + service + " logs in to Kafka. Secret.");
            OwnerOnly.write(file, text.toString().getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new StackException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
