package io.creto.messaging.client.internal.receive;

import io.creto.messaging.client.ReceiveFailure;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the way in counts. Thread-safe. */
public final class ReceiveCounters {
    /** Messages that the handler has finished. */
    public final LongAdder handled = new LongAdder();
    /** Times that it threw. */
    public final LongAdder handlerFailures = new LongAdder();
    /** Times that a full inbox stopped receiving. */
    public final LongAdder inboxPauses = new LongAdder();

    private final Map<ReceiveFailure, LongAdder> failures = new EnumMap<>(ReceiveFailure.class);

    public ReceiveCounters() {
        for (ReceiveFailure failure : ReceiveFailure.values()) {
            failures.put(failure, new LongAdder());
        }
    }

    void failed(ReceiveFailure failure) {
        LongAdder counter = failures.get(failure);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Counts of the failures that there were. */
    public Map<ReceiveFailure, Long> failures() {
        Map<ReceiveFailure, Long> counts = new EnumMap<>(ReceiveFailure.class);
        failures.forEach((failure, count) -> {
            if (count.sum() > 0) {
                counts.put(failure, count.sum());
            }
        });
        return counts;
    }
}
