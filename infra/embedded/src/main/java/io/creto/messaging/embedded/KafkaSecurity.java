package io.creto.messaging.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/**
 * Who may do what at the broker. Secured: everybody logs in, nothing is allowed that no rule allows, and the stack itself is
 * the one super user, with a password made when the directory is formatted. Unsecured: everybody may everything.
 */
final class KafkaSecurity {
    static final String CLIENT_LISTENER = "CLIENT";
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String SUPERUSER = "stack";
    private static final String PASSWORD_FILE = "kafka.password";

    private final Optional<String> password;

    private KafkaSecurity(Optional<String> password) {
        this.password = password;
    }

    static KafkaSecurity none() {
        return new KafkaSecurity(Optional.empty());
    }

    /**
     * @param formatted whether the directory has been formatted before
     * @throws EmbeddedServerException if it was, and the password of then is not there
     */
    static KafkaSecurity secured(Path directory, boolean formatted) throws IOException {
        Path file = directory.resolve(PASSWORD_FILE);
        if (formatted && !Files.exists(file)) {
            throw new EmbeddedServerException(directory + " holds a Kafka without its " + PASSWORD_FILE
                    + ": put the file back, or name another data directory");
        }
        return new KafkaSecurity(Optional.of(SecretFile.readOrCreate(file)));
    }

    /** Users that exist from the first start on, in the form of Kafka's storage tool. */
    List<String> formatArguments() {
        return password
                .map(secret -> "%s=[name=\"%s\",iterations=%d,password=\"%s\"]"
                        .formatted(ScramLogin.MECHANISM, SUPERUSER, ScramLogin.ITERATIONS, secret))
                .stream()
                .toList();
    }

    /** What the super user's clients need besides the address. */
    Map<String, String> clientProperties() {
        return password.map(secret -> ScramLogin.clientProperties(SUPERUSER, secret))
                .orElse(Map.of());
    }

    Map<String, String> brokerSettings() {
        return password.map(KafkaSecurity::secured).orElse(Map.of("listener.security.protocol.map", map("PLAINTEXT")));
    }

    /** The controller's own listener logs in by PLAIN: it must work before there is metadata that holds SCRAM users. */
    private static Map<String, String> secured(String secret) {
        String plain = "%s required username=\"%s\" password=\"%s\" user_%s=\"%s\";"
                .formatted(PlainLoginModule.class.getName(), SUPERUSER, secret, SUPERUSER, secret);
        return Map.ofEntries(
                Map.entry("listener.security.protocol.map", map(ScramLogin.PROTOCOL)),
                Map.entry("sasl.mechanism.inter.broker.protocol", ScramLogin.MECHANISM),
                Map.entry("sasl.mechanism.controller.protocol", "PLAIN"),
                Map.entry("listener.name.client.sasl.enabled.mechanisms", ScramLogin.MECHANISM),
                Map.entry("listener.name.client.scram-sha-512.sasl.jaas.config", ScramLogin.jaas(SUPERUSER, secret)),
                Map.entry("listener.name.controller.sasl.enabled.mechanisms", "PLAIN"),
                Map.entry("listener.name.controller.plain.sasl.jaas.config", plain),
                Map.entry("authorizer.class.name", StandardAuthorizer.class.getName()),
                Map.entry("allow.everyone.if.no.acl.found", "false"),
                Map.entry("super.users", "User:" + SUPERUSER));
    }

    private static String map(String protocol) {
        return CLIENT_LISTENER + ":" + protocol + "," + CONTROLLER_LISTENER + ":" + protocol;
    }
}
