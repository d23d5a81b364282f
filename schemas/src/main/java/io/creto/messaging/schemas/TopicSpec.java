package io.creto.messaging.schemas;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What a topic is: the contract between those who create it, write it and read it.
 *
 * @param name its name
 * @param key what the key of its records is
 * @param partitions its number of partitions, from 1
 * @param cleanup what becomes of old records
 * @param timestamps whose clock the records' timestamps are from
 */
public record TopicSpec(String name, RecordKey key, int partitions, Cleanup cleanup, Timestamps timestamps) {
    /** What the key of a record is, always UTF-8 text or raw id bytes; it decides the partition and with it the order. */
    public enum RecordKey {
        /** The signer's agent id; ticks have none and name their partition. */
        SIGNER,
        /** The fleet's name. */
        FLEET,
        /** The agent id of the owner of keys. */
        OWNER,
        /** The channel id, 16 bytes. */
        CHANNEL,
        /** The agent id, or the fleet's name for a fleet's record. */
        AGENT_OR_FLEET,
        /** None: the writer names the partition ({@link DeliveryPartition}). */
        PARTITION,
        /** None: any partition. */
        NONE
    }

    /** Whose clock a record's timestamp is from. */
    public enum Timestamps {
        /** The broker's: the time that decides. */
        LOG_APPEND,
        /** The writer's. */
        CREATE
    }

    /**
     * What becomes of old records.
     *
     * @param compacted whether the last record of each key stays for ever and earlier ones go
     * @param retention how long records stay where not compacted; empty = for ever
     */
    public record Cleanup(boolean compacted, Optional<Duration> retention) {
        static final Cleanup COMPACT = new Cleanup(true, Optional.empty());
        static final Cleanup KEEP = new Cleanup(false, Optional.empty());

        /** @throws IllegalArgumentException if compacted and with a retention, or the retention is not positive */
        public Cleanup {
            if (retention.isPresent() && (compacted || retention.get().compareTo(Duration.ZERO) <= 0)) {
                throw new IllegalArgumentException("retention " + retention.get() + ", compacted " + compacted);
            }
        }

        static Cleanup after(Duration retention) {
            return new Cleanup(false, Optional.of(retention));
        }
    }

    /** @throws IllegalArgumentException if there is no partition */
    public TopicSpec {
        if (partitions < 1) {
            throw new IllegalArgumentException(name + ": " + partitions + " partitions, must be at least 1");
        }
    }

    /**
     * The same topic for a larger deployment. To be chosen before the topic exists: later growth moves keys.
     *
     * @throws IllegalArgumentException if there is no partition
     */
    public TopicSpec withPartitions(int count) {
        return new TopicSpec(name, key, count, cleanup, timestamps);
    }

    /**
     * What Kafka's admin client creates the topic from. Writes need all replicas but one.
     *
     * @param replicationFactor from 1
     */
    public NewTopic toNewTopic(short replicationFactor) {
        Map<String, String> config = new HashMap<>();
        config.put(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                cleanup.compacted() ? TopicConfig.CLEANUP_POLICY_COMPACT : TopicConfig.CLEANUP_POLICY_DELETE);
        if (!cleanup.compacted()) {
            long millis = cleanup.retention().map(Duration::toMillis).orElse(-1L);
            config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(millis));
            config.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
        }
        config.put(
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                timestamps == Timestamps.LOG_APPEND ? "LogAppendTime" : "CreateTime");
        config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(WireLimits.MAX_KAFKA_MESSAGE_BYTES));
        config.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(Math.max(1, replicationFactor - 1)));
        return new NewTopic(name, partitions, replicationFactor).configs(config);
    }
}
