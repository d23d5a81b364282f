package io.creto.messaging.gateway.log;

import io.creto.messaging.gateway.config.KafkaConfig;
import io.creto.messaging.gateway.fault.GatewayStartException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** What Kafka's clients need to log in. Secret. */
public final class ClientLogin {
    private ClientLogin() {}

    /**
     * The properties of the file that the options name; none where they name none.
     *
     * @throws GatewayStartException if it cannot be read
     */
    public static Map<String, String> properties(KafkaConfig config) {
        Map<String, String> properties = new HashMap<>();
        String name = config.propertiesFile();
        if (name.isEmpty()) {
            return properties;
        }
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(name))) {
            file.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new GatewayStartException("kafka.properties-file: " + name + " cannot be read (" + e + ")", e);
        }
        file.stringPropertyNames().forEach(key -> properties.put(key, file.getProperty(key)));
        return properties;
    }
}
