package io.creto.messaging.client.internal.receive;

import io.creto.messaging.client.ClientListener;
import io.creto.messaging.client.ReceiveFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what fails and tells the listener, whose own failures stay its own. Thread-safe. */
final class Reports {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private final ReceiveCounters counters;
    private final ClientListener listener;

    Reports(ReceiveCounters counters, ClientListener listener) {
        this.counters = counters;
        this.listener = listener;
    }

    void failed(ReceiveFailure failure, String where, String detail) {
        counters.failed(failure);
        if (failure != ReceiveFailure.DUPLICATE) {
            LOG.warn("not handed on: {} ({}): {}", failure, where, detail);
        }
        tell(() -> listener.receiveFailed(failure, where, detail));
    }

    /** Not decided for a while: no failure yet. */
    void undecided(ReceiveFailure failure, String where, String detail) {
        LOG.warn("waits, as long as it lives: {} ({}): {}", failure, where, detail);
        tell(() -> listener.receiveWaits(failure, where, detail));
    }

    void inboxFull(int messages, long bytes) {
        counters.inboxPauses.increment();
        LOG.warn("the inbox is full, receiving pauses: {} messages, {} bytes", messages, bytes);
        tell(() -> listener.inboxFull(messages, bytes));
    }

    void inboxResumed() {
        LOG.info("receiving goes on");
        tell(listener::inboxResumed);
    }

    private static void tell(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            LOG.warn("the listener failed", e);
        }
    }
}
