package io.creto.messaging.jobs.announce;

import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.SampleAgents.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.jobs.KeyedStates;
import io.creto.messaging.jobs.io.Broadcasts;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.jobs.state.Outgoing;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.DeliveryParser;
import io.creto.messaging.schemas.DeliveryPartition;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.VerdictParser;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Verdict;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnnounceFunctionTest {
    private static final String ALICE = "acme/alice";
    private static final long PATIENCE = AnnounceFunction.PATIENCE_MS;

    private KeyedTwoInputStreamOperatorTestHarness<String, Announcement, FleetShare, Outgoing> announce;

    @BeforeEach
    void open() throws Exception {
        announce = harness(null);
    }

    @AfterEach
    void close() throws Exception {
        announce.close();
    }

    @Test
    void aVerdictIsRecordedAndGoesToItsSignersPartitionInItsLane() throws Exception {
        learn("acme", 1, 2, 3);
        Announcement said = announcement(ALICE, NOW);
        say(said);
        assertThat(topics()).containsExactly("verdicts", "delivery.acme.g2.urgent");
        Outgoing record = output().get(0);
        assertThat(record.getKey().toStringUtf8()).isEqualTo(ALICE);
        assertThat(record.hasPartition()).isFalse();
        assertThat(VerdictParser.verdict(record.getValue())).isEqualTo(said.getVerdict());
        Outgoing delivery = output().get(1);
        assertThat(delivery.getPartition()).isEqualTo(DeliveryPartition.of(AgentId.parse(ALICE), 3));
        assertThat(DeliveryParser.record(delivery.getValue()).getVerdict()).isEqualTo(said.getVerdict());
        assertNothingRemains();
    }

    @Test
    void whatWaitsForItsFleetIsDeliveredInOrderWhenTheFleetComes() throws Exception {
        Announcement first = announcement(ALICE, NOW);
        Announcement second = announcement(ALICE, NOW + 1);
        Announcement other = announcement("beta/bob", NOW);
        say(first);
        say(other);
        say(second);
        assertThat(topics()).containsExactly("verdicts", "verdicts", "verdicts");
        announce = restored();
        learn("acme", 1, 1, 1);
        assertThat(output())
                .extracting(Outgoing::getValue)
                .containsExactly(
                        Announcements.delivery(first, fleet("acme", 1, 1, 1)).getValue(),
                        Announcements.delivery(second, fleet("acme", 1, 1, 1)).getValue());
        announce.processBothWatermarks(new Watermark(NOW + 2 * PATIENCE));
        learn("beta", 1, 1, 1);
        assertThat(topics()).as("bob's time is over").hasSize(2);
        assertNothingRemains();
    }

    @Test
    void aFleetThatDoesNotComeLeavesTheRecordAlone() throws Exception {
        say(announcement(ALICE, NOW));
        announce.processBothWatermarks(new Watermark(NOW + PATIENCE - 1));
        assertThat(KeyedStates.keys(announce, "held")).isEqualTo(1);
        announce.processBothWatermarks(new Watermark(NOW + PATIENCE));
        assertThat(topics()).containsExactly("verdicts");
        assertNothingRemains();
    }

    @Test
    void howMuchOfOneSignerWaitsIsBoundedAndNothingIsLostFromTheRecord() throws Exception {
        for (int i = 0; i < AnnounceFunction.MAX_HELD + 5; i++) {
            say(announcement(ALICE, NOW));
        }
        learn("acme", 1, 1, 1);
        assertThat(topics().stream().filter("verdicts"::equals)).hasSize(AnnounceFunction.MAX_HELD + 5);
        assertThat(topics().stream().filter("delivery.acme.urgent"::equals)).hasSize(AnnounceFunction.MAX_HELD);
    }

    @Test
    void anOlderFleetRecordChangesNothing() throws Exception {
        learn("acme", 2, 2, 1);
        learn("acme", 1, 1, 1);
        say(announcement(ALICE, NOW));
        assertThat(topics()).containsExactly("verdicts", "delivery.acme.g2.urgent");
    }

    private void assertNothingRemains() {
        assertThat(KeyedStates.keys(announce, "held")).isZero();
        assertThat(announce.numEventTimeTimers()).isZero();
    }

    private void say(Announcement announcement) throws Exception {
        announce.processElement1(new StreamRecord<>(announcement, announcement.getDecidedAtMs()));
    }

    private void learn(String fleet, long version, int generation, int partitions) throws Exception {
        announce.processElement2(new StreamRecord<>(fleet(fleet, version, generation, partitions), NOW));
    }

    private List<Outgoing> output() {
        return announce.extractOutputValues();
    }

    private List<String> topics() {
        return output().stream().map(Outgoing::getTopic).toList();
    }

    private KeyedTwoInputStreamOperatorTestHarness<String, Announcement, FleetShare, Outgoing> restored()
            throws Exception {
        OperatorSubtaskState snapshot = announce.snapshot(1, 1);
        announce.close();
        return harness(snapshot);
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, Announcement, FleetShare, Outgoing> harness(
            @Nullable OperatorSubtaskState snapshot) throws Exception {
        var harness = new KeyedTwoInputStreamOperatorTestHarness<String, Announcement, FleetShare, Outgoing>(
                new CoBroadcastWithKeyedOperator<>(new AnnounceFunction(), List.of(Broadcasts.FLEETS)),
                Announcement::getSigner,
                null,
                Types.STRING);
        harness.setStateBackend(new EmbeddedRocksDBStateBackend(true));
        harness.setup(new ProtobufTypeInformation<>(Outgoing.class)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        if (snapshot != null) {
            harness.initializeState(snapshot);
        }
        harness.open();
        return harness;
    }

    private static FleetShare fleet(String name, long version, int generation, int partitions) {
        return FleetShare.newBuilder()
                .setFleet(name)
                .setVersion(version)
                .setGeneration(generation)
                .setDeliveryPartitions(partitions)
                .build();
    }

    private static Announcement announcement(String signer, long decidedAtMs) {
        return Announcements.of(
                Lane.LANE_URGENT,
                Verdict.newBuilder()
                        .setBatchId(MessageId.create(decidedAtMs, RANDOM).toByteString())
                        .setSigner(signer)
                        .setDecidedAtMs(decidedAtMs)
                        .setBatchReason(RejectionReason.REJECTION_REASON_FENCED)
                        .setBatchDetail("a newer one")
                        .build());
    }
}
