package io.creto.messaging.jobs.config;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.v1.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The options of a job, checked: what this record gives can be used.
 *
 * @param options all of them, Flink's too
 */
public record JobConfig(Configuration options) {
    private static final Duration MIN_STALE_AFTER = Duration.ofSeconds(15);

    /** How to reach Kafka. */
    public KafkaConfig kafka() {
        return new KafkaConfig(
                options.get(CretoOptions.KAFKA_BOOTSTRAP_SERVERS), options.get(CretoOptions.KAFKA_PROPERTIES));
    }

    /**
     * The lanes of a MessagingJob; at least one.
     *
     * @throws ConfigException for what is no lane
     */
    public Set<Lane> lanes() {
        Set<Lane> lanes = EnumSet.noneOf(Lane.class);
        for (String name : options.get(CretoOptions.LANES)) {
            try {
                lanes.add(Lane.valueOf("LANE_" + name.trim().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw wrong("'" + name + "' is no lane, must be URGENT, NORMAL or BULK", e);
            }
        }
        if (lanes.isEmpty() || lanes.contains(Lane.LANE_UNSPECIFIED)) {
            throw wrong("must be one or more of URGENT, NORMAL, BULK", null);
        }
        return lanes;
    }

    /**
     * What becomes of envelopes while policies cannot be read.
     *
     * @throws ConfigException for a time too short, or what is not safe in production
     */
    public PolicyFeedConfig policyFeed() {
        Duration staleAfter = options.get(CretoOptions.POLICIES_STALE_AFTER);
        if (staleAfter.compareTo(MIN_STALE_AFTER) < 0) {
            throw new ConfigException(CretoOptions.POLICIES_STALE_AFTER.key() + ": must be at least "
                    + MIN_STALE_AFTER.toSeconds() + " s, because the topic's end is asked for each five");
        }
        boolean failOpen = options.get(CretoOptions.POLICIES_FAIL_OPEN);
        if (failOpen && options.get(CretoOptions.PROFILE) != CretoOptions.Profile.DEVELOPMENT) {
            throw new ConfigException(CretoOptions.POLICIES_FAIL_OPEN.key() + ": is not safe, so it needs "
                    + CretoOptions.PROFILE.key() + ": development");
        }
        return new PolicyFeedConfig(staleAfter, failOpen);
    }

    /**
     * The operator's public key.
     *
     * @throws ConfigException if there is none, or it is not one
     */
    public CompositePublicKey operatorKey() {
        String name = CretoOptions.OPERATOR_KEY_FILE.key();
        String file = options.getOptional(CretoOptions.OPERATOR_KEY_FILE)
                .orElseThrow(() -> new ConfigException(name + ": must name the file with the operator's public key"));
        try {
            String text = Files.readString(Path.of(file), StandardCharsets.US_ASCII);
            return CompositePublicKey.parse(
                    ByteString.copyFrom(Base64.getUrlDecoder().decode(text.strip())));
        } catch (IOException e) {
            throw new ConfigException(name + ": " + file + " cannot be read (" + e + ")", e);
        } catch (IllegalArgumentException | VerificationException e) {
            throw new ConfigException(name + ": " + file + " holds no composite public key in base64url", e);
        }
    }

    /**
     * The password of the read model's database, if there is one.
     *
     * @throws ConfigException if its file cannot be read
     */
    public Optional<String> postgresPassword() {
        return options.getOptional(CretoOptions.POSTGRES_PASSWORD_FILE).map(file -> {
            try {
                return Files.readString(Path.of(file)).strip();
            } catch (IOException e) {
                throw new ConfigException(
                        CretoOptions.POSTGRES_PASSWORD_FILE.key() + ": " + file + " cannot be read (" + e + ")", e);
            }
        });
    }

    /**
     * The external authorization, if there is one.
     *
     * @throws ConfigException if an option of it cannot be used
     */
    public Optional<ExternalConfig> external() {
        return new ExternalConfigReader(options).read();
    }

    private static ConfigException wrong(String what, @Nullable Throwable cause) {
        String message = CretoOptions.LANES.key() + ": " + what;
        return cause == null ? new ConfigException(message) : new ConfigException(message, cause);
    }

    /** Without values: they may hold secrets. */
    @Override
    public String toString() {
        return "JobConfig" + options.keySet();
    }
}
