package io.creto.messaging.gateway.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.creto.messaging.schemas.WireLimits;

/**
 * The gateway's options. Each record checks its values, so an instance is valid. Defaults and descriptions stand in the
 * annotations, for {@link GatewayConfigReader} and for the table in the README.
 *
 * @param id the gateway's name
 * @param grpc the listener of agents
 * @param tls its certificate
 * @param auth who may call
 * @param metrics the listener of Prometheus
 * @param kafka the log
 * @param directory the read model that the directory answers from
 * @param limits what may be in flight
 * @param time intervals
 */
public record GatewayConfig(
        @JsonProperty(defaultValue = "gateway")
        @JsonPropertyDescription("Name of this gateway in its ticks and as Kafka client, 1 to 255 characters")
        String id,

        Grpc grpc,
        Tls tls,
        Auth auth,
        Metrics metrics,
        Kafka kafka,
        Directory directory,
        Limits limits,
        Time time) {
    private static final int MAX_PORT = 65_535;
    private static final int DAY_MS = 86_400_000;

    /** @throws ConfigException if a value is out of its range */
    public GatewayConfig {
        Options.text("id", id, WireLimits.MAX_NAME_BYTES);
    }

    /**
     * The listener of agents.
     *
     * @param host address to listen on
     * @param port 0 for a free one
     * @param maxCallsPerConnection calls at once of one connection
     * @param maxMetadataBytes of one call
     * @param keepAliveMs after how long without traffic a connection is probed
     * @param handshakeTimeoutMs how long a new connection may take to be one
     * @param maxConnectionIdleMs how long a connection may be without calls
     * @param maxConnectionAgeMs how long a connection may be used
     * @param maxConnectionAgeGraceMs how long its calls may go on then
     */
    public record Grpc(
            @JsonProperty(defaultValue = "127.0.0.1") @JsonPropertyDescription("Address that agents connect to")
            String host,

            @JsonProperty(defaultValue = "7700") @JsonPropertyDescription("Port that agents connect to; 0: a free one")
            int port,

            @JsonProperty(defaultValue = "1000")
            @JsonPropertyDescription("Calls and streams at once of one connection, 1 to 100000")
            int maxCallsPerConnection,

            @JsonProperty(defaultValue = "8192")
            @JsonPropertyDescription("Bytes of metadata of one call, 8192 (an access token fits) to 65536")
            int maxMetadataBytes,

            @JsonProperty(defaultValue = "60000")
            @JsonPropertyDescription(
                    "Silence after which a connection is probed, 1000 to 3600000; clients may probe three times as often")
            int keepAliveMs,

            @JsonProperty(defaultValue = "10000")
            @JsonPropertyDescription("How long a new connection may take for its handshake, 100 to 60000")
            int handshakeTimeoutMs,

            @JsonProperty(defaultValue = "300000")
            @JsonPropertyDescription("How long a connection may be without calls before it is closed, 1000 to 86400000")
            int maxConnectionIdleMs,

            @JsonProperty(defaultValue = "3600000")
            @JsonPropertyDescription(
                    "How long a connection may be used, give or take a tenth, 1000 to 86400000; clients then make another")
            int maxConnectionAgeMs,

            @JsonProperty(defaultValue = "60000")
            @JsonPropertyDescription("How long calls of a connection go on when it is too old, 0 to 3600000")
            int maxConnectionAgeGraceMs) {
        /** @throws ConfigException if a value is out of its range */
        public Grpc {
            Options.text("grpc.host", host, WireLimits.MAX_NAME_BYTES);
            Options.range("grpc.port", port, 0, MAX_PORT);
            Options.range("grpc.max-calls-per-connection", maxCallsPerConnection, 1, 100_000);
            Options.range("grpc.max-metadata-bytes", maxMetadataBytes, 8192, 65_536);
            Options.range("grpc.keep-alive-ms", keepAliveMs, 1000, 3_600_000);
            Options.range("grpc.handshake-timeout-ms", handshakeTimeoutMs, 100, 60_000);
            Options.range("grpc.max-connection-idle-ms", maxConnectionIdleMs, 1000, DAY_MS);
            Options.range("grpc.max-connection-age-ms", maxConnectionAgeMs, 1000, DAY_MS);
            Options.range("grpc.max-connection-age-grace-ms", maxConnectionAgeGraceMs, 0, 3_600_000);
        }
    }

    /**
     * The certificate of the listener of agents.
     *
     * @param certificateFile the chain, PEM; empty where there is none
     * @param privateKeyFile its key, PEM
     * @param reloadMs how often the files are looked at
     * @param insecurePlaintext no TLS
     */
    public record Tls(
            @JsonProperty(defaultValue = "")
            @JsonPropertyDescription("Certificate chain, PEM, the gateway's own first; must be given")
            String certificateFile,

            @JsonProperty(defaultValue = "")
            @JsonPropertyDescription("Private key of the certificate, PEM (PKCS#8), EC or RSA")
            String privateKeyFile,

            @JsonProperty(defaultValue = "10000")
            @JsonPropertyDescription("How often the two files are looked at for a new certificate, 100 to 3600000")
            int reloadMs,

            @JsonProperty(defaultValue = "false")
            @JsonPropertyDescription("true instead of a certificate: no TLS, for loopback only; the log says so")
            boolean insecurePlaintext) {
        /** @throws ConfigException if a value is out of its range, or not all of a certificate is given */
        public Tls {
            Options.optionalText("tls.certificate-file", certificateFile, 4096);
            Options.optionalText("tls.private-key-file", privateKeyFile, 4096);
            Options.range("tls.reload-ms", reloadMs, 100, 3_600_000);
            if (certificateFile.isEmpty() != privateKeyFile.isEmpty()) {
                throw new ConfigException("tls: give both certificate-file and private-key-file, or none of them");
            }
            if (insecurePlaintext && !certificateFile.isEmpty()) {
                throw new ConfigException("tls.insecure-plaintext: true besides a certificate; choose one");
            }
        }

        /** Whether there is a certificate. */
        public boolean isOn() {
            return !certificateFile.isEmpty();
        }
    }

    /**
     * Who may call.
     *
     * @param deployment the audience of access tokens
     * @param threads that check tokens, and as many that read who is named in them
     * @param maxWaiting calls that wait to be authenticated
     * @param insecureAnonymous nobody is asked
     */
    public record Auth(
            @JsonProperty(defaultValue = "creto")
            @JsonPropertyDescription(
                    "Name of the deployment, 1 to 255 characters: access tokens that name another are refused")
            String deployment,

            @JsonProperty(defaultValue = "2")
            @JsonPropertyDescription(
                    "Threads that verify access tokens, and as many, each with a connection, that read who is named in them, 1 to 64")
            int threads,

            @JsonProperty(defaultValue = "1000")
            @JsonPropertyDescription(
                    "Calls that wait until an unknown caller is authenticated, 1 to 100000; as many of known ones")
            int maxWaiting,

            @JsonProperty(defaultValue = "false")
            @JsonPropertyDescription(
                    "true: nobody is asked who they are, whoever reaches the port may do everything; the log says so")
            boolean insecureAnonymous) {
        /** @throws ConfigException if a value is out of its range */
        public Auth {
            Options.text("auth.deployment", deployment, WireLimits.MAX_NAME_BYTES);
            Options.range("auth.threads", threads, 1, 64);
            Options.range("auth.max-waiting", maxWaiting, 1, 100_000);
        }
    }

    /**
     * The listener of Prometheus.
     *
     * @param host address to listen on
     * @param port 0 for a free one
     */
    public record Metrics(
            @JsonProperty(defaultValue = "127.0.0.1") @JsonPropertyDescription("Address that metrics are read from")
            String host,

            @JsonProperty(defaultValue = "7701")
            @JsonPropertyDescription("Port that metrics are read from; 0: a free one")
            int port) {
        /** @throws ConfigException if a value is out of its range */
        public Metrics {
            Options.text("metrics.host", host, WireLimits.MAX_NAME_BYTES);
            Options.range("metrics.port", port, 0, MAX_PORT);
        }
    }

    /**
     * The log.
     *
     * @param bootstrapServers {@code host:port,…}
     * @param propertiesFile further properties of Kafka's clients, such as their login; empty for none
     * @param startTimeoutMs how long to wait for it at start
     * @param deliveryTimeoutMs after how long an append is given up
     */
    public record Kafka(
            @JsonProperty(defaultValue = "localhost:9092")
            @JsonPropertyDescription("Kafka brokers to begin with, host:port, separated by commas")
            String bootstrapServers,

            @JsonProperty(defaultValue = "")
            @JsonPropertyDescription(
                    "Java properties file with what Kafka's clients need to log in (security.protocol, sasl.*, ssl.*); empty: nothing")
            String propertiesFile,

            @JsonProperty(defaultValue = "30000")
            @JsonPropertyDescription("How long Kafka may take to answer at start, 100 to 600000")
            int startTimeoutMs,

            @JsonProperty(defaultValue = "10000")
            @JsonPropertyDescription(
                    "After how long without Kafka's acknowledgement a batch is answered UNAVAILABLE, 1000 to 120000")
            int deliveryTimeoutMs) {
        /** @throws ConfigException if a value is out of its range */
        public Kafka {
            Options.text("kafka.bootstrap-servers", bootstrapServers, 4096);
            Options.optionalText("kafka.properties-file", propertiesFile, 4096);
            Options.range("kafka.start-timeout-ms", startTimeoutMs, 100, 600_000);
            Options.range("kafka.delivery-timeout-ms", deliveryTimeoutMs, 1000, 120_000);
        }
    }

    /**
     * The read model.
     *
     * @param url JDBC address, empty where the directory is off
     * @param user who may read it
     * @param passwordFile file with the user's password, empty where none is sent
     * @param poolSize connections, and threads that wait for them
     * @param maxCalls calls at once, waiting ones too
     * @param waitMs how long a read waits for the version that it must see
     * @param cacheMs how long an answer may be old
     * @param cacheBytes of records that are remembered
     */
    public record Directory(
            @JsonProperty(defaultValue = "")
            @JsonPropertyDescription(
                    "JDBC address of the read model (jdbc:postgresql://host:port/name); empty: no directory")
            String url,

            @JsonProperty(defaultValue = "creto") @JsonPropertyDescription("User who may read it")
            String user,

            @JsonProperty(defaultValue = "")
            @JsonPropertyDescription("File with the user's password; empty: none is sent")
            String passwordFile,

            @JsonProperty(defaultValue = "4")
            @JsonPropertyDescription("Connections to the read model, each with a thread, 1 to 64")
            int poolSize,

            @JsonProperty(defaultValue = "256")
            @JsonPropertyDescription("Calls of the directory at once, waiting ones too, 1 to 10000")
            int maxCalls,

            @JsonProperty(defaultValue = "10000")
            @JsonPropertyDescription(
                    "How long a read waits for the version that it must see, 100 to 60000; no longer than the call's deadline")
            int waitMs,

            @JsonProperty(defaultValue = "1000") @JsonPropertyDescription("How old an answer may be, 0 to 1000")
            int cacheMs,

            @JsonProperty(defaultValue = "16777216")
            @JsonPropertyDescription("Bytes of records that are remembered, 1048576 to 1073741824")
            long cacheBytes) {
        /** @throws ConfigException if a value is out of its range */
        public Directory {
            Options.optionalText("directory.url", url, 4096);
            Options.text("directory.user", user, WireLimits.MAX_NAME_BYTES);
            Options.optionalText("directory.password-file", passwordFile, 4096);
            Options.range("directory.pool-size", poolSize, 1, 64);
            Options.range("directory.max-calls", maxCalls, 1, 10_000);
            Options.range("directory.wait-ms", waitMs, 100, 60_000);
            Options.range("directory.cache-ms", cacheMs, 0, 1000);
            Options.range("directory.cache-bytes", cacheBytes, 1 << 20, 1L << 30);
        }

        /** Whether there is one. */
        public boolean isOn() {
            return !url.isEmpty();
        }
    }

    /**
     * What may be in flight.
     *
     * @param inFlightBatches of all calls
     * @param inFlightBytes of all calls
     * @param streamBatches of one stream
     * @param retryAfterMs what a refused caller is told to wait
     */
    public record Limits(
            @JsonProperty(defaultValue = "10000")
            @JsonPropertyDescription("Batches in flight, all callers together, 1 to 1000000")
            int inFlightBatches,

            @JsonProperty(defaultValue = "67108864")
            @JsonPropertyDescription(
                    "Bytes in flight, all callers together, 2097152 to 1073741824; the producer buffer is a bit more than twice that")
            long inFlightBytes,

            @JsonProperty(defaultValue = "256")
            @JsonPropertyDescription("Batches in flight of one stream, 1 to 10000; more are not read")
            int streamBatches,

            @JsonProperty(defaultValue = "250")
            @JsonPropertyDescription("What a caller is told to wait before a retry, 1 to 60000")
            int retryAfterMs) {
        /** @throws ConfigException if a value is out of its range */
        public Limits {
            Options.range("limits.in-flight-batches", inFlightBatches, 1, 1_000_000);
            Options.range("limits.in-flight-bytes", inFlightBytes, WireLimits.MAX_RECORD_BYTES, 1L << 30);
            Options.range("limits.stream-batches", streamBatches, 1, 10_000);
            Options.range("limits.retry-after-ms", retryAfterMs, 1, 60_000);
        }
    }

    /**
     * Intervals.
     *
     * @param tickMs how long a partition may be quiet
     * @param silenceMs how long the log may not answer before health says so
     * @param drainMs how long a stop may wait for what is in flight
     */
    public record Time(
            @JsonProperty(defaultValue = "500")
            @JsonPropertyDescription("Quiet time after which an ingest partition gets a tick, 100 to 60000")
            int tickMs,

            @JsonProperty(defaultValue = "3000")
            @JsonPropertyDescription(
                    "Silence of Kafka after which health is NOT_SERVING, 200 to 600000, at least twice time.tick-ms")
            int silenceMs,

            @JsonProperty(defaultValue = "15000")
            @JsonPropertyDescription("How long a stop waits for batches in flight, 0 to 600000")
            int drainMs) {
        /** @throws ConfigException if a value is out of its range */
        public Time {
            Options.range("time.tick-ms", tickMs, 100, 60_000);
            Options.range("time.silence-ms", silenceMs, Math.max(200, 2L * tickMs), 600_000);
            Options.range("time.drain-ms", drainMs, 0, 600_000);
        }
    }
}
