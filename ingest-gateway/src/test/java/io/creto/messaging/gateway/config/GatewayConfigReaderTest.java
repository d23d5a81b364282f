package io.creto.messaging.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayConfigReaderTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n", "grpc: {}", "grpc:", "{}"})
    void whatIsLeftOutHasItsDefault(String yaml) {
        GatewayConfig config = GatewayConfigReader.parse(yaml);
        assertThat(config.id()).isEqualTo("gateway");
        assertThat(config.grpc())
                .isEqualTo(new GrpcConfig(
                        "127.0.0.1", 7700, 10_000, 1000, 1000, 8192, 60_000, 10_000, 300_000, 3_600_000, 60_000));
        assertThat(config.rest()).isEqualTo(new RestConfig("127.0.0.1", 7705, 1000, 33_554_432L, 30_000, 30_000));
        assertThat(config.rest().isOn()).isTrue();
        assertThat(config.tls()).isEqualTo(new TlsConfig("", "", 10_000, false));
        assertThat(config.metrics()).isEqualTo(new MetricsConfig("127.0.0.1", 7701));
        assertThat(config.kafka()).isEqualTo(new KafkaConfig("localhost:9092", "", 30_000, 10_000));
        assertThat(config.directory())
                .isEqualTo(new DirectoryConfig("", "creto", "", 4, 256, 10_000, 1000, 16_777_216));
        assertThat(config.directory().isOn()).isFalse();
        assertThat(config.limits()).isEqualTo(new LimitsConfig(10_000, 67_108_864L, 256, 250));
        assertThat(config.callers())
                .isEqualTo(
                        new CallersConfig(5000, 2500, 67_108_864, 16_777_216, 100, 100, 200, 1_048_576, 2_097_152, 64));
        assertThat(config.time()).isEqualTo(new TimeConfig(500, 3000, 15_000));
    }

    @Test
    void restIsSwitchedOffByItsPort() {
        assertThat(GatewayConfigReader.parse("rest: {port: -1}").rest().isOn()).isFalse();
    }

    @Test
    void whatIsGivenCounts(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("gateway.yaml");
        Files.writeString(file, """
                id: gw-3
                grpc:
                  port: 0
                kafka:
                  bootstrap-servers: "a:1,b:2"
                limits: {in-flight-batches: 7, in-flight-bytes: 4194304}
                """);
        GatewayConfig config = GatewayConfigReader.read(file);
        assertThat(config.id()).isEqualTo("gw-3");
        assertThat(config.grpc().port()).isZero();
        assertThat(config.grpc().host()).isEqualTo("127.0.0.1");
        assertThat(config.kafka().bootstrapServers()).isEqualTo("a:1,b:2");
        assertThat(config.limits().inFlightBatches()).isEqualTo(7);
        assertThat(config.limits().inFlightBytes()).isEqualTo(4_194_304);
        assertThat(config.limits().streamBatches()).isEqualTo(256);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense: 1                          | nonsense: no such option",
                "grpc: {prot: 1}                      | grpc.prot: no such option",
                "grpc: {port: 65536}                  | grpc.port: 65536, must be 0 to 65535",
                "grpc: {port: -1}                     | grpc.port: -1, must be 0 to 65535",
                "grpc: {port: many}                   | grpc.port: not a value of this option",
                "grpc: {port: 1.5}                    | grpc.port: not a value of this option",
                "grpc: {port: }                       | grpc.port: not a value of this option",
                "grpc: {port: 99999999999}            | grpc.port: not a value of this option",
                "grpc: {host: ' '}                    | grpc.host: must be a text of 1 to 255 characters",
                "grpc: {host: }                       | grpc.host: must be a text of 1 to 255 characters",
                "grpc: 7                              | grpc: not a value of this option",
                "grpc: {max-connections: 0}           | grpc.max-connections: 0, must be 1 to 1000000",
                "grpc: {max-connections-per-address: 0} | grpc.max-connections-per-address: 0, must be 1 to 1000000",
                "grpc: {max-calls-per-connection: 0}  | grpc.max-calls-per-connection: 0, must be 1 to 100000",
                "grpc: {max-metadata-bytes: 8191}     | grpc.max-metadata-bytes: 8191, must be 8192 to 65536",
                "grpc: {keep-alive-ms: 1}             | grpc.keep-alive-ms: 1, must be 1000 to 3600000",
                "grpc: {handshake-timeout-ms: 1}      | grpc.handshake-timeout-ms: 1, must be 100 to 60000",
                "grpc: {max-connection-idle-ms: 1}    | grpc.max-connection-idle-ms: 1, must be 1000 to 86400000",
                "grpc: {max-connection-age-ms: 1}     | grpc.max-connection-age-ms: 1, must be 1000 to 86400000",
                "grpc: {max-connection-age-grace-ms: -1} | grpc.max-connection-age-grace-ms: -1, must be 0 to 3600000",
                "rest: {host: ''}                     | rest.host: must be a text of 1 to 255 characters",
                "rest: {port: -2}                     | rest.port: -2, must be -1 to 65535",
                "rest: {max-connections: 0}           | rest.max-connections: 0, must be 1 to 100000",
                "rest: {in-flight-bytes: 1}           | rest.in-flight-bytes: 1, must be 4194304 to 1073741824",
                "rest: {request-timeout-ms: 1}        | rest.request-timeout-ms: 1, must be 1000 to 600000",
                "rest: {max-connection-idle-ms: 1}    | rest.max-connection-idle-ms: 1, must be 1000 to 86400000",
                "tls: {reload-ms: 1}                  | tls.reload-ms: 1, must be 100 to 3600000",
                "tls: {certificate-file: a}           | tls: give both certificate-file and private-key-file",
                "tls: {private-key-file: a}           | tls: give both certificate-file and private-key-file",
                "tls: {insecure-plaintext: maybe}     | tls.insecure-plaintext: not a value of this option",
                "tls: {certificate-file: a, private-key-file: b, insecure-plaintext: true} | tls.insecure-plaintext: true besides",
                "auth: {deployment: ''}               | auth.deployment: must be a text of 1 to 255 characters",
                "auth: {threads: 0}                   | auth.threads: 0, must be 1 to 64",
                "auth: {max-waiting: 0}               | auth.max-waiting: 0, must be 1 to 100000",
                "auth: {insecure-anonymous: maybe}    | auth.insecure-anonymous: not a value of this option",
                "metrics: {port: 70000}               | metrics.port: 70000, must be 0 to 65535",
                "metrics: {host: ''}                  | metrics.host: must be a text of 1 to 255 characters",
                "kafka: {bootstrap-servers: ''}       | kafka.bootstrap-servers: must be a text of 1 to 4096 characters",
                "kafka: {start-timeout-ms: 1}         | kafka.start-timeout-ms: 1, must be 100 to 600000",
                "kafka: {delivery-timeout-ms: 1}      | kafka.delivery-timeout-ms: 1, must be 1000 to 120000",
                "kafka: {properties-file: }           | kafka.properties-file: must be a text of at most 4096 characters",
                "directory: {url: }                   | directory.url: must be a text of at most 4096 characters",
                "directory: {user: ''}                | directory.user: must be a text of 1 to 255 characters",
                "directory: {password-file: }         | directory.password-file: must be a text of at most 4096 characters",
                "directory: {password: secret}        | directory.password: no such option",
                "directory: {pool-size: 0}            | directory.pool-size: 0, must be 1 to 64",
                "directory: {max-calls: 0}            | directory.max-calls: 0, must be 1 to 10000",
                "directory: {wait-ms: 1}              | directory.wait-ms: 1, must be 100 to 60000",
                "directory: {cache-ms: 1001}          | directory.cache-ms: 1001, must be 0 to 1000",
                "directory: {cache-bytes: 1}          | directory.cache-bytes: 1, must be 1048576 to 1073741824",
                "limits: {in-flight-batches: 0}       | limits.in-flight-batches: 0, must be 1 to 1000000",
                "limits: {in-flight-bytes: 1000}      | limits.in-flight-bytes: 1000, must be 2097152 to 1073741824",
                "limits: {stream-batches: 0}          | limits.stream-batches: 0, must be 1 to 10000",
                "limits: {retry-after-ms: 0}          | limits.retry-after-ms: 0, must be 1 to 60000",
                "callers: {agent-requests-per-second: 0} | callers.agent-requests-per-second: 0, must be 1 to 1000000",
                "callers: {agent-request-burst: 0}    | callers.agent-request-burst: 0, must be 1 to 1000000",
                "callers: {agent-bytes-per-second: 1} | callers.agent-bytes-per-second: 1, must be 1024 to 1000000000",
                "callers: {agent-byte-burst: 1}       | callers.agent-byte-burst: 1, must be 2097152 to 1000000000",
                "callers: {agent-streams: 0}          | callers.agent-streams: 0, must be 1 to 100000",
                "callers: {stranger-requests-per-second: 0} | callers.stranger-requests-per-second: 0, must be 1",
                "callers: {stranger-request-burst: 0} | callers.stranger-request-burst: 0, must be 1 to 1000000",
                "callers: {stranger-bytes-per-second: 1} | callers.stranger-bytes-per-second: 1, must be 1024",
                "callers: {stranger-byte-burst: 1}    | callers.stranger-byte-burst: 1, must be 2097152 to 1000000000",
                "callers: {stranger-streams: 0}       | callers.stranger-streams: 0, must be 1 to 100000",
                "time: {tick-ms: 10}                  | time.tick-ms: 10, must be 100 to 60000",
                "time: {silence-ms: 900}              | time.silence-ms: 900, must be 1000 to 600000",
                "time: {drain-ms: -1}                 | time.drain-ms: -1, must be 0 to 600000",
                "id: ''                               | id: must be a text of 1 to 255 characters",
                "[1, 2]                               | not a YAML mapping of options",
                "'grpc: {port: 1'                     | not YAML at line 1",
            })
    void whatIsWrongIsRefusedByName(String yaml, String message) {
        assertThatThrownBy(() -> GatewayConfigReader.parse(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void anOptionGivenTwiceIsRefused() {
        assertThatThrownBy(() -> GatewayConfigReader.parse("id: a\nid: b\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("id");
    }

    @Test
    void aFileThatIsNotThereIsNamed(@TempDir Path directory) {
        Path file = directory.resolve("none.yaml");
        assertThatThrownBy(() -> GatewayConfigReader.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": no such file");
    }
}
