package io.creto.messaging.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LowerChars;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryPartitionTest {
    /** Hashes as published in Kafka's own tests. */
    @ParameterizedTest
    @CsvSource({"21, -973932308", "foobar, -790332482", "abc, 479470107", "a-little-bit-long-string, -985981536"})
    void standsOnTheHashThatIsKafkas(String text, int hash) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(Utils.murmur2(bytes)).isEqualTo(hash);
        assertThat(murmur2(bytes)).isEqualTo(hash);
    }

    @Property(tries = 500)
    void isTheHashOfTheAgentIdWithoutItsSignModuloThePartitions(
            @ForAll @LowerChars @StringLength(min = 1, max = 63) String fleet,
            @ForAll @LowerChars @StringLength(min = 1, max = 127) String name,
            @ForAll @IntRange(min = 1, max = 1024) int partitions) {
        byte[] key = (fleet + "/" + name).getBytes(StandardCharsets.UTF_8);
        int partition = DeliveryPartition.of(AgentId.of(fleet, name), partitions);
        assertThat(partition).isEqualTo((murmur2(key) & 0x7FFFFFFF) % partitions);
        assertThat(partition).isEqualTo(BuiltInPartitioner.partitionForKey(key, partitions));
    }

    @Test
    void spreadsAgents() {
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            seen.add(DeliveryPartition.of(AgentId.of("acme", "agent-" + i), 8));
        }
        assertThat(seen).contains(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void needsAPartition() {
        assertThatIllegalArgumentException().isThrownBy(() -> DeliveryPartition.of(AgentId.of("a", "b"), 0));
    }

    /** MurmurHash2 with Kafka's seed, written from its definition. */
    private static int murmur2(byte[] data) {
        int m = 0x5bd1e995;
        int h = 0x9747b28c ^ data.length;
        int whole = data.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int k = (data[i] & 0xFF)
                    | ((data[i + 1] & 0xFF) << 8)
                    | ((data[i + 2] & 0xFF) << 16)
                    | ((data[i + 3] & 0xFF) << 24);
            k *= m;
            k ^= k >>> 24;
            h = (h * m) ^ (k * m);
        }
        if (data.length > whole) {
            for (int i = data.length - 1; i >= whole; i--) {
                h ^= (data[i] & 0xFF) << (8 * (i - whole));
            }
            h *= m;
        }
        h ^= h >>> 13;
        h *= m;
        return h ^ (h >>> 15);
    }
}
