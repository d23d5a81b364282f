package io.creto.messaging.gateway.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.schemas.DeliveryCallParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.OpenDelivery;
import io.creto.messaging.v1.ReceiveRequest;
import io.creto.messaging.v1.ReceiveResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One receiver's stream. A record leaves when there is credit for it and the transport takes it, urgent ones first; some wait here,
 * few of each partition and bounded for all streams together; what finds no room is read again from Kafka later. Thread-safe.
 */
final class ReceiveStream implements StreamObserver<ReceiveRequest>, Subscription.Receiver {
    private final ServerCallStreamObserver<ReceiveResponse> responses;
    private final GatewayMetrics metrics;
    private final Events events;

    @GuardedBy("this")
    private final WaitingRecords waiting;

    /** The offset that the receiver was last told of each of its shares. */
    @GuardedBy("this")
    private final Map<Subscription, Long> told = new HashMap<>();

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

    ReceiveStream(
            ServerCallStreamObserver<ReceiveResponse> responses,
            String caller,
            PendingBudget budget,
            GatewayMetrics metrics,
            Events events) {
        this.responses = responses;
        waiting = new WaitingRecords(caller, budget);
        this.metrics = metrics;
        this.events = events;
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
            ReceiveRequest parsed = DeliveryCallParser.receiveRequest(request.toByteString());
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
            tell(subscription, subscription.position);
        }
        return true;
    }

    /** What was added to listen when it was over already is taken back. */
    void checkStillOpen() {
        Collection<Subscription> late;
        synchronized (this) {
            late = ended ? List.copyOf(told.keySet()) : List.of();
        }
        if (!late.isEmpty()) {
            events.over(this, late);
        }
    }

    @Override
    public synchronized boolean offer(Subscription from, DeliveryRecord record, long offset) {
        if (ended || !told.containsKey(from)) {
            return true; // nobody listens
        }
        ReceiveResponse response = ReceiveResponse.newBuilder()
                .setCursor(from.cursor(offset + 1))
                .setRecord(record)
                .build();
        if (credit > 0 && waiting.isEmpty() && responses.isReady()) {
            send(from, response);
            return true;
        }
        boolean taken = waiting.tryAdd(from, response);
        wantsMore |= !taken;
        return taken;
    }

    @Override
    public synchronized void passed(Subscription from, long offset) {
        Long before = told.get(from);
        if (!ended && before != null && offset > before && waiting.isEmpty(from) && responses.isReady()) {
            tell(from, offset);
        }
    }

    /** Whatever has room here is taken when it is offered: otherwise it would be read in vain. */
    @Override
    public synchronized boolean hasRoom(Subscription from) {
        boolean room = told.containsKey(from) && waiting.hasRoom(from);
        wantsMore |= !room;
        return room;
    }

    /** Sends what waits, as far as credit and transport allow. */
    private void drain() {
        boolean moved = false;
        synchronized (this) {
            while (!ended && !waiting.isEmpty() && credit > 0 && responses.isReady()) {
                WaitingRecords.Waiting next = waiting.remove();
                send(next.of(), next.response());
                moved = true;
            }
        }
        if (moved && wantsMore) {
            wantsMore = false;
            events.room();
        }
    }

    @GuardedBy("this")
    private void send(Subscription from, ReceiveResponse response) {
        credit--;
        told.put(from, response.getCursor().getOffset());
        responses.onNext(response);
        metrics.delivered();
    }

    @GuardedBy("this")
    private void tell(Subscription from, long offset) {
        told.put(from, offset);
        responses.onNext(
                ReceiveResponse.newBuilder().setCursor(from.cursor(offset)).build());
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
            subscriptions = List.copyOf(told.keySet());
            waiting.clear();
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
