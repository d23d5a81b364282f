package io.creto.messaging.benchmarks.access;

import io.creto.messaging.client.internal.delivery.Delivered;
import io.creto.messaging.client.internal.delivery.DeliverySession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Receivers, each with a thread of its own, from opening to closing. Belongs to one thread. */
final class Listeners implements AutoCloseable {
    private final List<DeliverySession> sessions = new ArrayList<>();
    private final List<CompletableFuture<Void>> running = new ArrayList<>();
    private volatile boolean stopped;

    /** Opens sessions one after the other; they bring nothing yet. */
    static Listeners open(List<Supplier<DeliverySession>> openers) {
        Listeners listeners = new Listeners();
        try {
            openers.forEach(opener -> listeners.sessions.add(opener.get()));
            return listeners;
        } catch (RuntimeException e) {
            listeners.close();
            throw e;
        }
    }

    /** The first one's session, for who wants to know where it begins. */
    DeliverySession first() {
        return sessions.get(0);
    }

    /**
     * Begins.
     *
     * @param arrived hears of each record, on the threads of the listeners
     */
    void listen(Consumer<Delivered> arrived) {
        for (DeliverySession session : sessions) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            running.add(end);
            new Thread(() -> run(session, arrived, end), "listener-" + running.size()).start();
        }
    }

    private void run(DeliverySession session, Consumer<Delivered> arrived, CompletableFuture<Void> end) {
        try {
            while (!stopped) {
                Reading.poll(session, arrived);
            }
            end.complete(null);
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    /**
     * Ends all.
     *
     * @throws IllegalStateException if one has failed
     */
    @Override
    public void close() {
        stopped = true;
        try {
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException | CancellationException e) {
            throw new IllegalStateException("a listener has failed: " + e.getCause(), e);
        } finally {
            sessions.forEach(DeliverySession::close);
        }
    }
}
