package io.creto.messaging.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.creto.messaging.schemas.TopicSpec.Cleanup;
import io.creto.messaging.schemas.TopicSpec.RecordKey;
import io.creto.messaging.v1.Lane;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    private static final List<Lane> LANES = List.of(Lane.LANE_URGENT, Lane.LANE_NORMAL, Lane.LANE_BULK);

    private static TopicSpec named(String name) {
        return Topics.deployment().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "ingest.urgent, SIGNER,         4, delete,  -1,         LogAppendTime",
        "ingest.normal, SIGNER,         4, delete,  -1,         LogAppendTime",
        "ingest.bulk,   SIGNER,         4, delete,  -1,         LogAppendTime",
        "registry.log,  FLEET,          4, delete,  -1,         LogAppendTime",
        "keyring.log,   OWNER,          4, delete,  -1,         LogAppendTime",
        "channel.log,   CHANNEL,        4, delete,  -1,         LogAppendTime",
        "identities,    AGENT_OR_FLEET, 4, compact, ,           LogAppendTime",
        "policies,      FLEET,          4, delete,  -1,         LogAppendTime",
        "key-status,    OWNER,          4, delete,  -1,         LogAppendTime",
        "verdicts,      SIGNER,         4, delete,  2678400000, CreateTime",
        "dead-letter,   NONE,           1, delete,  7776000000, CreateTime",
        "delivery.creto.urgent, PARTITION, 1, delete, 2678400000, CreateTime",
        "delivery.creto.normal, PARTITION, 1, delete, 2678400000, CreateTime",
        "delivery.creto.bulk,   PARTITION, 1, delete, 2678400000, CreateTime",
        "audit.events,  FLEET,          4, delete,  -1,         LogAppendTime",
    })
    void areThoseOfTheArchitecture(
            String name, RecordKey key, int partitions, String cleanup, String retention, String timestamps) {
        TopicSpec topic = named(name);
        Map<String, String> config = topic.toNewTopic((short) 1).configs();
        assertThat(topic.key()).isEqualTo(key);
        assertThat(topic.partitions()).isEqualTo(partitions);
        assertThat(config).containsEntry("cleanup.policy", cleanup);
        assertThat(config.get("retention.ms")).isEqualTo(retention);
        assertThat(config).containsEntry("message.timestamp.type", timestamps);
        assertThat(config).containsEntry("max.message.bytes", "2162688");
    }

    @Test
    void keepEveryVersionThatAReplayDecidesBy() {
        assertThat(List.of(Topics.POLICIES, Topics.KEY_STATUS))
                .allSatisfy(topic -> assertThat(topic.cleanup()).isEqualTo(Cleanup.KEEP))
                .allSatisfy(topic -> assertThat(topic.timestamps()).isEqualTo(TopicSpec.Timestamps.LOG_APPEND));
    }

    @Test
    void takeTheLargestValueWithKeyAndHeaders() {
        byte[] key = new byte[191] /* the longest agent id */;
        byte[] value = new byte[WireLimits.MAX_RECORD_BYTES];
        Header[] headers = {new RecordHeader("trace", new byte[WireLimits.RECORD_OVERHEAD_BYTES / 2])};
        int size = AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE, CompressionType.NONE, key, value, headers);
        assertThat(size)
                .isGreaterThan(WireLimits.MAX_RECORD_BYTES)
                .isLessThanOrEqualTo(WireLimits.MAX_KAFKA_MESSAGE_BYTES)
                .isLessThanOrEqualTo(WireLimits.PRODUCER_MAX_REQUEST_BYTES);
    }

    @Test
    void areListedOnce() {
        assertThat(Topics.deployment()).hasSize(15).extracting(TopicSpec::name).doesNotHaveDuplicates();
    }

    @Test
    void keepDeliveriesLongerThanTheLongestLife() {
        TopicSpec topic = Topics.delivery("acme", 1, Lane.LANE_NORMAL, 2);
        assertThat(topic.cleanup().retention().orElseThrow())
                .isGreaterThanOrEqualTo(Duration.ofMillis(WireLimits.MAX_TTL_MS).plusDays(1));
        assertThat(topic.partitions()).isEqualTo(2);
        assertThat(topic.key()).isEqualTo(RecordKey.PARTITION);
    }

    @ParameterizedTest
    @CsvSource({
        "acme, 1,          delivery.acme.urgent",
        "acme, 2,          delivery.acme.g2.urgent",
        "g2,   1,          delivery.g2.urgent",
        "g2,   2147483647, delivery.g2.g2147483647.urgent",
    })
    void nameDeliveriesByFleetGenerationAndLane(String fleet, int generation, String name) {
        TopicSpec topic = Topics.delivery(fleet, generation, Lane.LANE_URGENT, 2);
        assertThat(topic.name()).isEqualTo(name).startsWith(Topics.deliveryPrefix(fleet));
        assertThat(topic.toNewTopic((short) 1).name()).isEqualTo(name);
    }

    @Test
    void nameEveryDeliveryDifferentlyAndUnderItsOwnFleetOnly() {
        List<String> fleets = List.of("a", "g2", "a-g2", "urgent", "acme", "acme2", "x".repeat(63));
        Set<String> names = new HashSet<>();
        for (String fleet : fleets) {
            for (int generation = 1; generation <= 3; generation++) {
                for (Lane lane : LANES) {
                    String name = Topics.delivery(fleet, generation, lane, 1).name();
                    assertThat(names.add(name)).as(name).isTrue();
                    assertThat(name).hasSizeLessThanOrEqualTo(249);
                    assertThat(fleets.stream().filter(f -> name.startsWith(Topics.deliveryPrefix(f))))
                            .containsExactly(fleet);
                }
            }
        }
    }

    @Test
    void areNotMadeOfBadParts() {
        assertThatIllegalArgumentException().isThrownBy(() -> Topics.delivery("a.b", 1, Lane.LANE_BULK, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Topics.delivery("a", 0, Lane.LANE_BULK, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Topics.delivery("a", 1, Lane.LANE_BULK, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Topics.delivery("a", 1, Lane.LANE_BULK, 1025));
        assertThatIllegalArgumentException().isThrownBy(() -> Topics.ingest(Lane.LANE_UNSPECIFIED));
        assertThatIllegalArgumentException().isThrownBy(() -> Topics.deliveryPrefix(""));
        assertThatIllegalArgumentException().isThrownBy(() -> Topics.IDENTITIES.withPartitions(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cleanup(true, Optional.of(Duration.ofDays(1))));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cleanup(false, Optional.of(Duration.ZERO)));
    }

    @ParameterizedTest
    @ValueSource(shorts = {1, 2, 3, 5})
    void askForAllReplicasButOne(short replicas) {
        var topic = Topics.IDENTITIES.withPartitions(9).toNewTopic(replicas);
        assertThat(topic.replicationFactor()).isEqualTo(replicas);
        assertThat(topic.numPartitions()).isEqualTo(9);
        assertThat(topic.configs()).containsEntry("min.insync.replicas", String.valueOf(Math.max(1, replicas - 1)));
    }
}
