package io.creto.messaging.jobs.io;

import io.creto.messaging.jobs.config.KafkaConfig;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics of a Kafka, as its brokers say. */
public final class KafkaTopics implements TopicDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaTopics.class);

    private final Admin admin;

    private KafkaTopics(KafkaConfig kafka) {
        this.admin = KafkaAdmins.open(kafka);
    }

    /** Opens directories of this Kafka. */
    public static Factory of(KafkaConfig kafka) {
        return () -> new KafkaTopics(kafka);
    }

    @Override
    public OptionalInt partitions(String topic) throws InterruptedException {
        try {
            var answer = admin.describeTopics(List.of(topic)).topicNameValues().get(topic);
            return OptionalInt.of(
                    Objects.requireNonNull(answer).get().partitions().size());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof InvalidTopicException) {
                LOG.warn("there is no topic {}: records for it become dead letters", topic);
                return OptionalInt.of(0);
            }
            LOG.warn("whether topic {} exists cannot be found out: {}", topic, String.valueOf(e.getCause()));
            return OptionalInt.empty();
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
