package io.creto.messaging.gateway.limit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.MessageLite;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A call with many messages, which are asked for one at a time: the next one when the price of the last is paid. So one message
 * at most comes that is not paid for; what the client sends meanwhile stays in the transport, whose window is bounded, and then
 * with the client. Thread-safe where a call is not: handlers ask on any thread, the timer has its own.
 */
final class PacedCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {
    private final ScheduledExecutorService timer;
    private final IntToLongFunction price;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private long wanted; // by the handler, and not yet asked for

    @GuardedBy("lock")
    private boolean asked;

    @GuardedBy("lock")
    private boolean over;

    @GuardedBy("lock")
    private @Nullable Future<?> pause;

    /**
     * @param timer ends pauses
     * @param price from the size of a message to the nanoseconds to wait before the next one
     */
    PacedCall(ServerCall<ReqT, RespT> call, ScheduledExecutorService timer, IntToLongFunction price) {
        super(call);
        this.timer = timer;
        this.price = price;
    }

    /** Bytes that a message takes on the wire, without framing. */
    static int size(Object message) {
        return message instanceof MessageLite known ? known.getSerializedSize() : 0;
    }

    @Override
    public void request(int count) {
        synchronized (lock) {
            wanted += count;
        }
        askForNext();
    }

    /** What the transport talks to. */
    ServerCall.Listener<ReqT> listener(ServerCall.Listener<ReqT> handler) {
        return new SimpleForwardingServerCallListener<>(handler) {
            @Override
            public void onMessage(ReqT message) {
                arrived(price.applyAsLong(size(message)));
                super.onMessage(message);
                askForNext();
            }

            @Override
            public void onCancel() {
                end();
                super.onCancel();
            }

            @Override
            public void onComplete() {
                end();
                super.onComplete();
            }
        };
    }

    private void arrived(long waitNanos) {
        synchronized (lock) {
            asked = false;
            if (waitNanos > 0 && !over) {
                try {
                    pause = timer.schedule(this::resume, waitNanos, TimeUnit.NANOSECONDS);
                } catch (RejectedExecutionException stopping) {
                    over = true;
                }
            }
        }
    }

    private void resume() {
        synchronized (lock) {
            pause = null;
        }
        askForNext();
    }

    private void askForNext() {
        synchronized (lock) {
            if (over || asked || pause != null || wanted == 0) {
                return;
            }
            wanted--;
            asked = true;
        }
        super.request(1); // outside of the lock: it may come at once
    }

    private void end() {
        synchronized (lock) {
            over = true;
            if (pause != null) {
                pause.cancel(false);
            }
        }
    }
}
