package io.creto.messaging.jobs.config;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * The options of the jobs, in a file beside Flink's own: whatever does not begin with {@value #PREFIX} is Flink's.
 */
public final class CretoOptions {
    /** What the names of these options begin with. */
    public static final String PREFIX = "creto.";

    /** Where Kafka is. */
    public static final ConfigOption<String> KAFKA_BOOTSTRAP_SERVERS = ConfigOptions.key(
                    "creto.kafka.bootstrap-servers")
            .stringType()
            .defaultValue("127.0.0.1:7702")
            .withDescription("Kafka brokers, host:port, separated by commas");
    /** Properties of Kafka's clients. */
    public static final ConfigOption<Map<String, String>> KAFKA_PROPERTIES = ConfigOptions.key("creto.kafka.properties")
            .mapType()
            .defaultValue(Map.of())
            .withDescription("properties of all Kafka clients, as they are: security.protocol, sasl.jaas.config, …");
    /** Which lanes a MessagingJob takes. */
    public static final ConfigOption<List<String>> LANES = ConfigOptions.key("creto.lanes")
            .stringType()
            .asList()
            .defaultValues("URGENT", "NORMAL")
            .withDescription("lanes that this instance of MessagingJob takes: URGENT, NORMAL, BULK; each lane is taken"
                    + " by exactly one running instance");
    /** Whether what is not safe is refused. */
    public static final ConfigOption<Profile> PROFILE = ConfigOptions.key("creto.profile")
            .enumType(Profile.class)
            .defaultValue(Profile.PRODUCTION)
            .withDescription("production, or development: there, what is not safe in production is not refused");
    /** When policies are stale. */
    public static final ConfigOption<Duration> POLICIES_STALE_AFTER = ConfigOptions.key("creto.policies.stale-after")
            .durationType()
            .defaultValue(Duration.ofSeconds(30))
            .withDescription("how long after topic policies was last read up its policies are relied on, from 15 s;"
                    + " 5 s later what needs them is refused as POLICY_UNAVAILABLE");
    /** What happens then. */
    public static final ConfigOption<Boolean> POLICIES_FAIL_OPEN = ConfigOptions.key("creto.policies.fail-open")
            .booleanType()
            .defaultValue(false)
            .withDescription("true: instead, it is decided by the last policies that are known, passes where there are"
                    + " none, and is recorded as UNCHECKED in topic verdicts; only where creto.profile is development");
    /** The operator's key. */
    public static final ConfigOption<String> OPERATOR_KEY_FILE = ConfigOptions.key("creto.operator.key-file")
            .stringType()
            .noDefaultValue()
            .withDescription(
                    "file with the operator's public key (base64url of the raw composite key); KeyManagementJob needs it");
    /** Where the external authorization service is. */
    public static final ConfigOption<String> EXTERNAL_ADDRESS = ConfigOptions.key(
                    "creto.authorization.external.address")
            .stringType()
            .noDefaultValue()
            .withDescription("host:port of a service that is asked besides the policies; without it, none is");
    /** About whom it is asked. */
    public static final ConfigOption<List<String>> EXTERNAL_FLEETS = ConfigOptions.key(
                    "creto.authorization.external.fleets")
            .stringType()
            .asList()
            .noDefaultValue()
            .withDescription("fleets that it is asked about; * is all, - none any more");
    /** How long a check may take. */
    public static final ConfigOption<Duration> EXTERNAL_TIMEOUT = ConfigOptions.key(
                    "creto.authorization.external.timeout")
            .durationType()
            .defaultValue(Duration.ofMillis(250))
            .withDescription("how long a check may take, all attempts together: 10 ms to 2 s");
    /** How often it is tried. */
    public static final ConfigOption<Integer> EXTERNAL_ATTEMPTS = ConfigOptions.key(
                    "creto.authorization.external.attempts")
            .intType()
            .defaultValue(2)
            .withDescription("attempts at a check while the service cannot be reached: 1 to 5");
    /** How much waits for it. */
    public static final ConfigOption<Integer> EXTERNAL_CAPACITY = ConfigOptions.key(
                    "creto.authorization.external.capacity")
            .intType()
            .defaultValue(128)
            .withDescription("slices of each task, of at most 1 MiB, that may wait for answers: 1 to 1024");
    /** Whom it is trusted by. */
    public static final ConfigOption<String> EXTERNAL_TRUST = ConfigOptions.key("creto.authorization.external.trust")
            .stringType()
            .noDefaultValue()
            .withDescription("PEM file with the certificates that it is trusted by; on every machine that runs tasks");
    /** Who we are. */
    public static final ConfigOption<String> EXTERNAL_CERTIFICATE = ConfigOptions.key(
                    "creto.authorization.external.certificate")
            .stringType()
            .noDefaultValue()
            .withDescription("PEM file with the certificate that is shown to it; without it, none is");
    /** That certificate's key. */
    public static final ConfigOption<String> EXTERNAL_KEY = ConfigOptions.key("creto.authorization.external.key-file")
            .stringType()
            .noDefaultValue()
            .withDescription("PEM file with that certificate's key, PKCS #8");
    /** Without TLS. */
    public static final ConfigOption<Boolean> EXTERNAL_INSECURE_PLAINTEXT = ConfigOptions.key(
                    "creto.authorization.external.insecure-plaintext")
            .booleanType()
            .defaultValue(false)
            .withDescription("whether it is asked without TLS: for tests");
    /** The read model's database. */
    public static final ConfigOption<String> POSTGRES_URL = ConfigOptions.key("creto.postgres.url")
            .stringType()
            .defaultValue("jdbc:postgresql://127.0.0.1:7703/creto")
            .withDescription("JDBC address of the read model");
    /** Its user. */
    public static final ConfigOption<String> POSTGRES_USER = ConfigOptions.key("creto.postgres.user")
            .stringType()
            .defaultValue("creto")
            .withDescription("user of the read model's database");
    /** Its user's password. */
    public static final ConfigOption<String> POSTGRES_PASSWORD_FILE = ConfigOptions.key("creto.postgres.password-file")
            .stringType()
            .noDefaultValue()
            .withDescription("file with the password of that user; without it, none is sent");

    /** What a deployment is for. */
    public enum Profile {
        /** Agents rely on it. */
        PRODUCTION,
        /** Somebody tries something. */
        DEVELOPMENT
    }

    private CretoOptions() {}

    /** All of them. */
    public static List<ConfigOption<?>> all() {
        return Arrays.stream(CretoOptions.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class)
                .<ConfigOption<?>>map(CretoOptions::value)
                .toList();
    }

    private static ConfigOption<?> value(Field field) {
        try {
            return (ConfigOption<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " is not public", e);
        }
    }
}
