package io.creto.messaging.client.internal.receive;

import com.google.protobuf.ByteString;
import io.creto.messaging.client.ReceiveFailure;
import io.creto.messaging.client.internal.delivery.Delivered;
import io.creto.messaging.client.internal.delivery.DeliveryLostException;
import io.creto.messaging.client.internal.delivery.DeliverySession;
import io.creto.messaging.client.internal.receive.Inbox.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Moves records from the agent's partitions into its inbox, urgent first, with the positions behind them. When the inbox is full
 * it gives back what found no room and pauses. Belongs to one thread.
 */
final class MessageReader {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration POLL_PAUSED = Duration.ofMillis(100);

    private final DeliverySession session;
    private final Inbox inbox;
    private final Intake intake;
    private final Reports reports;
    private boolean paused;

    /** @param session from where the inbox left off */
    MessageReader(DeliverySession session, Inbox inbox, Intake intake, Reports reports) {
        this.session = session;
        this.inbox = inbox;
        this.intake = intake;
        this.reports = reports;
    }

    /**
     * One round.
     *
     * @throws DeliveryLostException if the session is over
     */
    void read() {
        if (paused && inbox.mayResume()) {
            session.resume();
            paused = false;
            reports.inboxResumed();
        }
        List<Arrival> arrivals = new ArrayList<>();
        Map<TopicPartition, Long> behind = new HashMap<>();
        Set<TopicPartition> givenBack = new HashSet<>();
        long bytes = 0;
        for (Delivered delivered : session.poll(paused ? POLL_PAUSED : POLL)) {
            if (givenBack.contains(delivered.partition())) {
                continue;
            }
            boolean full = !givenBack.isEmpty();
            List<Arrival> found = full ? List.of() : fresh(delivered);
            long size = found.stream()
                    .mapToLong(arrival -> arrival.slice().getSerializedSize())
                    .sum();
            if (full || !inbox.hasRoom(arrivals.size(), bytes, found.size(), size)) {
                session.giveBack(delivered);
                givenBack.add(delivered.partition());
            } else {
                bytes += size;
                arrivals.addAll(found);
                behind.put(delivered.partition(), delivered.next());
            }
        }
        if (!behind.isEmpty()) {
            inbox.take(arrivals, behind);
        }
        if (!givenBack.isEmpty() && !paused) {
            paused = true;
            session.pause();
            reports.inboxFull(inbox.size(), inbox.bytes());
        }
    }

    private List<Arrival> fresh(Delivered delivered) {
        ByteString value = delivered.value();
        List<Arrival> fresh = new ArrayList<>();
        for (Arrival arrival : value == null ? List.<Arrival>of() : intake.arrivals(value, delivered.where())) {
            if (inbox.isHandled(arrival.header())) {
                reports.failed(ReceiveFailure.DUPLICATE, Where.of(arrival.header()), "handled before");
            } else {
                fresh.add(arrival);
            }
        }
        return fresh;
    }
}
