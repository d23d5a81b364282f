package io.creto.messaging.gateway.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.schemas.GatewayParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.OpenDelivery;
import io.creto.messaging.v1.ReceiveRequest;
import io.creto.messaging.v1.ReceiveResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One receiver's stream. A record leaves when there is credit for it and the transport takes it, urgent ones first; some wait here,
 * few of each partition and bounded for all streams together; what finds no room is read again from Kafka later. Thread-safe.
 */
final class ReceiveStream implements StreamObserver<ReceiveRequest>, Subscription.Receiver {
    /** Of one partition. */
    static final int MAX_WAITING = 256;

    static final long MAX_WAITING_BYTES = 1024 * 1024;

    private final ServerCallStreamObserver<ReceiveResponse> responses;
    private final String caller;
    private final PendingBudget budget;
    private final GatewayMetrics metrics;
    private final Events events;

    @GuardedBy("this")
    private final Map<Lane, Deque<Waiting>> waiting = new EnumMap<>(Lane.class);

    @GuardedBy("this")
    private final Map<Subscription, Share> shares = new HashMap<>();

    @GuardedBy("this")
    private int credit;

    @GuardedBy("this")
    private boolean opening;

    @GuardedBy("this")
    private boolean ended;

    private volatile boolean wantsMore;

    /** What a stream asks of its surroundings; called without its lock. */
    interface Events {
        /** To be opened: {@link #opened} or {@link #end} follows. */
        void open(ReceiveStream stream, OpenDelivery what);

        /** There is room again for what was refused. */
        void room();

        /** It is over; nothing more is to be offered to these. */
        void over(ReceiveStream stream, Collection<Subscription> subscriptions);
    }

    private record Waiting(Share share, ReceiveResponse response, int bytes) {}

    /** What is known of one partition. */
    private static final class Share {
        private int records;
        private long bytes;
        private long told;
    }

    ReceiveStream(
            ServerCallStreamObserver<ReceiveResponse> responses,
            String caller,
            PendingBudget budget,
            GatewayMetrics metrics,
            Events events) {
        this.responses = responses;
        this.caller = caller;
        this.budget = budget;
        this.metrics = metrics;
        this.events = events;
        for (Lane lane : List.of(Lane.LANE_URGENT, Lane.LANE_NORMAL, Lane.LANE_BULK)) {
            waiting.put(lane, new ArrayDeque<>());
        }
    }

    /** To be called within the service method. */
    void begin() {
        responses.setOnReadyHandler(this::drain);
        responses.setOnCancelHandler(() -> end(null, false));
        responses.setOnCloseHandler(() -> end(null, false));
    }

    @Override
    public void onNext(ReceiveRequest request) {
        try {
            ReceiveRequest parsed = GatewayParser.receiveRequest(request.toByteString());
            if (parsed.hasOpen()) {
                open(parsed.getOpen());
            } else {
                credit(parsed.getCredit());
            }
        } catch (WireException e) {
            end(e);
        }
    }

    private void open(OpenDelivery what) throws WireException {
        synchronized (this) {
            if (opening) {
                throw WireException.malformed("receive_request.open", "given twice, must be the first only");
            }
            opening = true;
            credit = what.getCredit();
        }
        events.open(this, what);
    }

    private void credit(int more) throws WireException {
        synchronized (this) {
            if (!opening) {
                throw WireException.malformed("receive_request.open", "absent, must come before credit");
            }
            credit = Math.min(WireLimits.MAX_CREDIT, credit + more);
        }
        drain();
    }

    /**
     * Says where it begins. Records may follow.
     *
     * @return false if it is over already
     */
    synchronized boolean opened(Collection<Subscription> subscriptions) {
        if (ended) {
            return false;
        }
        for (Subscription subscription : subscriptions) {
            Share share = new Share();
            share.told = subscription.position;
            shares.put(subscription, share);
            respond(subscription, null, subscription.position);
        }
        return true;
    }

    /** What was added to listen when it was over already is taken back. */
    void checkStillOpen() {
        Collection<Subscription> late;
        synchronized (this) {
            late = ended ? List.copyOf(shares.keySet()) : List.of();
        }
        if (!late.isEmpty()) {
            events.over(this, late);
        }
    }

