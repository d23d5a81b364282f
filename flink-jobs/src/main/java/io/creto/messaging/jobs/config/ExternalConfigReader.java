package io.creto.messaging.jobs.config;

import com.google.common.net.HostAndPort;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireException;
import java.io.File;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the options of the external authorization. */
final class ExternalConfigReader {
    private static final Logger LOG = LoggerFactory.getLogger(ExternalConfigReader.class);

    /** In place of fleets: all. */
    private static final String ALL = "*";
    /** In place of fleets: none any more, what is under way is still settled. */
    private static final String NONE = "-";

    private static final Duration SHORTEST = Duration.ofMillis(10);
    /** What waits in the operators behind waits no longer than this either. */
    private static final Duration LONGEST = Duration.ofSeconds(2);
    /** gRPC makes no more. */
    private static final int MAX_ATTEMPTS = 5;

    private static final int MAX_CAPACITY = 1024;
    private static final int MAX_PORT = 65_535;

    private static final String PREFIX = "creto.authorization.external.";

    private final Configuration options;

    ExternalConfigReader(Configuration options) {
        this.options = options;
    }

    /** @throws ConfigException naming an option that cannot be used */
    Optional<ExternalConfig> read() {
        if (!options.contains(CretoOptions.EXTERNAL_ADDRESS)) {
            options.keySet().stream()
                    .filter(name -> name.startsWith(PREFIX))
                    .sorted()
                    .findFirst()
                    .ifPresent(name -> {
                        throw new ConfigException(name + ": there is no external authorization without "
                                + CretoOptions.EXTERNAL_ADDRESS.key()
                                + "; name the service's address, or leave this out");
                    });
            return Optional.empty();
        }
        HostAndPort address = address(options.get(CretoOptions.EXTERNAL_ADDRESS));
        return Optional.of(new ExternalConfig(
                address.getHost(),
                address.getPort(),
                fleets(),
                within(CretoOptions.EXTERNAL_TIMEOUT, SHORTEST, LONGEST, "10 ms to 2 s"),
                within(CretoOptions.EXTERNAL_ATTEMPTS, 1, MAX_ATTEMPTS, "1 to " + MAX_ATTEMPTS),
                within(CretoOptions.EXTERNAL_CAPACITY, 1, MAX_CAPACITY, "1 to " + MAX_CAPACITY),
                tls()));
    }

    private static HostAndPort address(String text) {
        try {
            HostAndPort address = HostAndPort.fromString(text.trim());
            if (address.hasPort()
                    && address.getPort() >= 1
                    && address.getPort() <= MAX_PORT
                    && !address.getHost().isEmpty()) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw wrong(CretoOptions.EXTERNAL_ADDRESS, "'" + text + "' is not host:port", e);
        }
        throw wrong(CretoOptions.EXTERNAL_ADDRESS, "'" + text + "' is not host:port", null);
    }

    private Set<String> fleets() {
        List<String> names = options.getOptional(CretoOptions.EXTERNAL_FLEETS).orElse(List.of()).stream()
                .map(String::trim)
                .toList();
        if (names.equals(List.of(NONE))) {
            return Set.of();
        }
        if (names.equals(List.of(ALL))) {
            return Set.of(ALL);
        }
        if (names.isEmpty()) {
            throw wrong(
                    CretoOptions.EXTERNAL_FLEETS,
                    "must name the fleets that the service is asked about, or be '*' for all, or '-' for none any more",
                    null);
        }
        for (String name : names) {
            try {
                AgentId.parse(name + "/any");
            } catch (WireException e) {
                throw wrong(CretoOptions.EXTERNAL_FLEETS, "'" + name + "' is no name of a fleet", e);
            }
        }
        return names.stream().collect(Collectors.toUnmodifiableSet());
    }

    private ExternalConfig.@Nullable Tls tls() {
        Optional<File> trust = file(CretoOptions.EXTERNAL_TRUST);
        Optional<File> certificate = file(CretoOptions.EXTERNAL_CERTIFICATE);
        Optional<File> key = file(CretoOptions.EXTERNAL_KEY);
        boolean plaintext = value(CretoOptions.EXTERNAL_INSECURE_PLAINTEXT);
        if (plaintext) {
            if (trust.isPresent() || certificate.isPresent() || key.isPresent()) {
                throw wrong(
                        CretoOptions.EXTERNAL_INSECURE_PLAINTEXT,
                        "there is nothing to trust without TLS; choose",
                        null);
            }
            LOG.warn(
                    "{}: who may send what is asked, and answered, in plaintext: anybody on the way can permit everything",
                    CretoOptions.EXTERNAL_INSECURE_PLAINTEXT.key());
            return null;
        }
        if (trust.isEmpty()) {
            throw wrong(
                    CretoOptions.EXTERNAL_TRUST,
                    "must name the file with the certificates that the service is trusted by",
                    null);
        }
        if (certificate.isPresent() != key.isPresent()) {
            throw wrong(
                    certificate.isPresent() ? CretoOptions.EXTERNAL_KEY : CretoOptions.EXTERNAL_CERTIFICATE,
                    "a client certificate needs its key, and a key its certificate",
                    null);
        }
        return new ExternalConfig.Tls(trust.get(), certificate.orElse(null), key.orElse(null));
    }

    private Optional<File> file(ConfigOption<String> option) {
        return options.getOptional(option).map(File::new).map(file -> {
            if (!Files.isReadable(file.toPath())) {
                throw wrong(option, file + " cannot be read", null);
            }
            return file;
        });
    }

    private <T extends Comparable<T>> T within(ConfigOption<T> option, T min, T max, String range) {
        T value = value(option);
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw wrong(option, "must be " + range, null);
        }
        return value;
    }

    private <T> T value(ConfigOption<T> option) {
        try {
            return options.get(option);
        } catch (IllegalArgumentException e) {
            throw wrong(option, "cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static ConfigException wrong(ConfigOption<?> option, String what, @Nullable Throwable cause) {
        String message = option.key() + ": " + what;
        return cause == null ? new ConfigException(message) : new ConfigException(message, cause);
    }
}
