package io.creto.messaging.jobs.job;

import static org.awaitility.Awaitility.await;

import io.creto.messaging.jobs.config.JobConfig;
import io.creto.messaging.jobs.config.JobConfigReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A MessagingJob in a MiniCluster of its own, as its main class would run it; it ends with its first exception. */
final class RunningJob implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SLOTS = 2;

    private final MiniCluster cluster;
    private final JobID job;
    private final InMemoryReporter metrics;

    private RunningJob(MiniCluster cluster, JobID job, InMemoryReporter metrics) {
        this.cluster = cluster;
        this.job = job;
        this.metrics = metrics;
    }

    /** Starts one, from the newest checkpoint there is. It makes some as it runs. */
    static RunningJob messaging(Deployment deployment, Path checkpoints) throws Exception {
        return messaging(deployment, checkpoints, "500 ms", Map.of());
    }

    /** Starts one with options of its own. */
    static RunningJob messaging(Deployment deployment, Path checkpoints, Map<String, String> more) throws Exception {
        return messaging(deployment, checkpoints, "500 ms", more);
    }

    /** Starts one, from the newest checkpoint there is. {@link #checkpoint} alone makes new ones. */
    static RunningJob messagingWithoutCheckpoints(Deployment deployment, Path checkpoints) throws Exception {
        return messaging(deployment, checkpoints, "1 h", Map.of());
    }

    @SuppressWarnings("try") // interruption ends the test
    private static RunningJob messaging(
            Deployment deployment, Path checkpoints, String interval, Map<String, String> more) throws Exception {
        Map<String, String> options = new HashMap<>(Map.of(
                "creto.kafka.bootstrap-servers", deployment.bootstrapServers(),
                "execution.checkpointing.dir", checkpoints.toUri().toString(),
                "execution.checkpointing.interval", interval,
                "restart-strategy.type", "none",
                "parallelism.default", Integer.toString(SLOTS)));
        options.putAll(more);
        newest(checkpoints)
                .ifPresent(path -> options.put(
                        "execution.state-recovery.path", path.toUri().toString()));
        JobConfig config = JobConfigReader.of(options);
        InMemoryReporter metrics = InMemoryReporter.create();
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(metrics.addToConfiguration(new Configuration()))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .build());
        cluster.start();
        try (StreamExecutionEnvironment environment = new StreamExecutionEnvironment(config.options())) {
            MessagingJob.define(environment, config);
            JobID job = cluster.submitJob(environment.getStreamGraph().getJobGraph())
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .getJobID();
            RunningJob running = new RunningJob(cluster, job, metrics);
            await().atMost(PATIENCE).until(running::runs);
            return running;
        }
    }

    /** Whether it runs; as it ends with its first exception, then nothing has thrown. */
    boolean runs() throws Exception {
        return cluster.getJobStatus(job).get(PATIENCE.toSeconds(), TimeUnit.SECONDS) == JobStatus.RUNNING;
    }

    /**
     * What an operator has counted, in all its subtasks.
     *
     * @param name of a counter, or of a histogram, whose values are counted
     */
    long counted(String operator, String name) {
        String wanted = "." + operator + ".creto." + name;
        return metrics.getMetricsByGroup().entrySet().stream()
                .flatMap(group -> group.getValue().entrySet().stream()
                        .filter(entry -> path(group.getKey(), entry.getKey()).endsWith(wanted))
                        .map(Map.Entry::getValue))
                .mapToLong(metric ->
                        metric instanceof Histogram values ? values.getCount() : ((Counter) metric).getCount())
                .sum();
    }

    /** Scopes end with the subtask's number, or with a group in it. */
    private static String path(MetricGroup group, String name) {
        return String.join(".", group.getScopeComponents()).replaceAll("\\.\\d+(?=\\.creto|$)", "") + "." + name;
    }

    /** Makes a checkpoint of what has been done before this call. */
    void checkpoint() {
        await().atMost(PATIENCE)
                .ignoreExceptions() // while a task is still starting there can be none
                .until(() -> cluster.triggerCheckpoint(job, CheckpointType.CONFIGURED)
                                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        > 0);
    }

    /** Kills the process that runs its tasks. What they have done since the last checkpoint is done again by the next job. */
    void kill() throws Exception {
        cluster.terminateTaskManager(0).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        await().atMost(PATIENCE).until(() -> !runs());
    }

    /** Ends it where it stands, without a checkpoint. */
    @Override
    public void close() {
        cluster.closeAsync().join();
    }

    /** The newest complete checkpoint. */
    private static Optional<Path> newest(Path checkpoints) throws IOException {
        try (Stream<Path> files = Files.find(
                checkpoints,
                3,
                (path, attributes) -> path.getFileName().toString().equals("_metadata"))) {
            return files.map(Path::getParent).max(Comparator.comparingLong(RunningJob::time));
        } catch (UncheckedIOException e) {
            return Optional.empty(); // one was removed meanwhile
        }
    }

    private static long time(Path path) {
        try {
            return Files.getLastModifiedTime(path.resolve("_metadata")).to(TimeUnit.NANOSECONDS);
        } catch (IOException e) {
            return 0;
        }
    }
}
