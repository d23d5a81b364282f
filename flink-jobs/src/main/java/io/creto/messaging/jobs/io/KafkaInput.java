package io.creto.messaging.jobs.io;

import com.google.protobuf.UnsafeByteOperations;
import io.creto.messaging.jobs.config.KafkaConfig;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.schemas.TopicSpec;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.Lane;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Sources: records of topics as they stand there, unread, so that bad bytes are for an operator to judge. */
public final class KafkaInput {
    private KafkaInput() {}

    /** The batches and ticks of some lanes. */
    public static KafkaSource<Arrival> ingest(KafkaConfig kafka, Collection<Lane> lanes) {
        Map<String, Integer> topics = new HashMap<>();
        lanes.forEach(lane -> topics.put(Topics.ingest(lane).name(), lane.getNumber()));
        return source(kafka, topics);
    }

    /** The records of a topic that has no lane. */
    public static KafkaSource<Arrival> topic(KafkaConfig kafka, TopicSpec topic) {
        return source(kafka, Map.of(topic.name(), Lane.LANE_UNSPECIFIED.getNumber()));
    }

    /** Positions are the checkpoint's alone: there is no consumer group, and without a checkpoint all is read. */
    private static KafkaSource<Arrival> source(KafkaConfig kafka, Map<String, Integer> lanes) {
        return KafkaSource.<Arrival>builder()
                .setBootstrapServers(kafka.bootstrapServers())
                .setProperties(kafka.toProperties())
                .setProperty(KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(), "false")
                .setTopics(List.copyOf(lanes.keySet()))
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new ArrivalReader(Map.copyOf(lanes)))
                .build();
    }

    /** Makes an {@link Arrival} of a record, without looking into its value. */
    private static final class ArrivalReader implements KafkaRecordDeserializationSchema<Arrival> {
        private static final long serialVersionUID = 1L;

        private final Map<String, Integer> lanes;

        ArrivalReader(Map<String, Integer> lanes) {
            this.lanes = lanes;
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Arrival> out) {
            Arrival.Builder arrival = Arrival.newBuilder()
                    .setTopic(record.topic())
                    .setPartition(record.partition())
                    .setOffset(record.offset())
                    .setLane(lanes.getOrDefault(record.topic(), Lane.LANE_UNSPECIFIED.getNumber()))
                    .setIngestTimeMs(record.timestamp());
            byte[] value = record.value();
            if (value != null) {
                arrival.setRecord(UnsafeByteOperations.unsafeWrap(value)); // nobody else has it
            }
            out.collect(arrival.build());
        }

        @Override
        public TypeInformation<Arrival> getProducedType() {
            return new ProtobufTypeInformation<>(Arrival.class);
        }
    }
}
