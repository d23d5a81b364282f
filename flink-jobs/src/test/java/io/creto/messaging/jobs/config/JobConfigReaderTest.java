package io.creto.messaging.jobs.config;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.v1.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobConfigReaderTest {
    @TempDir
    Path directory;

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of("creto.kafka.bootstrap-server: x:1\n", "creto.kafka.bootstrap-server: no such option"),
                Arguments.of("creto:\n  lane: [URGENT]\n", "creto.lane: no such option"),
                Arguments.of("creto.lanes:\n", "creto.lanes: has no value"),
                Arguments.of("- a\n- b\n", "not a YAML mapping of options"),
                Arguments.of("creto: [unclosed\n", "not a YAML mapping of options"));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void whatCannotBeUsedIsNamed(String yaml, String message) throws Exception {
        Path file = file(yaml);
        assertThatThrownBy(() -> JobConfigReader.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void policiesCountForHalfAMinuteAndThenNothingPasses() {
        assertThat(JobConfigReader.of(Map.of()).policyFeed())
                .isEqualTo(new PolicyFeedConfig(Duration.ofSeconds(30), false));
    }

    @Test
    void toFailOpenIsRefusedInProduction() {
        Map<String, String> open = Map.of("creto.policies.fail-open", "true", "creto.policies.stale-after", "1 min");
        assertThatThrownBy(() -> JobConfigReader.of(open).policyFeed())
                .isInstanceOf(ConfigException.class)
                .hasMessage("creto.policies.fail-open: is not safe, so it needs creto.profile: development");
        Map<String, String> tried = new HashMap<>(open);
        tried.put("creto.profile", "development");
        assertThat(JobConfigReader.of(tried).policyFeed()).isEqualTo(new PolicyFeedConfig(Duration.ofMinutes(1), true));
    }

    @Test
    void policiesAreNotStaleBeforeTheirEndCanBeKnown() {
        Map<String, String> soon = Map.of("creto.policies.stale-after", "14999 ms");
        assertThatThrownBy(() -> JobConfigReader.of(soon).policyFeed())
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("creto.policies.stale-after: must be at least 15 s");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = directory.resolve("absent.yaml");
        assertThatThrownBy(() -> JobConfigReader.read(file)).hasMessage(file + ": no such file");
    }

    @Test
    void readsSectionsAndListsAndPassesFlinksOptionsOn() throws Exception {
        JobConfig config = JobConfigReader.read(file("""
                creto:
                  kafka:
                    bootstrap-servers: kafka:9092
                    properties:
                      security.protocol: SASL_PLAINTEXT
                  lanes: [BULK, urgent]
                execution.checkpointing:
                  interval: 7 s
                parallelism.default: 3
                """));
        assertThat(config.kafka().bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(config.kafka().properties()).containsEntry("security.protocol", "SASL_PLAINTEXT");
        assertThat(config.lanes()).containsExactlyInAnyOrder(Lane.LANE_BULK, Lane.LANE_URGENT);
        assertThat(config.options().get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(config.options().get(CoreOptions.DEFAULT_PARALLELISM)).isEqualTo(3);
    }

    @Test
    void whatTheFileLeavesOutIsWhatTheseJobsNeed() {
        JobConfig config = JobConfigReader.of(Map.of());
        assertThat(config.lanes()).containsExactlyInAnyOrder(Lane.LANE_URGENT, Lane.LANE_NORMAL);
        assertThat(config.options().get(PipelineOptions.GENERIC_TYPES)).isFalse();
        assertThat(config.options().get(PipelineOptions.AUTO_GENERATE_UIDS)).isFalse();
        assertThat(config.options().get(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE))
                .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
        assertThat(config.options().get(StateBackendOptions.STATE_BACKEND)).isEqualTo("rocksdb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAST", "", "UNSPECIFIED", "URGENT;SLOW"})
    void lanesThatAreNoneAreRefused(String lanes) {
        JobConfig config = JobConfigReader.of(Map.of("creto.lanes", lanes));
        assertThatThrownBy(config::lanes).isInstanceOf(ConfigException.class).hasMessageStartingWith("creto.lanes: ");
    }

    @Test
    void secretsAreNotPrinted() throws Exception {
        String secret = "hunter2";
        JobConfig config = JobConfigReader.read(file("""
                creto.kafka.properties:
                  sasl.jaas.config: password="hunter2";
                """));
        assertThat(config.kafka().toProperties().getProperty("sasl.jaas.config"))
                .contains(secret);
        assertThat(config + " " + config.kafka()).doesNotContain(secret);
    }

    @Test
    void theOperatorsKeyIsReadFromItsFileOrItsFileIsNamed() throws Exception {
        CompositePublicKey key = ALICE.key().publicKey();
        Path good = file(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(key.encoded().toByteArray())
                + "\n");
        assertThat(config(good).operatorKey().encoded()).isEqualTo(key.encoded());
        Path bad = file("not a key");
        assertThatThrownBy(() -> config(bad).operatorKey())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(bad.toString());
        assertThatThrownBy(() -> JobConfigReader.of(Map.of()).operatorKey())
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("creto.operator.key-file: ");
    }

    private static JobConfig config(Path keyFile) {
        return JobConfigReader.of(Map.of("creto.operator.key-file", keyFile.toString()));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "options", ".yaml"), text);
    }
}
