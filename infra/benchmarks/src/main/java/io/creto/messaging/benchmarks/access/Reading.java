package io.creto.messaging.benchmarks.access;

import com.google.protobuf.ByteString;
import io.creto.messaging.benchmarks.Round;
import io.creto.messaging.client.internal.delivery.Delivered;
import io.creto.messaging.client.internal.delivery.DeliverySession;
import io.creto.messaging.schemas.DeliveryParser;
import io.creto.messaging.schemas.WireException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Takes records out of a session of the SDK and parses them, as its receiver does. */
final class Reading {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int BEFORE_MEASURING = 10;

    private final DeliverySession session;
    private int taken;

    private Reading(DeliverySession session) {
        this.session = session;
    }

    /**
     * Reads all that stands there; measured from the moment when a tenth of it has come.
     *
     * @param records how many there are
     * @throws IllegalStateException if there are others
     */
    static Round measure(DeliverySession session, int records) {
        Reading reading = new Reading(session);
        reading.take(records / BEFORE_MEASURING);
        int before = reading.taken;
        Stopwatch watch = Stopwatch.start();
        reading.take(records);
        if (reading.taken != records || before == records) {
            throw new IllegalStateException(
                    reading.taken + " records came, " + before + " before measuring; " + records + " are there");
        }
        return watch.round(records - before);
    }

    /**
     * Waits a moment for records.
     *
     * @param arrived hears of each, parsed and well-formed
     */
    static void poll(DeliverySession session, Consumer<Delivered> arrived) {
        for (Delivered delivered : session.poll(POLL)) {
            ByteString value = delivered.value();
            if (value != null) {
                parse(value);
                arrived.accept(delivered);
            }
        }
    }

    private void take(int until) {
        int before = taken;
        long moved = System.nanoTime();
        while (taken < until) {
            poll(session, record -> taken++);
            if (taken > before) {
                before = taken;
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > STALLED_NANOS) {
                throw new IllegalStateException("no records come any more: " + taken + " of " + until);
            }
        }
    }

    private static void parse(ByteString value) {
        try {
            DeliveryParser.record(value);
        } catch (WireException e) {
            throw new IllegalStateException("a record that its readers refuse", e);
        }
    }
}
