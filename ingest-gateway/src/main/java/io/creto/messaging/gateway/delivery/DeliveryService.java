package io.creto.messaging.gateway.delivery;

import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.config.GatewayConfig;
import io.creto.messaging.gateway.delivery.DeliveryOpener.Opened;
import io.creto.messaging.gateway.delivery.Mailboxes.Granted;
import io.creto.messaging.gateway.directory.Directory;
import io.creto.messaging.gateway.fault.Faults;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.schemas.DeliveryCallParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AcknowledgeCursorRequest;
import io.creto.messaging.v1.AcknowledgeCursorResponse;
import io.creto.messaging.v1.DeliveryServiceGrpc.DeliveryServiceImplBase;
import io.creto.messaging.v1.FetchDeliveriesRequest;
import io.creto.messaging.v1.FetchDeliveriesResponse;
import io.creto.messaging.v1.OpenDelivery;
import io.creto.messaging.v1.ReceiveRequest;
import io.creto.messaging.v1.ReceiveResponse;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The way out for agents that do not read Kafka. Handlers never block: who may receive is asked on threads of its own, Kafka's
 * answers complete the rest. Thread-safe.
 */
public final class DeliveryService extends DeliveryServiceImplBase implements AutoCloseable {
    /** Connections to the read model that it uses at once. */
    public static final int CONNECTIONS = DeliveryOpener.THREADS;

    /** So long a fetch for others may go on after a delegation has ended. */
    private static final long FOR_OTHERS_MS = 2000;

    private static final long ON_THE_WAY_MS = 100;

