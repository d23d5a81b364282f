package io.creto.messaging.gateway.delivery.log;

import io.creto.messaging.gateway.delivery.DeliveryHub;
import io.creto.messaging.gateway.delivery.Place;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads again for those who lag, each in turn, and for all others within the same records. Its work belongs to one thread; the rest
 * is thread-safe.
 */
final class LaggingRecords implements RecordReader.Work {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration POSITION = Duration.ofMillis(10);
    private static final long LOOK_MS = 1000;

    private final DeliveryHub hub;
    private final GatewayMetrics metrics;
    private final Semaphore work = new Semaphore(0);
    /** What the consumer reads, and the offset that it has got to; of the thread alone. */
    private final Map<Place, Long> positions = new HashMap<>();

    LaggingRecords(DeliveryHub hub, GatewayMetrics metrics) {
        this.hub = hub;
        this.metrics = metrics;
    }

    /** There may be something to read. */
    void look() {
        work.release();
    }

    @Override
    public void begin() {
        positions.clear();
    }

    @Override
    public void read(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        work.drainPermits();
        Map<Place, Long> wanted = hub.lagging();
        if (wanted.isEmpty()) {
            work.tryAcquire(LOOK_MS, TimeUnit.MILLISECONDS);
            return;
        }
        goTo(consumer, wanted);
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        wanted.forEach((place, from) -> {
            long next = position(consumer, place, from);
            positions.put(place, next);
            if (next != from) {
                hand(place, from, records.records(Partitions.of(place)), next);
            }
        });
    }

    /** Where records have been deleted meanwhile, it is behind them without any having come. */
    private static long position(Consumer<byte[], byte[]> consumer, Place place, long before) {
        try {
            return consumer.position(Partitions.of(place), POSITION);
        } catch (TimeoutException e) {
            return before; // not known yet
        }
    }

    /** What is fetched already is kept where reading goes on from the place that it has got to. */
    private void goTo(Consumer<byte[], byte[]> consumer, Map<Place, Long> wanted) {
        if (!wanted.keySet().equals(positions.keySet())) {
            consumer.assign(wanted.keySet().stream().map(Partitions::of).toList());
            positions.keySet().retainAll(wanted.keySet());
        }
        wanted.forEach((place, from) -> {
            if (!from.equals(positions.get(place))) {
                consumer.seek(Partitions.of(place), from);
                positions.put(place, from);
            }
        });
    }

    private void hand(Place place, long from, List<ConsumerRecord<byte[], byte[]>> records, long next) {
        metrics.deliveriesRead("lagging", records.size());
        hub.again(place, from, Letters.of(records), next);
    }
}
