package io.creto.messaging.client.internal.receive;

import io.creto.messaging.client.ReceiveFailure;
import io.creto.messaging.client.internal.receive.Inbox.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Moves records from the agent's partitions into its inbox, urgent first, with the positions behind them. When the inbox is full
 * it goes back to what found no room and pauses. Belongs to one thread.
 */
final class MessageReader {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration POLL_PAUSED = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Inbox inbox;
    private final Intake intake;
    private final Reports reports;
    private boolean paused;

    /** @param partitions in the order in which they are served */
    MessageReader(
            Consumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions,
            Inbox inbox,
            Intake intake,
            Reports reports) {
        this.consumer = consumer;
        this.partitions = partitions;
        this.inbox = inbox;
        this.intake = intake;
        this.reports = reports;
    }

    /** Goes to where the inbox left off; where it never was, to the beginning. */
    void begin() {
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            inbox.position(partition)
                    .ifPresentOrElse(
                            offset -> consumer.seek(partition, offset),
                            () -> consumer.seekToBeginning(List.of(partition)));
        }
    }

    /** One round. */
    void read() {
        if (paused && inbox.mayResume()) {
            consumer.resume(partitions);
            paused = false;
            reports.inboxResumed();
        }
        ConsumerRecords<byte[], byte[]> records = consumer.poll(paused ? POLL_PAUSED : POLL);
        List<Arrival> arrivals = new ArrayList<>();
        Map<TopicPartition, Long> behind = new HashMap<>();
        long bytes = 0;
        boolean full = false;
        for (TopicPartition partition : partitions) {
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                List<Arrival> found = full ? List.of() : fresh(record);
                long size = found.stream()
                        .mapToLong(arrival -> arrival.slice().getSerializedSize())
                        .sum();
                full |= !inbox.hasRoom(arrivals.size(), bytes, found.size(), size);
                if (full) {
                    consumer.seek(partition, record.offset());
                    break;
                }
                bytes += size;
                arrivals.addAll(found);
                behind.put(partition, record.offset() + 1);
            }
        }
        if (!behind.isEmpty()) {
            inbox.take(arrivals, behind);
        }
        if (full && !paused) {
            paused = true;
            consumer.pause(partitions);
            reports.inboxFull(inbox.size(), inbox.bytes());
        }
    }

    private List<Arrival> fresh(ConsumerRecord<byte[], byte[]> record) {
        List<Arrival> fresh = new ArrayList<>();
        for (Arrival arrival : intake.arrivals(record)) {
            if (inbox.isHandled(arrival.header())) {
                reports.failed(ReceiveFailure.DUPLICATE, Where.of(arrival.header()), "handled before");
            } else {
                fresh.add(arrival);
            }
        }
        return fresh;
    }
}
