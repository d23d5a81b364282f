package io.creto.messaging.jobs.job;

import io.creto.messaging.jobs.config.ExternalConfig;
import io.creto.messaging.jobs.config.JobConfig;
import io.creto.messaging.jobs.config.KafkaConfig;
import io.creto.messaging.jobs.external.ExternalFleets;
import io.creto.messaging.jobs.external.GrpcAuthorizer;
import io.creto.messaging.jobs.io.KafkaInput;
import io.creto.messaging.jobs.io.KafkaLogEnds;
import io.creto.messaging.jobs.io.KafkaOutput;
import io.creto.messaging.jobs.io.KafkaTopics;
import io.creto.messaging.jobs.topology.ExternalTopology.External;
import io.creto.messaging.jobs.topology.MessagingTopology;
import io.creto.messaging.schemas.Topics;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job that stands in the path of every message: verify, authorize, split, mailbox (architecture §4). */
public final class MessagingJob {
    private MessagingJob() {}

    /** Its name, by the lanes that it takes. */
    public static String name(JobConfig config) {
        return config.lanes().stream()
                .map(lane -> lane.name().substring("LANE_".length()))
                .collect(Collectors.joining(", ", "messaging [", "]"));
    }

    /**
     * Defines it.
     *
     * @throws io.creto.messaging.jobs.config.ConfigException if an option cannot be used
     */
    public static void define(StreamExecutionEnvironment environment, JobConfig config) {
        KafkaConfig kafka = config.kafka();
        MessagingTopology.build(
                environment,
                new MessagingTopology.Sources(
                        KafkaInput.ingest(kafka, config.lanes()),
                        KafkaInput.topic(kafka, Topics.IDENTITIES),
                        KafkaInput.topic(kafka, Topics.POLICIES),
                        KafkaLogEnds.of(kafka, Topics.POLICIES),
                        KafkaInput.topic(kafka, Topics.KEY_STATUS)),
                config.policyFeed(),
                config.external().map(MessagingJob::external),
                KafkaTopics.of(kafka),
                KafkaOutput.to(kafka));
    }

    private static External external(ExternalConfig config) {
        return new External(
                new ExternalFleets(config.fleets()),
                () -> GrpcAuthorizer.open(config),
                config.timeout(),
                config.capacity());
    }
}
