package io.creto.messaging.gateway.delivery;

import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.config.GatewayConfig;
import io.creto.messaging.gateway.delivery.DeliveryLog.Range;
import io.creto.messaging.gateway.delivery.Mailboxes.Granted;
import io.creto.messaging.gateway.directory.Directory;
import io.creto.messaging.gateway.directory.DirectoryCalls;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.schemas.GatewayParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AcknowledgeCursorRequest;
import io.creto.messaging.v1.AcknowledgeCursorResponse;
import io.creto.messaging.v1.DeliveryServiceGrpc.DeliveryServiceImplBase;
import io.creto.messaging.v1.DeliveryStart;
import io.creto.messaging.v1.OpenDelivery;
import io.creto.messaging.v1.ReceiveRequest;
import io.creto.messaging.v1.ReceiveResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The way out for agents that do not read Kafka. Handlers never block: who may receive is asked on threads of its own, Kafka's
 * answers complete the rest. Thread-safe.
 */
public final class DeliveryService extends DeliveryServiceImplBase implements AutoCloseable {
    private static final int THREADS = 1;

    private final DeliveryHub hub;
    private final Mailboxes mailboxes;
    private final Supplier<Caller> caller;
    private final GatewayMetrics metrics;
    private final PendingBudget budget;
    private final DeliveryLog log;
    private final DirectoryCalls calls;
    private final GrantWatch watch;
    private final Set<ReceiveStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /** Connections to the read model that it uses at once. */
    public static final int CONNECTIONS = THREADS;

    /**
     * Begins to look whether delegations still hold.
     *
     * @param hub of the partitions, read by that log
     * @param log stays the caller's to close
     * @param directory stays the caller's to close
     * @param caller who makes the current call
     */
    public DeliveryService(
            GatewayConfig config,
            DeliveryHub hub,
            DeliveryLog log,
            Directory directory,
            Supplier<Caller> caller,
            GatewayMetrics metrics) {
        this.hub = hub;
        this.log = log;
        this.mailboxes = new Mailboxes(directory, InstantSource.system());
        this.caller = caller;
        this.metrics = metrics;
        this.budget = new PendingBudget(config.delivery().bufferBytes());
        this.calls = new DirectoryCalls(
                THREADS,
                config.directory().maxCalls(),
                Duration.ofMillis(config.directory().waitMs()));
        this.watch = new GrantWatch(mailboxes);
        calls.watch(watch, GrantWatch.PERIOD);
        metrics.watchDeliveries(streams::size, hub::partitions, hub::laggingCount, budget::used);
    }

    @Override
    public StreamObserver<ReceiveRequest> receive(StreamObserver<ReceiveResponse> responses) {
        Caller who = caller.get();
        ReceiveStream stream = new ReceiveStream(
                (ServerCallStreamObserver<ReceiveResponse>) responses, budget, metrics, new Receiving(who));
        streams.add(stream);
        stream.begin();
        if (draining) {
            stream.end(stopping());
        }
        return stream;
    }

    @Override
    public void acknowledge(AcknowledgeCursorRequest request, StreamObserver<AcknowledgeCursorResponse> responses) {
        ((ServerCallStreamObserver<AcknowledgeCursorResponse>) responses).setOnCancelHandler(() -> {});
        try {
            AcknowledgeCursorRequest parsed = GatewayParser.acknowledgeCursorRequest(request.toByteString());
            Caller who = caller.get();
            var unused = granted(who, parsed.getAgentsList())
                    .thenCompose(granted -> log.acknowledge(
                            CursorGroup.of(who.name(), parsed.getAgentsList()), offsets(granted, parsed)))
                    .whenComplete((done, failure) -> {
                        if (failure == null) {
                            responses.onNext(AcknowledgeCursorResponse.getDefaultInstance());
                            responses.onCompleted();
                        } else {
                            responses.onError(cause(failure));
                        }
                    });
        } catch (WireException e) {
            responses.onError(e);
        }
    }

    private static Map<Place, Long> offsets(Granted granted, AcknowledgeCursorRequest request) {
        try {
            Map<Place, Long> offsets = new HashMap<>();
            Opening.offsets(granted.agents().keySet(), request.getCursorsList(), "acknowledge_cursor_request.cursors")
                    .forEach((place, offset) -> offsets.put(place, offset));
            return offsets;
        } catch (WireException e) {
            throw new CompletionException(e);
        }
    }

    /** Completes on a thread of its own. */
    private CompletableFuture<Granted> granted(Caller who, List<String> agents) {
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

    /** Ends every stream, and takes no more. */
    public void drain() {
        draining = true;
        List.copyOf(streams).forEach(stream -> stream.end(stopping()));
    }

    @Override
    public void close() {
        drain();
        calls.close();
    }

    private static GatewayException stopping() {
        return new GatewayException(Kind.DRAINING, "the gateway is stopping");
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** What the stream of one caller needs. */
    private final class Receiving implements ReceiveStream.Events {
        private final Caller who;

        Receiving(Caller who) {
            this.who = who;
        }

        @Override
        public void open(ReceiveStream stream, OpenDelivery what) {
            var unused = granted(who, what.getAgentsList())
                    .thenCompose(granted -> begin(stream, what, granted))
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            stream.end(cause(failure));
                        }
                    });
        }

        private CompletableFuture<Void> begin(ReceiveStream stream, OpenDelivery what, Granted granted) {
            Collection<Place> partitions = granted.agents().keySet();
            boolean goesOn = what.getStart() == DeliveryStart.DELIVERY_START_ACKNOWLEDGED;
            CompletableFuture<Map<Place, Long>> acknowledged = goesOn
                    ? log.acknowledged(CursorGroup.of(who.name(), what.getAgentsList()), partitions)
                    : CompletableFuture.completedFuture(Map.of());
            return log.ranges(partitions)
                    .thenAcceptBoth(acknowledged, (ranges, known) -> listen(stream, what, granted, ranges, known));
        }

        private void listen(
                ReceiveStream stream,
                OpenDelivery what,
                Granted granted,
                Map<Place, Range> ranges,
                Map<Place, Long> acknowledged) {
            Map<Subscription, Range> subscriptions = new HashMap<>();
            try {
                Map<Place, Long> given = Opening.offsets(
                        granted.agents().keySet(), what.getCursorsList(), "receive_request.open.cursors");
                granted.agents().forEach((place, agents) -> {
                    Range range = ranges.getOrDefault(place, new Range(0, 0));
                    long position = Opening.position(range, what.getStart(), given.get(place), acknowledged.get(place));
                    subscriptions.put(new Subscription(place, agents, what.getContent(), stream, position), range);
                });
            } catch (WireException e) {
                throw new CompletionException(e);
            }
            if (stream.opened(subscriptions.keySet())) {
                subscriptions.forEach((subscription, range) -> hub.add(subscription, range.end()));
                watch.add(stream, who, what.getAgentsList(), granted);
            }
            stream.checkStillOpen();
        }

        @Override
        public void room() {
            hub.room();
        }

        @Override
        public void over(ReceiveStream stream, Collection<Subscription> subscriptions) {
            subscriptions.forEach(hub::remove);
            watch.remove(stream);
            streams.remove(stream);
        }
    }
}
