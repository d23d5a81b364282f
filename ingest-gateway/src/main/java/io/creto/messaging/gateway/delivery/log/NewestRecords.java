package io.creto.messaging.gateway.delivery.log;

import io.creto.messaging.gateway.delivery.DeliveryHub;
import io.creto.messaging.gateway.delivery.Place;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
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
    private final Map<TopicPartition, Followed> followed = new HashMap<>(); // of the thread alone
    private boolean renewed; // of the thread alone
    private long toldNanos;

    /**
     * To be done before the next records are read.
     *
     * @param from where to begin; negative: no more to be read
     */
    private record Change(Place place, long from) {}

    /** @param next offset of the record that comes next */
    private record Followed(Place place, long next) {}

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
        renewed = true;
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
        Set<TopicPartition> placed = new HashSet<>(renewed ? followed.keySet() : Set.of());
        boolean other = renewed;
        for (Change change = changes.poll(); change != null; change = changes.poll()) {
            TopicPartition partition = Partitions.of(change.place());
            if (change.from() < 0) {
                followed.remove(partition);
                placed.remove(partition);
            } else {
                followed.put(partition, new Followed(change.place(), change.from()));
                placed.add(partition);
            }
            other = true;
        }
        if (other) {
            consumer.assign(followed.keySet());
            renewed = false;
        }
        for (TopicPartition partition : placed) {
            Followed place = followed.get(partition);
            if (place != null) {
                consumer.seek(partition, place.next());
            }
        }
    }

    private void hand(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        Followed before = followed.get(partition);
        if (before != null) {
            metrics.deliveriesRead("newest", records.size());
            long next = records.get(records.size() - 1).offset() + 1;
            hub.newest(before.place(), records.get(0).offset(), Letters.of(records), next);
            followed.put(partition, new Followed(before.place(), next));
        }
    }
}