    private final DeliveryHub hub;
    private final DeliveryLog log;
    private final Supplier<Caller> caller;
    private final GatewayMetrics metrics;
    private final PendingBudget budget;
    private final DeliveryOpener opener;
    private final GrantWatch watch;
    private final ScheduledExecutorService timer;
    private final Set<ReceiveStream> streams = ConcurrentHashMap.newKeySet();
    private final Set<FetchCall> fetches = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

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
        Mailboxes mailboxes = new Mailboxes(directory, InstantSource.system());
        this.hub = hub;
        this.log = log;
        this.caller = caller;
        this.metrics = metrics;
        this.budget = new PendingBudget(config.delivery().bufferBytes());
        this.opener = new DeliveryOpener(mailboxes, log, config.directory());
        this.watch = new GrantWatch(mailboxes);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "delivery-fetch");
            thread.setDaemon(true);
            return thread;
        });
        opener.watch(watch, GrantWatch.PERIOD);
        metrics.watchDeliveries(streams::size, hub::partitions, hub::laggingCount, budget::used);
    }

    @Override
    public StreamObserver<ReceiveRequest> receive(StreamObserver<ReceiveResponse> responses) {
        Caller who = caller.get();
        ReceiveStream stream = new ReceiveStream(
                (ServerCallStreamObserver<ReceiveResponse>) responses, who.name(), budget, metrics, new Receiving(who));
        streams.add(stream);
        stream.begin();
        if (draining) {
            stream.end(stopping());
        }
        return stream;
    }

    @Override
    public void fetchDeliveries(FetchDeliveriesRequest request, StreamObserver<FetchDeliveriesResponse> responses) {
        ServerCallStreamObserver<FetchDeliveriesResponse> call =
                (ServerCallStreamObserver<FetchDeliveriesResponse>) responses;
        try {
            FetchDeliveriesRequest parsed = DeliveryCallParser.fetchDeliveriesRequest(request.toByteString());
            OpenDelivery what = parsed.getOpen();
            long waitMs = patienceMs(parsed.getWaitMs());
            Caller who = caller.get();
            FetchCall fetch =
                    new FetchCall(call, who.name(), what.getCredit(), hub, budget, metrics, timer, fetches::remove);
            fetches.add(fetch);
            call.setOnCancelHandler(() -> fetch.end(stopping()));
            var unused = opener.open(who, what, fetch, "fetch_deliveries_request.open")
                    .whenComplete((opened, failure) -> {
                        if (failure != null) {
                            fetch.end(Faults.cause(failure));
                        } else {
                            boolean forOthers = !opened.granted().versions().isEmpty();
                            fetch.listen(opened, forOthers ? Math.min(waitMs, FOR_OTHERS_MS) : waitMs);
                        }
                    });
            if (draining) {
                fetch.end(stopping());
            }
        } catch (WireException e) {
            responses.onError(e);
        }
    }

    /** What the caller waits for, and not longer than it waits for an answer. */
    private static long patienceMs(int waitMs) {
        long wanted = waitMs == 0 ? WireLimits.DEFAULT_FETCH_WAIT_MS : waitMs;
        Deadline deadline = Context.current().getDeadline();
        return deadline == null
                ? wanted
                : Math.max(0, Math.min(wanted, deadline.timeRemaining(TimeUnit.MILLISECONDS) - ON_THE_WAY_MS));
    }

    @Override
    public void acknowledge(AcknowledgeCursorRequest request, StreamObserver<AcknowledgeCursorResponse> responses) {
        ((ServerCallStreamObserver<AcknowledgeCursorResponse>) responses).setOnCancelHandler(() -> {});
        try {
            AcknowledgeCursorRequest parsed = DeliveryCallParser.acknowledgeCursorRequest(request.toByteString());
            Caller who = caller.get();
            var unused = opener.granted(who, parsed.getAgentsList())
                    .thenCompose(granted -> log.acknowledge(
                            CursorGroup.of(who.name(), parsed.getAgentsList()), offsets(granted, parsed)))
                    .whenComplete((done, failure) -> {
                        if (failure == null) {
                            responses.onNext(AcknowledgeCursorResponse.getDefaultInstance());
                            responses.onCompleted();
                        } else {
                            responses.onError(Faults.cause(failure));
                        }
                    });
        } catch (WireException e) {
            responses.onError(e);
        }
    }

    private static Map<Place, Long> offsets(Granted granted, AcknowledgeCursorRequest request) {
        try {
            return new HashMap<>(Opening.offsets(
                    granted.agents().keySet(), request.getCursorsList(), "acknowledge_cursor_request.cursors"));
        } catch (WireException e) {
            throw new CompletionException(e);
        }
    }

    /** Ends every stream and fetch, and takes no more. */
    public void drain() {
        draining = true;
        List.copyOf(streams).forEach(stream -> stream.end(stopping()));
        List.copyOf(fetches).forEach(fetch -> fetch.end(stopping()));
    }

    @Override
    public void close() {
        drain();
        opener.close();
        timer.shutdownNow();
    }

    private static GatewayException stopping() {
        return new GatewayException(Kind.DRAINING, "the gateway is stopping");
    }

    /** What the stream of one caller needs. */
    private final class Receiving implements ReceiveStream.Events {
        private final Caller who;

        Receiving(Caller who) {
            this.who = who;
        }

        @Override
        public void open(ReceiveStream stream, OpenDelivery what) {
            var unused = opener.open(who, what, stream, "receive_request.open").whenComplete((opened, failure) -> {
                if (failure != null) {
                    stream.end(Faults.cause(failure));
                } else {
                    listenOrEnd(stream, what, opened);
                }
            });
        }

        private void listenOrEnd(ReceiveStream stream, OpenDelivery what, Opened opened) {
            try {
                listen(stream, what, opened);
            } catch (RuntimeException e) {
                stream.end(e);
            }
        }

        private void listen(ReceiveStream stream, OpenDelivery what, Opened opened) {
            if (stream.opened(opened.subscriptions().keySet())) {
                opened.subscriptions().forEach((subscription, range) -> hub.add(subscription, range.end()));
                watch.add(stream, who, what.getAgentsList(), opened.granted());
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
