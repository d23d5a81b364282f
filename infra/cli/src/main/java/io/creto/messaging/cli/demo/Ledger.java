package io.creto.messaging.cli.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Who sent what and who received what. Thread-safe. */
final class Ledger {
    private final Map<String, Event> sent = new HashMap<>();
    private final Map<String, List<Event>> received = new HashMap<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int ready;

    /** Something happened. */
    synchronized void add(Event event) {
        switch (event.kind()) {
            case READY -> ready++;
            case SENT -> sent.put(event.id(), event);
            case RECEIVED ->
                received.computeIfAbsent(event.id(), none -> new ArrayList<>()).add(event);
            case REFUSED -> refusals.add(event.detail());
            case FAILED -> failures.add(event.detail());
        }
        notifyAll();
    }

    /** Waits until so many processes are ready; false if one fails or it takes too long. */
    synchronized boolean awaitReady(int processes, long seconds) throws InterruptedException {
        return await(() -> ready >= processes, seconds);
    }

    /** Waits until so many messages were sent and received, and so many refused; false if it takes too long. */
    synchronized boolean awaitMessages(int messages, int refused, long seconds) throws InterruptedException {
        return await(
                () -> sent.size() >= messages && received.size() >= messages && refusals.size() >= refused, seconds);
    }

    /** What was sent and received, with the times of both. */
    synchronized List<Event> journeys() {
        List<Event> journeys = new ArrayList<>();
        sent.forEach((id, event) -> received.getOrDefault(id, List.of()).stream()
                .limit(1)
                .forEach(arrival -> journeys.add(event.receivedAt(arrival.receivedAt()))));
        return journeys;
    }

    synchronized int sent() {
        return sent.size();
    }

    synchronized int received() {
        return received.size();
    }

    /** Messages that were received more than once. */
    synchronized int repeated() {
        return (int)
                received.values().stream().filter(events -> events.size() > 1).count();
    }

    /** Messages that were received with other bytes than they were sent, or were never sent. */
    synchronized int corrupted() {
        return (int) received.entrySet().stream()
                .filter(entry -> {
                    Event original = sent.get(entry.getKey());
                    return original == null
                            || entry.getValue().stream()
                                    .anyMatch(event -> !event.digest().equals(original.digest()));
                })
                .count();
    }

    synchronized List<String> refusals() {
        return List.copyOf(refusals);
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    private boolean await(java.util.function.BooleanSupplier condition, long seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0 || !failures.isEmpty()) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
