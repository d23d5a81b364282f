package io.creto.messaging.client.internal.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.creto.messaging.schemas.DeliveryCallParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.DeliveryCursor;
import io.creto.messaging.v1.ReceiveRequest;
import io.creto.messaging.v1.ReceiveResponse;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A stream of the gateway. It holds a bounded number of bytes: as long as more wait, nothing is read from the transport, and credit
 * is given for what was taken only.
 */
final class GatewaySession implements DeliverySession {
    /** Records that may be on their way. */
    static final int CREDIT = 1024;

    private static final int CREDIT_STEP = CREDIT / 4;
    private static final long MAX_WAITING_BYTES = 4 * 1024 * 1024;
    private static final long BEGIN_SECONDS = 20;

    private final List<DeliveryPlace> places;
    private final String description;
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    @GuardedBy("this")
    private final Deque<Delivered> waiting = new ArrayDeque<>();

    @GuardedBy("this")
    private long waitingBytes;

    @GuardedBy("this")
    private boolean readsNothing;

    @GuardedBy("this")
    private @Nullable Throwable lost;

    @GuardedBy("this")
    private boolean woken;

    @GuardedBy("this")
    private @Nullable ClientCallStreamObserver<ReceiveRequest> requests;

    // Of the polling thread alone.
    private List<Delivered> polled = List.of();
    private int taken;
    private boolean paused;

    GatewaySession(List<DeliveryPlace> places, String description) {
        this.places = places;
        this.description = description;
    }

    /** What the stream calls. */
    ClientResponseObserver<ReceiveRequest, ReceiveResponse> calls() {
        return new ClientResponseObserver<>() {
            @Override
            public void beforeStart(ClientCallStreamObserver<ReceiveRequest> stream) {
                stream.disableAutoRequestWithInitial(1);
                started(stream);
            }

            @Override
            public void onNext(ReceiveResponse response) {
                arrived(response);
            }

            @Override
            public void onError(Throwable failure) {
                over(failure);
            }

            @Override
            public void onCompleted() {
                over(Status.UNAVAILABLE.withDescription("it ended the stream").asRuntimeException());
            }
        };
    }

    private synchronized void started(ClientCallStreamObserver<ReceiveRequest> stream) {
        requests = stream;
    }

    /**
     * Opens, and waits until each place is fixed.
     *
     * @throws DeliveryLostException if that does not come to pass
     */
    void begin(ReceiveRequest opening) {
        send(opening);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BEGIN_SECONDS);
        List<Delivered> early = new ArrayList<>();
        while (positions.size() < places.size()) {
            if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
                close();
                throw lost(Status.DEADLINE_EXCEEDED.asRuntimeException());
            }
            for (Delivered delivered : poll(Duration.ofSeconds(1))) {
                boolean fixes = delivered.value() == null && !positions.containsKey(delivered.partition());
                if (fixes) {
                    positions.put(delivered.partition(), delivered.next());
                } else {
                    early.add(delivered);
                }
            }
        }
        giveBack(early);
    }

    @Override
    public Map<TopicPartition, Long> positions() {
        return Map.copyOf(positions);
    }

    private void arrived(ReceiveResponse response) {
        try {
            ReceiveResponse parsed = DeliveryCallParser.receiveResponse(response.toByteString());
            Delivered delivered = new Delivered(
                    partition(parsed.getCursor()),
                    parsed.getCursor().getOffset(),
                    parsed.hasRecord() ? parsed.getRecord().toByteString() : null);
            synchronized (this) {
                waiting.add(delivered);
                waitingBytes += size(delivered);
                readsNothing = waitingBytes >= MAX_WAITING_BYTES;
                if (!readsNothing && requests != null) {
                    requests.request(1);
                }
                notifyAll();
            }
        } catch (WireException e) {
            over(Status.DATA_LOSS.withDescription(e.getMessage()).asRuntimeException());
            cancel();
        }
    }

    private TopicPartition partition(DeliveryCursor cursor) throws WireException {
        for (DeliveryPlace place : places) {
            if (place.has(cursor)) {
                return place.partition();
            }
        }
        throw WireException.malformed("receive_response.cursor", "not of this agent's partitions");
    }

    private synchronized void over(Throwable failure) {
        if (lost == null) {
            lost = failure;
        }
        notifyAll();
    }

    @Override
    public List<Delivered> poll(Duration timeout) {
        giveCredit();
        polled = take(timeout);
        taken += (int) polled.stream().filter(record -> record.value() != null).count();
        return polled;
    }

    private synchronized List<Delivered> take(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            long left = timeout.toMillis();
            while ((paused || (waiting.isEmpty() && lost == null)) && !woken && left > 0) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
        woken = false;
        if (paused) {
            return List.of();
        }
        if (waiting.isEmpty() && lost != null) {
            throw lost(lost);
        }
        List<Delivered> all = new ArrayList<>(waiting);
        all.sort(Comparator.comparingInt(this::rank));
        waiting.clear();
        waitingBytes = 0;
        if (readsNothing && requests != null) {
            readsNothing = false;
            requests.request(1);
        }
        return all;
    }

    private int rank(Delivered delivered) {
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i).partition().equals(delivered.partition())) {
                return i;
            }
        }
        return places.size();
    }

    private DeliveryLostException lost(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        return new DeliveryLostException(
                description + " does not deliver: " + status.getCode()
                        + (status.getDescription() == null ? "" : " (" + status.getDescription() + ")"),
                failure);
    }

    /** For what was taken and not given back. */
    private void giveCredit() {
        if (taken >= CREDIT_STEP) {
            send(ReceiveRequest.newBuilder().setCredit(taken).build());
            taken = 0;
        }
    }

    private synchronized void send(ReceiveRequest request) {
        if (lost == null && requests != null) {
            requests.onNext(request);
        }
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public void giveBack(Delivered record) {
        giveBack(polled.stream()
                .filter(one -> one.partition().equals(record.partition()) && one.next() >= record.next())
                .toList());
    }

    private synchronized void giveBack(List<Delivered> back) {
        for (int i = back.size() - 1; i >= 0; i--) {
            waiting.addFirst(back.get(i));
            waitingBytes += size(back.get(i));
            taken -= back.get(i).value() == null ? 0 : 1;
        }
    }

    private static int size(Delivered delivered) {
        return delivered.value() == null ? 0 : delivered.value().size();
    }

    @Override
    public synchronized void wakeup() {
        woken = true;
        notifyAll();
    }

    private synchronized void cancel() {
        if (requests != null) {
            requests.cancel("the receiver ends", null);
        }
    }

    @Override
    public void close() {
        over(Status.CANCELLED.asRuntimeException());
        cancel();
    }
}
