package io.creto.messaging.localstack;

import io.creto.messaging.jobs.config.JobConfig;
import io.creto.messaging.jobs.config.JobConfigReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink in this process, with its dashboard. A job that ran here before goes on from its newest checkpoint, however it ended.
 * Not thread-safe.
 */
final class FlinkCluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FlinkCluster.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final int SLOTS = 8;
    private static final MemorySize MANAGED = MemorySize.ofMebiBytes(192);
    private static final MemorySize NETWORK = MemorySize.ofMebiBytes(64);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final long POLL_MS = 20;

    private final Path directory;
    private final MiniCluster cluster;
    private final List<JobID> jobs = new ArrayList<>();

    private FlinkCluster(Path directory, MiniCluster cluster) {
        this.directory = directory;
        this.cluster = cluster;
    }

    /**
     * Starts.
     *
     * @param directory where state is kept
     * @param dashboardPort where the dashboard listens
     * @throws StackException if it does not start
     */
    static FlinkCluster start(Path directory, int dashboardPort) {
        Configuration options = new Configuration()
                .set(RestOptions.BIND_ADDRESS, LOOPBACK)
                .set(RestOptions.ADDRESS, LOOPBACK)
                .set(JobManagerOptions.BIND_HOST, LOOPBACK)
                .set(TaskManagerOptions.BIND_HOST, LOOPBACK)
                .set(RestOptions.BIND_PORT, Integer.toString(dashboardPort))
                .set(RestOptions.PORT, dashboardPort)
                .set(WebOptions.SUBMIT_ENABLE, false) // who can upload a jar runs code of his own in this process
                .set(CoreOptions.TMP_DIRS, directory.resolve("tmp").toString())
                .set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED)
                .set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK)
                .set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK);
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(options)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .build());
        try {
            cluster.start();
        } catch (Exception e) {
            var unused = cluster.closeAsync();
            throw new StackException("Flink does not start: " + e.getMessage(), e);
        }
        return new FlinkCluster(directory, cluster);
    }

    /**
     * Runs a job, from its newest checkpoint if it has one. {@link #awaitRunning} waits for it.
     *
     * @param name in the dashboard, and of its directory; unique
     * @param options of the job
     * @param definition defines it
     */
    void submit(
            String name, Map<String, String> options, BiConsumer<StreamExecutionEnvironment, JobConfig> definition) {
        Path checkpoints = directory.resolve("checkpoints").resolve(name);
        Map<String, String> all = new HashMap<>(options);
        all.put(PipelineOptions.NAME.key(), name);
        all.put(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY.key(),
                checkpoints.toUri().toString());
        Checkpoints.newest(checkpoints).ifPresent(checkpoint -> {
            LOG.info("{} goes on from {}", name, checkpoint);
            all.put(
                    StateRecoveryOptions.SAVEPOINT_PATH.key(),
                    checkpoint.toUri().toString());
            all.put(StateRecoveryOptions.RESTORE_MODE.key(), RecoveryClaimMode.CLAIM.name());
        });
        JobConfig config = JobConfigReader.of(all);
        // Only defines the job: there is nothing to close, the cluster runs it.
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(config.options());
        definition.accept(environment, config);
        try {
            jobs.add(cluster.submitJob(environment.getStreamGraph())
                    .get(START.toMillis(), TimeUnit.MILLISECONDS)
                    .getJobID());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while starting job " + name, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new StackException("job " + name + " does not start: " + e.getMessage(), e);
        }
    }

    /**
     * Waits until all tasks of all jobs run.
     *
     * @throws StackException if one has ended, or it takes too long
     */
    void awaitRunning() {
        long deadline = System.nanoTime() + START.toNanos();
        for (JobID job : jobs) {
            while (!isRunning(job)) {
                if (System.nanoTime() > deadline) {
                    throw new StackException("a job does not run after " + START.toSeconds()
                            + " s: look at the dashboard or the log for the reason");
                }
                pause();
            }
        }
    }

    /** How often the jobs have been restarted, by name. */
    Map<String, Long> restarts() {
        Map<String, Long> restarts = new HashMap<>();
        for (JobID job : jobs) {
            AccessExecutionGraph graph = graph(job);
            restarts.put(graph.getJobName(), attempts(graph));
        }
        return restarts;
    }

    /** Takes a last checkpoint of each job, so that the next start has little to repeat; cancels; stops. */
    @Override
    public void close() {
        for (JobID job : jobs) {
            try {
                cluster.triggerCheckpoint(job, CheckpointType.CONFIGURED).get(STOP.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.info("no last checkpoint: the next start repeats what came after the one before", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        jobs.forEach(job -> await(cluster.cancelJob(job)));
        await(cluster.closeAsync());
    }

    private static void await(CompletableFuture<?> stop) {
        try {
            stop.get(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Flink does not stop cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isRunning(JobID job) {
        AccessExecutionGraph graph = graph(job);
        if (graph.getState().isGloballyTerminalState()) {
            throw new StackException("job " + graph.getJobName() + " has ended: " + reason(graph));
        }
        return graph.getState() == JobStatus.RUNNING
                && StreamSupport.stream(graph.getAllExecutionVertices().spliterator(), false)
                        .allMatch(task -> task.getExecutionState() == ExecutionState.RUNNING
                                || task.getExecutionState() == ExecutionState.FINISHED);
    }

    private static String reason(AccessExecutionGraph graph) {
        var failure = graph.getFailureInfo();
        return failure == null
                ? graph.getState().toString()
                : failure.getException().toString();
    }

    private static long attempts(AccessExecutionGraph graph) {
        return StreamSupport.stream(graph.getAllExecutionVertices().spliterator(), false)
                .mapToLong(task -> task.getCurrentExecutionAttempt().getAttemptNumber())
                .max()
                .orElse(0);
    }

    private AccessExecutionGraph graph(JobID job) {
        try {
            return cluster.getExecutionGraph(job).get(START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StackException("Flink does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while waiting for the jobs", e);
        }
    }
}
