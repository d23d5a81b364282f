package io.creto.messaging.benchmarks.pipeline;

import io.creto.messaging.benchmarks.fleet.BenchFleet;
import io.creto.messaging.jobs.config.JobConfig;
import io.creto.messaging.jobs.io.KafkaOutput;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The floor: Kafka, one exchange by key, Kafka; the same options and producer settings as the jobs, no state, no work. */
final class PassThrough {
    private static final TypeInformation<Tuple2<String, byte[]>> RECORD =
            Types.TUPLE(Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    private PassThrough() {}

    /** Defines it: everything in the ingest topic goes to the delivery topic. */
    static void define(StreamExecutionEnvironment environment, JobConfig config) {
        KafkaSource<Tuple2<String, byte[]>> source = KafkaSource.<Tuple2<String, byte[]>>builder()
                .setBootstrapServers(config.kafka().bootstrapServers())
                .setProperties(config.kafka().toProperties())
                .setTopics(Broker.INGEST.name())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new Reader())
                .build();
        environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "input")
                .uid("input")
                .keyBy(record -> record.f0, Types.STRING)
                .map(record -> record)
                .returns(RECORD)
                .uid("pass")
                .name("pass")
                .sinkTo(sink(config))
                .uid("output")
                .name("output");
    }

    private static KafkaSink<Tuple2<String, byte[]>> sink(JobConfig config) {
        return KafkaSink.<Tuple2<String, byte[]>>builder()
                .setBootstrapServers(config.kafka().bootstrapServers())
                .setKafkaProducerConfig(KafkaOutput.producer(config.kafka()))
                .setRecordSerializer(new Writer())
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build();
    }

    private static final class Reader implements KafkaRecordDeserializationSchema<Tuple2<String, byte[]>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Tuple2<String, byte[]>> out) {
            out.collect(Tuple2.of(new String(record.key(), StandardCharsets.UTF_8), record.value()));
        }

        @Override
        public TypeInformation<Tuple2<String, byte[]>> getProducedType() {
            return RECORD;
        }
    }

    private static final class Writer implements KafkaRecordSerializationSchema<Tuple2<String, byte[]>> {
        private static final long serialVersionUID = 1L;

        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                Tuple2<String, byte[]> record, KafkaSinkContext context, @Nullable Long timestamp) {
            return new ProducerRecord<>(
                    BenchFleet.delivery().name(), record.f0.getBytes(StandardCharsets.UTF_8), record.f1);
        }
    }
}
