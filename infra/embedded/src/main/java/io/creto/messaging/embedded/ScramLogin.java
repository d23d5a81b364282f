package io.creto.messaging.embedded;

import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/** How a Kafka client logs in with SCRAM-SHA-512. */
final class ScramLogin {
    static final String MECHANISM = "SCRAM-SHA-512";
    static final String PROTOCOL = "SASL_PLAINTEXT";
    /** Rounds of the password's hash; Kafka takes 4096 to 16384. */
    static final int ITERATIONS = 8192;

    private ScramLogin() {}

    /** @param password in characters that need no quoting, as {@link SecretFile} makes them */
    static Map<String, String> clientProperties(String user, String password) {
        return Map.of(
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                PROTOCOL,
                SaslConfigs.SASL_MECHANISM,
                MECHANISM,
                SaslConfigs.SASL_JAAS_CONFIG,
                jaas(user, password));
    }

    static String jaas(String user, String password) {
        return "%s required username=\"%s\" password=\"%s\";"
                .formatted(ScramLoginModule.class.getName(), user, password);
    }
}
