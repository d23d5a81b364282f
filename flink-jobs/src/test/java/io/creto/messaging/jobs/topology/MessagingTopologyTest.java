package io.creto.messaging.jobs.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.jobs.config.JobConfig;
import io.creto.messaging.jobs.config.JobConfigReader;
import io.creto.messaging.jobs.job.MessagingJob;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** Which operators share a task. */
class MessagingTopologyTest {
    private static final Map<String, String> EXTERNAL = Map.of(
            "creto.authorization.external.address", "127.0.0.1:1",
            "creto.authorization.external.fleets", "beta",
            "creto.authorization.external.insecure-plaintext", "true");

    @Test
    void withoutItsOptionsNothingOfTheExternalAuthorizationIsInTheJob() throws Exception {
        assertThat(tasks(Map.of()))
                .noneMatch(task -> task.contains("external"))
                .anyMatch(MessagingTopologyTest::isMainPath);
    }

    @Test
    void withItTheMainPathIsAsItWasAndTheSidePathIsATaskOfItsOwn() throws Exception {
        assertThat(tasks(EXTERNAL))
                .anyMatch(MessagingTopologyTest::isMainPath)
                .filteredOn(task -> task.contains("external"))
                .singleElement()
                .asString()
                .startsWith(OperatorIds.EXTERNAL_AUTHORIZE)
                .contains(OperatorIds.EXTERNAL_SETTLE, OperatorIds.EXTERNAL_SPLIT)
                .doesNotContain(OperatorIds.MAILBOX);
    }

    private static boolean isMainPath(String task) {
        return task.startsWith(OperatorIds.AUTHORIZE + " -> " + OperatorIds.SPLIT);
    }

    @SuppressWarnings("try") // interruption ends the test
    private static List<String> tasks(Map<String, String> options) throws Exception {
        JobConfig config = JobConfigReader.of(options);
        try (StreamExecutionEnvironment environment = new StreamExecutionEnvironment(config.options())) {
            MessagingJob.define(environment, config);
            Iterable<JobVertex> vertices =
                    environment.getStreamGraph().getJobGraph().getVertices();
            return StreamSupport.stream(vertices.spliterator(), false)
                    .map(JobVertex::getName)
                    .toList();
        }
    }
}
