package io.creto.messaging.jobs.mailbox;

import static io.creto.messaging.jobs.SampleAgents.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.jobs.state.RecipientNews;
import io.creto.messaging.jobs.state.ShardRecipient;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recipients find their shard, whichever of fleet and agent is known first. */
class RecipientFunctionTest {
    private KeyedTwoInputStreamOperatorTestHarness<String, FleetShare, RecipientNews, ShardRecipient> recipients;

    @BeforeEach
    void open() throws Exception {
        recipients = new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new RecipientFunction()),
                FleetShare::getFleet,
                news -> FleetShares.fleetOf(news.getAgent()),
                Types.STRING);
        recipients.setStateBackend(new EmbeddedRocksDBStateBackend(true));
        recipients.setup(new ProtobufTypeInformation<>(ShardRecipient.class)
                .createSerializer(recipients.getExecutionConfig().getSerializerConfig()));
        recipients.open();
    }

    @AfterEach
    void close() throws Exception {
        recipients.close();
    }

    @Test
    void anAgentBeforeItsFleetComesToItsShardWithTheFleet() throws Exception {
        learn("acme/bob", 1);
        assertThat(recipients.extractOutputValues()).isEmpty();
        learn(fleet(1, 1, 4));
        int partition = FleetShares.partition(fleet(1, 1, 4), "acme/bob");
        assertThat(shards()).containsExactly("acme.1." + partition);
        learn("acme/bob", 1);
        assertThat(shards()).as("no news").hasSize(1);
        learn("acme/bob", 2);
        assertThat(shards()).hasSize(2);
    }

    @Test
    void aNewGenerationTakesAllRecipientsAlong() throws Exception {
        learn(fleet(1, 1, 1));
        learn("acme/bob", 1);
        learn("acme/eve", 1);
        learn(fleet(2, 2, 1));
        learn(fleet(3, 2, 1));
        assertThat(shards()).containsExactlyInAnyOrder("acme.1.0", "acme.1.0", "acme.2.0", "acme.2.0");
    }

    private void learn(FleetShare fleet) throws Exception {
        recipients.processElement1(new StreamRecord<>(fleet, NOW));
    }

    private void learn(String agent, long version) throws Exception {
        recipients.processElement2(new StreamRecord<>(
                RecipientNews.newBuilder()
                        .setAgent(agent)
                        .setIdentityVersion(version)
                        .build(),
                NOW));
    }

    private List<String> shards() {
        return recipients.extractOutputValues().stream()
                .map(ShardRecipient::getShard)
                .toList();
    }

    private static FleetShare fleet(long version, int generation, int partitions) {
        return FleetShare.newBuilder()
                .setFleet("acme")
                .setVersion(version)
                .setGeneration(generation)
                .setDeliveryPartitions(partitions)
                .build();
    }
}
