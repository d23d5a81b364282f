package io.creto.messaging.gateway.delivery;

import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.config.DirectoryConfig;
import io.creto.messaging.gateway.delivery.DeliveryLog.Range;
import io.creto.messaging.gateway.delivery.Mailboxes.Granted;
import io.creto.messaging.gateway.directory.DirectoryCalls;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.DeliveryStart;
import io.creto.messaging.v1.OpenDelivery;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Finds out what a caller may receive, and where it begins. Blocks nobody: the read model is asked on threads of its own, Kafka answers
 * by itself. Thread-safe.
 */
final class DeliveryOpener implements AutoCloseable {
    /** Threads, each with a connection to the read model. */
    static final int THREADS = 1;

    private final Mailboxes mailboxes;
    private final DeliveryLog log;
    private final DirectoryCalls calls;

    /**
     * What is to be listened to.
     *
     * @param granted what the caller was given
     * @param subscriptions with what their partitions held at that moment
     */
    record Opened(Granted granted, Map<Subscription, Range> subscriptions) {}

    DeliveryOpener(Mailboxes mailboxes, DeliveryLog log, DirectoryConfig config) {
        this.mailboxes = mailboxes;
        this.log = log;
        this.calls = new DirectoryCalls(THREADS, config.maxCalls(), Duration.ofMillis(config.waitMs()));
    }

    /** Looks at something again and again, beside the calls. */
    void watch(Runnable look, Duration period) {
        calls.watch(look, period);
    }

    /** What a caller may receive for some agents; fails if it may not. */
    CompletableFuture<Granted> granted(Caller who, List<String> agents) {
        CompletableFuture<Granted> granted = new CompletableFuture<>();
        calls.run(() -> Optional.of(mailboxes.of(who, agents)), new StreamObserver<>() {
            @Override
            public void onNext(Granted answer) {
                granted.complete(answer);
            }

            @Override
            public void onError(Throwable failure) {
                granted.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                // the answer was the end
            }
        });
        return granted;
    }

    /** @param path of what is opened, for refusals */
    CompletableFuture<Opened> open(Caller who, OpenDelivery what, Subscription.Receiver receiver, String path) {
        return granted(who, what.getAgentsList()).thenCompose(granted -> {
            Collection<Place> places = granted.agents().keySet();
            boolean goesOn = what.getStart() == DeliveryStart.DELIVERY_START_ACKNOWLEDGED;
            CompletableFuture<Map<Place, Long>> acknowledged = goesOn
                    ? log.acknowledged(CursorGroup.of(who.name(), what.getAgentsList()), places)
                    : CompletableFuture.completedFuture(Map.of());
            return log.ranges(places)
                    .thenCombine(
                            acknowledged,
                            (ranges, known) ->
                                    new Opened(granted, subscriptions(what, granted, ranges, known, receiver, path)));
        });
    }

    private static Map<Subscription, Range> subscriptions(
            OpenDelivery what,
            Granted granted,
            Map<Place, Range> ranges,
            Map<Place, Long> acknowledged,
            Subscription.Receiver receiver,
            String path) {
        Map<Place, Long> given = offsets(granted, what, path);
        Map<Subscription, Range> subscriptions = new HashMap<>();
        granted.agents().forEach((place, agents) -> {
            Range range = ranges.getOrDefault(place, new Range(0, 0));
            long position = Opening.position(range, what.getStart(), given.get(place), acknowledged.get(place));
            subscriptions.put(new Subscription(place, agents, what.getContent(), receiver, position), range);
        });
        return subscriptions;
    }

    private static Map<Place, Long> offsets(Granted granted, OpenDelivery what, String path) {
        try {
            return Opening.offsets(granted.agents().keySet(), what.getCursorsList(), path + ".cursors");
        } catch (WireException e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
