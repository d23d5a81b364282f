package io.creto.messaging.benchmarks.pipeline;

import io.creto.messaging.jobs.config.CretoOptions;
import io.creto.messaging.jobs.config.JobConfig;
import io.creto.messaging.jobs.config.JobConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;

/**
 * A dataflow in a cluster of its own, with the options that the jobs have by default (checkpoints, RocksDB) and the memory of
 * the local stack. It ends with its first exception. Not thread-safe.
 */
final class FlinkRun implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final MemorySize MANAGED = MemorySize.ofMebiBytes(192);
    private static final MemorySize NETWORK = MemorySize.ofMebiBytes(64);
    private static final long PATIENCE_S = 60;

    private final Path directory;
    private final MiniCluster cluster;
    private final JobID job;

    private FlinkRun(Path directory, MiniCluster cluster, JobID job) {
        this.directory = directory;
        this.cluster = cluster;
        this.job = job;
    }

    /** Starts; what is read is committed only, see {@link Preload}. */
    static FlinkRun start(
            Broker broker, int parallelism, BiConsumer<StreamExecutionEnvironment, JobConfig> definition) {
        try {
            Path directory = Files.createTempDirectory("creto-bench-flink-");
            MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                    .setConfiguration(clusterOptions(directory))
                    .setNumTaskManagers(1)
                    .setNumSlotsPerTaskManager(parallelism)
                    .build());
            try {
                cluster.start();
                return new FlinkRun(
                        directory, cluster, submit(cluster, jobConfig(broker, parallelism, directory), definition));
            } catch (Exception e) { // the cluster declares no less
                cluster.close();
                FileUtils.deleteDirectoryQuietly(directory.toFile());
                throw e;
            }
        } catch (InterruptedException e) {
            throw Broker.interrupted(e);
        } catch (Exception e) {
            throw new IllegalStateException("Flink does not start: " + e, e);
        }
    }

    private static JobConfig jobConfig(Broker broker, int parallelism, Path directory) {
        return JobConfigReader.of(Map.of(
                CretoOptions.KAFKA_BOOTSTRAP_SERVERS.key(),
                broker.bootstrapServers(),
                CretoOptions.KAFKA_PROPERTIES.key() + ".isolation.level",
                "read_committed",
                CheckpointingOptions.CHECKPOINTS_DIRECTORY.key(),
                directory.resolve("checkpoints").toUri().toString(),
                RestartStrategyOptions.RESTART_STRATEGY.key(),
                "none",
                "parallelism.default",
                Integer.toString(parallelism)));
    }

    private static JobID submit(
            MiniCluster cluster, JobConfig config, BiConsumer<StreamExecutionEnvironment, JobConfig> definition)
            throws Exception {
        // Only defines the job: there is nothing to close, the cluster runs it.
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(config.options());
        definition.accept(environment, config);
        return cluster.submitJob(environment.getStreamGraph())
                .get(PATIENCE_S, TimeUnit.SECONDS)
                .getJobID();
    }

    /**
     * Checks that it has not ended.
     *
     * @throws IllegalStateException with the reason, if it has
     */
    void check() {
        try {
            JobStatus status = cluster.getJobStatus(job).get(PATIENCE_S, TimeUnit.SECONDS);
            if (status.isGloballyTerminalState()) {
                var failure = cluster.getExecutionGraph(job)
                        .get(PATIENCE_S, TimeUnit.SECONDS)
                        .getFailureInfo();
                throw new IllegalStateException("the job has ended: "
                        + (failure == null ? status : failure.getException().getMessage()));
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Flink does not answer: " + e, e);
        } catch (InterruptedException e) {
            throw Broker.interrupted(e);
        }
    }

    @Override
    public void close() {
        try {
            cluster.cancelJob(job).get(PATIENCE_S, TimeUnit.SECONDS);
            cluster.closeAsync().get(PATIENCE_S, TimeUnit.SECONDS);
            FileUtils.deleteDirectory(directory.toFile());
        } catch (ExecutionException | TimeoutException | IOException e) {
            throw new IllegalStateException("Flink does not stop: " + e, e);
        } catch (InterruptedException e) {
            throw Broker.interrupted(e);
        }
    }

    private static Configuration clusterOptions(Path directory) {
        return new Configuration()
                .set(RestOptions.BIND_ADDRESS, LOOPBACK)
                .set(RestOptions.ADDRESS, LOOPBACK)
                .set(RestOptions.BIND_PORT, "0")
                .set(CoreOptions.TMP_DIRS, directory.resolve("tmp").toString())
                .set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED)
                .set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK)
                .set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK);
    }
}
