package io.creto.messaging.gateway.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.FetchDeliveriesResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fetch: listens until there are records, or its time is over, and answers with them and the places behind them. Thread-safe.
 */
final class FetchCall implements Subscription.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(FetchCall.class);
    private static final long MAX_BYTES = 1 << 20;

    /** After the first record, so many milliseconds for those behind it. */
    private static final long MORE_MS = 20;

    private final StreamObserver<FetchDeliveriesResponse> responses;
    private final String caller;
    private final int maxRecords;
    private final DeliveryHub hub;
    private final PendingBudget budget;
    private final GatewayMetrics metrics;
    private final ScheduledExecutorService timer;
    private final Consumer<FetchCall> onOver;

    @GuardedBy("this")
    private final TreeMap<String, List<DeliveryRecord>> records = new TreeMap<>();

    @GuardedBy("this")
    private int count;

    @GuardedBy("this")
    private long bytes;

    @GuardedBy("this")
    private boolean done;

    private volatile Set<Subscription> subscriptions = Set.of();

    /**
     * @param timer of a thread that may not be blocked
     * @param onOver told when it is over, perhaps twice
     */
    FetchCall(
            StreamObserver<FetchDeliveriesResponse> responses,
            String caller,
            int maxRecords,
            DeliveryHub hub,
            PendingBudget budget,
            GatewayMetrics metrics,
            ScheduledExecutorService timer,
            Consumer<FetchCall> onOver) {
        this.responses = responses;
        this.caller = caller;
        this.maxRecords = maxRecords;
        this.hub = hub;
        this.budget = budget;
        this.metrics = metrics;
        this.timer = timer;
        this.onOver = onOver;
    }

    /** Begins to listen, for so long at most. */
    void listen(DeliveryOpener.Opened opened, long waitMs) {
        subscriptions = Set.copyOf(opened.subscriptions().keySet());
        opened.subscriptions().forEach((subscription, range) -> hub.add(subscription, range.end()));
        answerIn(waitMs);
        if (isDone()) {
            leave(); // it was over before it began
        }
    }

    private synchronized boolean isDone() {
        return done;
    }

    private void answerIn(long millis) {
        try {
            var unused = timer.schedule(this::answer, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the gateway is stopping: the fetch has been told", e);
        }
    }

    @Override
    public synchronized boolean offer(Subscription from, DeliveryRecord record, long offset) {
        int size = record.getSerializedSize();
        if (done || isFull() || !budget.tryAcquire(caller, size)) {
            return false;
        }
        String lane = from.place().lane().getNumber()
                + from.place().topic()
                + from.place().partition();
        records.computeIfAbsent(lane, one -> new ArrayList<>()).add(record);
        bytes += size;
        count++;
        if (isFull()) {
            answerIn(0); // not at once: the partition's lock is held
        } else if (count == 1) {
            answerIn(MORE_MS);
        }
        return true;
    }

    @GuardedBy("this")
    private boolean isFull() {
        return count >= maxRecords || bytes >= MAX_BYTES;
    }

    @Override
    public void passed(Subscription from, long offset) {
        // said at the end
    }

    @Override
    public synchronized boolean hasRoom(Subscription from) {
        return !done && !isFull() && budget.hasRoom(caller);
    }

    @Override
    public void end(Throwable why) {
        if (finish()) {
            leave();
            responses.onError(why);
        }
    }

    private void answer() {
        if (!finish()) {
            return;
        }
        // Nothing more is taken now, so what a partition has brought up to its place has been taken.
        FetchDeliveriesResponse.Builder response = FetchDeliveriesResponse.newBuilder();
        subscriptions.stream()
                .sorted((a, b) -> a.place().topic().compareTo(b.place().topic()))
                .forEach(subscription -> response.addCursors(subscription.cursor(hub.position(subscription))));
        synchronized (this) {
            records.values().forEach(response::addAllRecords);
            records.clear();
        }
        leave();
        response.getRecordsList().forEach(record -> metrics.delivered());
        responses.onNext(response.build());
        responses.onCompleted();
    }

    /** Whether it had not finished before. */
    private synchronized boolean finish() {
        boolean first = !done;
        done = true;
        return first;
    }

    private void leave() {
        subscriptions.forEach(hub::remove);
        onOver.accept(this);
        synchronized (this) {
            budget.release(caller, bytes);
            bytes = 0;
        }
    }
}
