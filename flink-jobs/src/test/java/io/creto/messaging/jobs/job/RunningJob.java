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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job in a MiniCluster of its own, as its main class would run it. */
final class RunningJob implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final JobClient client;
    private final Path checkpoints;
    private final CompletableFuture<Boolean> ended;

    private RunningJob(JobClient client, Path checkpoints) {
        this.client = client;
        this.checkpoints = checkpoints;
        this.ended = client.getJobExecutionResult().handle((result, failure) -> true);
    }

    /** Starts a MessagingJob that ends with its first exception, from the newest checkpoint there is. */
    static RunningJob messaging(Deployment deployment, Path checkpoints) throws Exception {
        Map<String, String> options = new HashMap<>(Map.of(
                "creto.kafka.bootstrap-servers", deployment.bootstrapServers(),
                "execution.checkpointing.dir", checkpoints.toUri().toString(),
                "execution.checkpointing.interval", "500 ms",
                "restart-strategy.type", "none",
                "parallelism.default", "2",
                "taskmanager.numberOfTaskSlots", "2",
                "taskmanager.memory.managed.size", "64m"));
        newest(checkpoints)
                .ifPresent(path -> options.put(
                        "execution.state-recovery.path", path.toUri().toString()));
        JobConfig config = JobConfigReader.of(options);
        var environment = StreamExecutionEnvironment.createLocalEnvironment(config.options());
        MessagingJob.define(environment, config);
        JobClient client = environment.executeAsync(MessagingJob.name(config));
        await().atMost(PATIENCE).until(() -> client.getJobStatus().get() == JobStatus.RUNNING);
        return new RunningJob(client, checkpoints);
    }

    /** Whether it runs; as it ends with its first exception, then nothing has thrown. */
    boolean runs() throws Exception {
        return !ended.isDone() && client.getJobStatus().get() == JobStatus.RUNNING;
    }

    /** Ends it, as a crash would, after a checkpoint that is newer than this call. */
    void stopAfterCheckpoint() throws Exception {
        Optional<Path> before = newest(checkpoints);
        await().atMost(PATIENCE).until(() -> !newest(checkpoints).equals(before));
        close();
    }

    /** Ends it, and waits for its end. The cluster goes with the job, and then answers nothing more. */
    @Override
    public void close() {
        if (!ended.isDone()) {
            client.cancel().exceptionally(alreadyEnded -> null).join();
            ended.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        }
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
