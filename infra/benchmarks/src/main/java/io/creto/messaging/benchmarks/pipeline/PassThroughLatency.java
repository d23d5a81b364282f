package io.creto.messaging.benchmarks.pipeline;

import io.creto.messaging.benchmarks.Journeys;
import io.creto.messaging.benchmarks.Latencies;
import io.creto.messaging.benchmarks.fleet.BenchFleet;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** From a producer through the floor to a consumer, with records as large as a batch of one. */
final class PassThroughLatency implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Map<String, Object> NO_LINGER = Map.of(ProducerConfig.LINGER_MS_CONFIG, 0);

    private final Journeys journeys;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread reader;

    private PassThroughLatency(Broker broker, Journeys journeys) {
        this.journeys = journeys;
        Map<String, Object> properties = new HashMap<>(broker.properties());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(IntStream.range(0, BenchFleet.delivery().partitions())
                .mapToObj(p -> new TopicPartition(BenchFleet.delivery().name(), p))
                .toList());
        reader = new Thread(this::read, "pass-through-reader");
        reader.start();
    }

    /** Measures. */
    static Latencies measure(BatchFile singles, int warmUpSeconds, int seconds) {
        List<BatchFile.Entry> samples = new ArrayList<>();
        singles.forEach(0, BatchMaker.SETTLING, samples::add);
        try (Broker broker = Broker.start();
                FlinkRun run = FlinkRun.start(broker, 1, PassThrough::define);
                PassThroughLatency reader = new PassThroughLatency(broker, new Journeys(warmUpSeconds, seconds))) {
            Latencies measured = reader.send(broker, samples);
            run.check();
            return measured;
        }
    }

    private Latencies send(Broker broker, List<BatchFile.Entry> samples) {
        try (KafkaProducer<byte[], byte[]> producer = broker.producer(NO_LINGER)) {
            return journeys.run(number -> {
                BatchFile.Entry sample = samples.get(number % samples.size());
                byte[] value = sample.value().toByteArray();
                ByteBuffer.wrap(value).putInt(number);
                // What is lost does not arrive, and that is noticed.
                var unused = producer.send(new ProducerRecord<>(Broker.INGEST.name(), sample.key(), value));
            });
        }
    }

    @Override
    public void close() {
        stopped.set(true);
        try {
            reader.join();
        } catch (InterruptedException e) {
            throw Broker.interrupted(e);
        }
    }

    private void read() {
        try (consumer) {
            while (!stopped.get()) {
                consumer.poll(POLL)
                        .forEach(record ->
                                journeys.arrived(ByteBuffer.wrap(record.value()).getInt()));
            }
        }
    }
}
