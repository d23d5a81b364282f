package io.creto.messaging.jobs.job;

import io.creto.messaging.jobs.config.JobConfig;
import io.creto.messaging.jobs.config.KafkaConfig;
import io.creto.messaging.jobs.io.KafkaInput;
import io.creto.messaging.jobs.io.KafkaOutput;
import io.creto.messaging.jobs.io.KafkaTopics;
import io.creto.messaging.jobs.topology.KeyManagementTopology;
import io.creto.messaging.schemas.Topics;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Decides who is who and which keys are good (architecture §4): registry and keyring. One instance a deployment. */
public final class KeyManagementJob {
    private KeyManagementJob() {}

    /**
     * Defines the job: sources, sink, topology.
     *
     * @throws io.creto.messaging.jobs.config.ConfigException naming the option, if the operator's key cannot be had
     */
    public static void define(StreamExecutionEnvironment environment, JobConfig config) {
        KafkaConfig kafka = config.kafka();
        KeyManagementTopology.build(
                environment,
                new KeyManagementTopology.Sources(
                        KafkaInput.topic(kafka, Topics.REGISTRY_LOG), KafkaInput.topic(kafka, Topics.KEYRING_LOG)),
                config.operatorKey(),
                KafkaTopics.of(kafka),
                KafkaOutput.to(kafka));
    }
}
