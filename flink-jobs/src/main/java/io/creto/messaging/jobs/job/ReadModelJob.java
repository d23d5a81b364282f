package io.creto.messaging.jobs.job;

import io.creto.messaging.jobs.config.CretoOptions;
import io.creto.messaging.jobs.config.JobConfig;
import io.creto.messaging.jobs.config.KafkaConfig;
import io.creto.messaging.jobs.io.KafkaInput;
import io.creto.messaging.jobs.io.KafkaOutput;
import io.creto.messaging.jobs.io.ReadModelOutput;
import io.creto.messaging.jobs.readmodel.ReadModelDatabase;
import io.creto.messaging.jobs.topology.ReadModelTopology;
import io.creto.messaging.schemas.Topics;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Fills the read model (architecture §4). Alone writes to PostgreSQL: when that is down, this job waits and no other. */
public final class ReadModelJob {
    private ReadModelJob() {}

    /** Defines the job: sources, sinks, topology. */
    public static void define(StreamExecutionEnvironment environment, JobConfig config) {
        KafkaConfig kafka = config.kafka();
        ReadModelDatabase database = ReadModelDatabase.of(
                config.options().get(CretoOptions.POSTGRES_URL),
                config.options().get(CretoOptions.POSTGRES_USER),
                config.postgresPassword());
        ReadModelTopology.build(
                environment,
                new ReadModelTopology.Sources(
                        KafkaInput.topic(kafka, Topics.IDENTITIES),
                        KafkaInput.topic(kafka, Topics.KEY_STATUS),
                        KafkaInput.topic(kafka, Topics.KEYRING_LOG),
                        KafkaInput.topic(kafka, Topics.POLICIES)),
                new ReadModelTopology.Sinks(
                        ReadModelOutput.fleets(database),
                        ReadModelOutput.agents(database),
                        ReadModelOutput.lineages(database),
                        ReadModelOutput.prekeys(database),
                        ReadModelOutput.policies(database),
                        KafkaOutput.to(kafka)),
                database::migrate);
    }
}
