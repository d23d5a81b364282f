package io.creto.messaging.gateway.delivery.log;

import io.creto.messaging.gateway.delivery.DeliveryHub;
import io.creto.messaging.gateway.delivery.Place;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads each partition that somebody listens to, from then on, once. Its work belongs to one thread; the rest is thread-safe. */
final class NewestRecords implements RecordReader.Work {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final DeliveryHub hub;
    private final GatewayMetrics metrics;
    private final LongSupplier nanos;
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final Semaphore changed = new Semaphore(0);
    private final AtomicReference<@Nullable Consumer<byte[], byte[]>> polling = new AtomicReference<>();
    private final Map<TopicPartition, Place> followed = new HashMap<>(); // of the thread alone
    private long toldNanos;

    /**
     * To be done before the next records are read.
     *
     * @param from where to begin; negative: no more to be read
     */
    private record Change(Place place, long from) {}

    /** @param nanos a clock that only goes forward */
    NewestRecords(DeliveryHub hub, GatewayMetrics metrics, LongSupplier nanos) {
        this.hub = hub;
        this.metrics = metrics;
        this.nanos = nanos;
        this.toldNanos = nanos.getAsLong();
    }

    /** See {@link DeliveryHub.Readers#follow}. */
    void follow(Place place, long from) {
        change(new Change(place, from));
    }

    /** See {@link DeliveryHub.Readers#leave}. */
    void leave(Place place) {
        change(new Change(place, -1));
    }

    private void change(Change change) {
        changes.add(change);
        changed.release();
        Consumer<byte[], byte[]> consumer = polling.get();
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    @Override
    public void begin() {
        followed.clear();
    }

    @Override
    public void read(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        applyChanges(consumer);
        if (followed.isEmpty()) {
            changed.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        ConsumerRecords<byte[], byte[]> records;
        polling.set(consumer);
        try {
            // What changed before the line above has woken nobody.
            records = consumer.poll(changes.isEmpty() ? POLL : Duration.ZERO);
        } finally {
            polling.set(null);
        }
        for (TopicPartition partition : records.partitions()) {
            hand(partition, records.records(partition));
        }
        if (nanos.getAsLong() - toldNanos >= TELL_NANOS) {
            toldNanos = nanos.getAsLong();
            hub.tellPositions();
        }
    }

    private void applyChanges(Consumer<byte[], byte[]> consumer) {
        changed.drainPermits();
        Change change = changes.poll();
        while (change != null) {
            TopicPartition partition = Partitions.of(change.place());
            if (change.from() < 0) {
                followed.remove(partition);
                consumer.assign(followed.keySet());
            } else {
                followed.put(partition, change.place());
                consumer.assign(followed.keySet());
                consumer.seek(partition, change.from());
            }
            change = changes.poll();
        }
    }

    private void hand(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        Place place = followed.get(partition);
        if (place != null) {
            metrics.deliveriesRead("newest", records.size());
            hub.newest(
                    place, Letters.of(records), records.get(records.size() - 1).offset() + 1);
        }
    }
}
