package io.creto.messaging.jobs.job;

import com.google.protobuf.ByteString;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.policy.DefaultPolicy;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.DeliveryParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.schemas.VerdictParser;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.DeadLetter;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.IngestRecord;
import io.creto.messaging.v1.KeyStatus;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.Lineage;
import io.creto.messaging.v1.LineageState;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.RotationCause;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Tick;
import io.creto.messaging.v1.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka with the topics of a deployment and of fleet {@code acme}, what agents and gateway would write to it, and what
 * came out. Ticks come as from a gateway.
 */
final class Deployment implements AutoCloseable {
    static final String FLEET = "acme";
    static final int PARTITIONS = 2;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long TICK_MS = 200;
    private static final int INGEST_PARTITIONS = 2;

    private final EmbeddedKafka kafka =
            EmbeddedKafka.builder().unsecured().build().start();
    private final KafkaProducer<byte[], byte[]> producer;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();

    Deployment() {
        kafka.createTopics(Topics.deployment().stream()
                .map(topic -> topic.name().startsWith("ingest.") ? topic.withPartitions(INGEST_PARTITIONS) : topic)
                .toList());
        createTopics(FLEET);
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        WireLimits.MAX_KAFKA_MESSAGE_BYTES,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        var unused = ticker.scheduleAtFixedRate(this::tick, 0, TICK_MS, TimeUnit.MILLISECONDS);
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    static long now() {
        return System.currentTimeMillis();
    }

    /** What a client would sign now. */
    SignedBatch batch(SampleAgents signer, long incarnation, long sequence, Envelope... envelopes) {
        return signer.batch(incarnation, sequence, Lane.LANE_NORMAL, now(), envelopes);
    }

    /** Submits a batch as the gateway writes it; returns when Kafka has it. */
    void submit(SampleAgents signer, SignedBatch batch) {
        write(
                Topics.ingest(Lane.LANE_NORMAL).name(),
                signer.id(),
                IngestRecord.newBuilder().setBatch(batch).build().toByteArray());
    }

    /** Makes a fleet's delivery topics. */
    void createTopics(String fleet) {
        kafka.createTopics(Stream.of(Lane.LANE_URGENT, Lane.LANE_NORMAL, Lane.LANE_BULK)
                .map(lane -> Topics.delivery(fleet, 1, lane, PARTITIONS))
                .toList());
    }

    /** Makes the fleet known. */
    void createFleet() {
        createFleet(FLEET);
    }

    /** Makes a fleet known with the policy that fleets begin with, whether or not it has topics. */
    void createFleet(String fleet) {
        putPolicy(fleet, 1, DefaultPolicy.of(fleet));
        write(
                Topics.IDENTITIES.name(),
                fleet,
                IdentityRecord.newBuilder()
                        .setVersion(1)
                        .setRecordedAtMs(now())
                        .setEffectiveFromMs(now())
                        .setFleet(FleetRecord.newBuilder()
                                .setFleet(fleet)
                                .addAdmins(fleet + "/root")
                                .setDeliveryPartitions(PARTITIONS)
                                .setGeneration(1))
                        .build()
                        .toByteArray());
    }

    /** Makes a fleet's policy known, in force from an hour ago on. */
    void putPolicy(String fleet, long version, PolicyDocument document) {
        write(
                Topics.POLICIES.name(),
                fleet,
                PolicyRecord.newBuilder()
                        .setVersion(version)
                        .setRecordedAtMs(now())
                        .setEffectiveFromMs(now() - TimeUnit.HOURS.toMillis(1))
                        .setFleet(fleet)
                        .setDocument(document)
                        .setAuthor(AgentId.OPERATOR.toString())
                        .build()
                        .toByteArray());
    }

    /** Takes topic {@code policies} away: nobody can read it any more. */
    void losePolicies() throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            admin.deleteTopics(List.of(Topics.POLICIES.name())).all().get();
        }
    }

    /** Makes it anew, empty. */
    void restorePolicies() {
        kafka.createTopics(List.of(Topics.POLICIES));
    }

    /** Makes an agent known. */
    void enrol(SampleAgents agent) {
        write(Topics.IDENTITIES.name(), agent.id(), agent.record(1).build().toByteArray());
    }

    /** Makes known that an agent is suspended since some time. */
    void suspend(SampleAgents agent, long sinceMs) {
        IdentityRecord.Builder record = agent.record(2);
        record.getAgentBuilder()
                .getStatusesBuilder(0)
                .setStatus(AgentStatus.AGENT_STATUS_SUSPENDED)
                .setValidity(SampleAgents.since(sinceMs));
        write(Topics.IDENTITIES.name(), agent.id(), record.build().toByteArray());
    }

    /** Makes an agent's key known, good from an hour ago on. */
    void publishKey(SampleAgents owner, ByteString keyId) {
        write(
                Topics.KEY_STATUS.name(),
                owner.id(),
                KeyStatus.newBuilder()
                        .setVersion(1)
                        .setRecordedAtMs(now())
                        .setEffectiveFromMs(now() - TimeUnit.HOURS.toMillis(1))
                        .setOwner(owner.id())
                        .setLineage(Lineage.newBuilder()
                                .setOwner(owner.id())
                                .setPeer("*")
                                .setState(LineageState.LINEAGE_STATE_ACTIVE)
                                .setCurrentKeyId(keyId)
                                .setLastCause(RotationCause.ROTATION_CAUSE_FIRST)
                                .setLastRotatedAtMs(now()))
                        .build()
                        .toByteArray());
    }

    /** Writes a record as it is; returns when Kafka has it. */
    void write(String topic, @Nullable String key, byte @Nullable [] value) {
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        try {
            producer.send(new ProducerRecord<>(topic, keyBytes, value)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All slices and verdicts of the fleet's delivery topic in the normal lane, by partition in order. */
    List<DeliveryRecord> deliveries() {
        return deliveries(FLEET);
    }

    /** The same of any fleet. */
    List<DeliveryRecord> deliveries(String fleet) {
        return read(Topics.delivery(fleet, 1, Lane.LANE_NORMAL, PARTITIONS).name()).stream()
                .map(record -> parse(() -> DeliveryParser.record(record.value())))
                .toList();
    }

    /** The headers of the envelopes that were delivered, by partition in order. */
    List<EnvelopeHeader> delivered() {
        return delivered(FLEET);
    }

    /** The same of any fleet. */
    List<EnvelopeHeader> delivered(String fleet) {
        return deliveries(fleet).stream()
                .filter(DeliveryRecord::hasSlice)
                .flatMap(record -> record.getSlice().getEnvelopesList().stream())
                .map(envelope ->
                        parse(() -> EnvelopeParser.header(envelope.getEnvelope().getHeader())))
                .toList();
    }

    /** The verdicts that came to delivery partitions. */
    List<Verdict> announced() {
        return deliveries().stream()
                .filter(DeliveryRecord::hasVerdict)
                .map(DeliveryRecord::getVerdict)
                .toList();
    }

    /** The verdicts of topic {@code verdicts}. */
    List<Verdict> verdicts() {
        return read(Topics.VERDICTS.name()).stream()
                .map(record -> parse(() -> VerdictParser.verdict(ByteString.copyFrom(record.value()))))
                .toList();
    }

    /** The dead letters. */
    List<DeadLetter> deadLetters() {
        return read(Topics.DEAD_LETTER.name()).stream()
                .map(record -> parse(() -> VerdictParser.deadLetter(ByteString.copyFrom(record.value()))))
                .toList();
    }

    /** All records that stand in a topic now. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        WireLimits.MAX_KAFKA_MESSAGE_BYTES),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(POLL).forEach(records::add);
            }
            records.sort(Comparator.comparingInt(ConsumerRecord::partition));
            return records;
        }
    }

    private void tick() {
        byte[] tick = IngestRecord.newBuilder()
                .setTick(Tick.newBuilder().setCreatedAtMs(now()).setGateway("test"))
                .build()
                .toByteArray();
        for (Lane lane : List.of(Lane.LANE_URGENT, Lane.LANE_NORMAL)) {
            for (int partition = 0; partition < INGEST_PARTITIONS; partition++) {
                var unused =
                        producer.send(new ProducerRecord<>(Topics.ingest(lane).name(), partition, null, tick));
            }
        }
    }

    private static <T> T parse(Callable<T> parser) {
        try {
            return parser.call();
        } catch (Exception e) {
            throw new AssertionError("a record that its readers refuse", e);
        }
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        producer.close(Duration.ZERO);
        kafka.close();
    }
}
