package io.creto.messaging.client;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.batch.EnvelopeLeaf;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.DeliveryPartition;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.MessageKinds;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.IngestRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.Verdict;
import io.creto.messaging.v1.VerdictState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Plays the dataflow: turns ingest records into delivery slices and verdicts, keeps sequence per incarnation and lane strictly,
 * and lets a test refuse what it likes. It verifies nothing: that is what the SDK must do itself.
 */
final class TestFlow implements AutoCloseable {
    private static final List<Lane> LANES = List.of(Lane.LANE_URGENT, Lane.LANE_NORMAL, Lane.LANE_BULK);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final SampleRegistry registry;
    private final Thread thread;
    private final Map<String, long[]> sequences = new HashMap<>();
    /** Batches that came with a gap or a repeat with other bytes: none may. */
    final ConcurrentLinkedQueue<String> disorder = new ConcurrentLinkedQueue<>();

    final Map<String, Integer> batchesBySigner = new ConcurrentHashMap<>();
    /** Refuses an envelope, once asked. */
    volatile BiFunction<EnvelopeHeader, SignedBatch, Optional<RejectionReason>> refusal =
            (header, batch) -> Optional.empty();
    /** Every slice is delivered so often. */
    volatile int copies = 1;

    /** What becomes of a slice on its way. */
    volatile UnaryOperator<Slice> tampering = UnaryOperator.identity();

    /** What somebody who may write to the signer's partition puts there, faster than the dataflow. */
    volatile Function<SignedBatch, List<DeliveryRecord>> forgery = batch -> List.of();

    private volatile boolean stopped;

    TestFlow(String bootstrapServers, SampleRegistry registry) {
        this.registry = registry;
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        "0",
                        "max.request.size",
                        WireLimits.PRODUCER_MAX_REQUEST_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        List<TopicPartition> partitions = LANES.stream()
                .flatMap(lane -> consumer.partitionsFor(Topics.ingest(lane).name()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = new Thread(this::run, "test-flow");
        thread.start();
    }

    private void run() {
        try (consumer;
                producer) {
            while (!stopped) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    IngestRecord ingest = BatchParser.ingestRecord(record.value());
                    if (ingest.hasBatch()) {
                        process(ingest.getBatch(), record.timestamp());
                    }
                }
            }
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private void process(SignedBatch batch, long ingestTimeMs) throws WireException {
        BatchHeader header = BatchParser.header(batch.getHeader());
        if (!isNext(header)) {
            if (header.getIncarnation() < incarnation(header)) {
                Verdict fenced = Verdict.newBuilder()
                        .setBatchId(header.getBatchId())
                        .setSigner(header.getSigner())
                        .setDecidedAtMs(ingestTimeMs)
                        .setBatchReason(RejectionReason.REJECTION_REASON_FENCED)
                        .build();
                deliver(
                        SampleAgent.parse(header.getSigner()),
                        header.getLane(),
                        DeliveryRecord.newBuilder().setVerdict(fenced).build());
            }
            return;
        }
        for (DeliveryRecord forged : forgery.apply(batch)) {
            deliver(SampleAgent.parse(header.getSigner()), header.getLane(), forged);
        }
        batchesBySigner.merge(header.getSigner(), 1, Integer::sum);
        Verdict.Builder verdict = Verdict.newBuilder()
                .setBatchId(header.getBatchId())
                .setSigner(header.getSigner())
                .setDecidedAtMs(ingestTimeMs);
        for (Slice slice : Slices.single(batch, ingestTimeMs)) {
            var envelope = slice.getEnvelopes(0).getEnvelope();
            EnvelopeHeader one = EnvelopeParser.envelope(header.getLane(), envelope);
            EnvelopeVerdict.Builder said = EnvelopeVerdict.newBuilder()
                    .setSender(one.getSender())
                    .setMessageId(one.getMessageId())
                    .setLeafHash(ByteString.copyFrom(EnvelopeLeaf.hash(envelope)));
            Optional<RejectionReason> refused = refusal.apply(one, batch);
            if (refused.isPresent()) {
                said.setState(VerdictState.VERDICT_STATE_REJECTED).setReason(refused.get());
            } else if (MessageKinds.isCommand(one.getKind())) {
                Optional<Long> version = registry.apply(slice);
                if (version.isPresent()) {
                    said.setState(VerdictState.VERDICT_STATE_APPLIED).setAppliedVersion(version.get());
                } else {
                    said.setState(VerdictState.VERDICT_STATE_REJECTED)
                            .setReason(RejectionReason.REJECTION_REASON_DENIED);
                }
            } else {
                said.setState(VerdictState.VERDICT_STATE_ROUTED);
                for (int i = 0; i < copies; i++) {
                    deliver(SampleAgent.parse(one.getRecipient()), header.getLane(), record(tampering.apply(slice)));
                }
            }
            verdict.addEnvelopes(said);
        }
        DeliveryRecord record = DeliveryRecord.newBuilder().setVerdict(verdict).build();
        deliver(SampleAgent.parse(header.getSigner()), header.getLane(), record);
    }

    private long incarnation(BatchHeader header) {
        return sequences.getOrDefault(header.getSigner() + header.getLane(), new long[2])[0];
    }

    private boolean isNext(BatchHeader header) {
        String key = header.getSigner() + header.getLane();
        long[] state = sequences.computeIfAbsent(key, none -> new long[2]);
        if (header.getIncarnation() > state[0]) {
            state[0] = header.getIncarnation();
            state[1] = 0;
        }
        if (header.getIncarnation() < state[0] || header.getSequence() <= state[1]) {
            return false; // fenced or a repeat
        }
        if (header.getSequence() != state[1] + 1) {
            disorder.add(key + " has " + state[1] + ", got " + header.getSequence());
        }
        state[1] = header.getSequence();
        return true;
    }

    static DeliveryRecord record(Slice slice) {
        return DeliveryRecord.newBuilder().setSlice(slice).build();
    }

    void deliver(AgentId to, Lane lane, DeliveryRecord record) {
        deliver(to, lane, record.toByteArray());
    }

    void deliver(AgentId to, Lane lane, byte[] value) {
        int partitions = to.isReserved() ? 1 : 2;
        String topic = Topics.delivery(to.fleet(), 1, lane, partitions).name();
        var unused = producer.send(new ProducerRecord<>(topic, DeliveryPartition.of(to, partitions), null, value));
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
