package io.creto.messaging.jobs.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.YamlParserUtils;
import org.apache.flink.core.execution.CheckpointingMode;

/**
 * Reads the options of a job: a YAML file in Flink's own form, in which our options stand beside Flink's. What the file leaves
 * out has the default that these jobs need (architecture §5); what it has too much under {@code creto.} is refused.
 */
public final class JobConfigReader {
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);
    /** Each record at once: a timer of 1 ms for each task costs more than half a core when nothing happens. */
    private static final Duration BUFFER_TIMEOUT = Duration.ZERO;

    private static final Duration FIRST_RESTART = Duration.ofMillis(200);
    private static final Duration SLOWEST_RESTART = Duration.ofSeconds(10);
    private static final int MAX_PARALLELISM = 128;

    private JobConfigReader() {}

    /**
     * Reads a file.
     *
     * @throws ConfigException naming the file or the option, if it cannot be used
     */
    public static JobConfig read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(file + ": no such file");
        }
        try {
            Map<String, String> given = new TreeMap<>();
            flatten("", YamlParserUtils.loadYamlFile(file.toFile()), given);
            return of(given);
        } catch (ConfigException e) {
            throw e;
        } catch (Exception e) { // the reader declares no less
            throw new ConfigException(file + ": not a YAML mapping of options", e);
        }
    }

    /**
     * Takes options as they are.
     *
     * @param given name and value
     * @throws ConfigException naming an option that does not exist
     */
    public static JobConfig of(Map<String, String> given) {
        Set<String> known =
                CretoOptions.all().stream().map(option -> option.key()).collect(Collectors.toSet());
        for (String name : given.keySet()) {
            if (name.startsWith(CretoOptions.PREFIX)
                    && !known.contains(name)
                    && !name.startsWith(CretoOptions.KAFKA_PROPERTIES.key() + ".")) {
                throw new ConfigException(name + ": no such option");
            }
        }
        Configuration options = defaults();
        options.addAll(Configuration.fromMap(given));
        return new JobConfig(options);
    }

    /** State is exact, output at least once, recovery without end; what Flink would guess is forbidden. */
    private static Configuration defaults() {
        return new Configuration()
                .set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE)
                .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL)
                .set(
                        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION)
                .set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true)
                .set(StateBackendOptions.STATE_BACKEND, "rocksdb")
                .set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay")
                .set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, FIRST_RESTART)
                .set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, SLOWEST_RESTART)
                .set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT)
                .set(PipelineOptions.OBJECT_REUSE, true)
                .set(PipelineOptions.GENERIC_TYPES, false)
                .set(PipelineOptions.AUTO_GENERATE_UIDS, false)
                .set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
    }

    private static void flatten(String prefix, Map<?, ?> options, Map<String, String> flat) {
        options.forEach((name, value) -> {
            if (value instanceof Map<?, ?> section) {
                flatten(prefix + name + ".", section, flat);
            } else if (value == null) {
                throw new ConfigException(prefix + name + ": has no value");
            } else {
                flat.put(prefix + name, value instanceof String text ? text : YamlParserUtils.toYAMLString(value));
            }
        });
    }
}