    @Override
    public synchronized boolean offer(Subscription from, DeliveryRecord record, long offset) {
        Share share = shares.get(from);
        if (ended || share == null) {
            return true; // nobody listens
        }
        ReceiveResponse response = response(from, record, offset + 1);
        if (credit > 0 && nobodyWaits() && responses.isReady()) {
            send(share, response);
            return true;
        }
        int bytes = response.getSerializedSize();
        boolean room = share.records < MAX_WAITING && share.bytes < MAX_WAITING_BYTES;
        if (!room || !budget.tryAcquire(caller, bytes)) {
            wantsMore = true;
            return false;
        }
        share.records++;
        share.bytes += bytes;
        queue(from.place().lane()).add(new Waiting(share, response, bytes));
        return true;
    }

    @Override
    public synchronized void passed(Subscription from, long offset) {
        Share share = shares.get(from);
        if (!ended && share != null && share.records == 0 && offset > share.told && responses.isReady()) {
            share.told = offset;
            respond(from, null, offset);
        }
    }

    /** Whatever has room here is taken when it is offered: otherwise it would be read in vain. */
    @Override
    public synchronized boolean hasRoom(Subscription from) {
        Share share = shares.get(from);
        boolean room = share != null
                && share.records <= MAX_WAITING / 2
                && share.bytes <= MAX_WAITING_BYTES / 2
                && budget.hasRoom(caller);
        wantsMore |= !room;
        return room;
    }

    /** Sends what waits, as far as credit and transport allow. */
    private void drain() {
        boolean moved = false;
        synchronized (this) {
            Waiting next = peek();
            while (!ended && next != null && credit > 0 && responses.isReady()) {
                take(next);
                send(next.share(), next.response());
                moved = true;
                next = peek();
            }
        }
        if (moved && wantsMore) {
            wantsMore = false;
            events.room();
        }
    }

    @GuardedBy("this")
    private @Nullable Waiting peek() {
        for (Deque<Waiting> lane : waiting.values()) {
            if (!lane.isEmpty()) {
                return lane.peek();
            }
        }
        return null;
    }

    @GuardedBy("this")
    private void take(Waiting next) {
        queue(next.response().getCursor().getLane()).remove();
        next.share().records--;
        next.share().bytes -= next.bytes();
        budget.release(caller, next.bytes());
    }

    @GuardedBy("this")
    private boolean nobodyWaits() {
        return peek() == null;
    }

    @GuardedBy("this")
    private Deque<Waiting> queue(Lane lane) {
        Deque<Waiting> queue = waiting.get(lane);
        if (queue == null) {
            throw new IllegalArgumentException(lane + " is no lane");
        }
        return queue;
    }

    @GuardedBy("this")
    private void send(Share share, ReceiveResponse response) {
        credit--;
        share.told = response.getCursor().getOffset();
        responses.onNext(response);
        metrics.delivered();
    }

    @GuardedBy("this")
    private void respond(Subscription from, @Nullable DeliveryRecord record, long offset) {
        responses.onNext(response(from, record, offset));
    }

    private static ReceiveResponse response(Subscription from, @Nullable DeliveryRecord record, long offset) {
        ReceiveResponse.Builder response = ReceiveResponse.newBuilder().setCursor(from.cursor(offset));
        if (record != null) {
            response.setRecord(record);
        }
        return response.build();
    }

    /** Ends it with the status of a failure. */
    @Override
    public void end(Throwable why) {
        end(why, true);
    }

    private void end(@Nullable Throwable why, boolean tell) {
        Collection<Subscription> subscriptions;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            subscriptions = List.copyOf(shares.keySet());
            shares.values().forEach(share -> budget.release(caller, share.bytes));
            waiting.values().forEach(Deque::clear);
        }
        events.over(this, subscriptions);
        if (tell) {
            answer(why);
        }
    }

    private synchronized void answer(@Nullable Throwable why) {
        if (why != null) {
            responses.onError(why);
        } else {
            responses.onCompleted();
        }
    }

    @Override
    public void onError(Throwable gone) {
        end(null, false);
    }

    @Override
    public void onCompleted() {
        end(null, true);
    }
}
