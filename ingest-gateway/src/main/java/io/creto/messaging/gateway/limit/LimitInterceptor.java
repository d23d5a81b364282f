package io.creto.messaging.gateway.limit;

import io.creto.messaging.gateway.auth.Attempts;
import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.config.CallersConfig;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.github.bucket4j.TimeMeter;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Keeps every caller within its limits, whatever the service. A call too many, or one whose message is too much, is refused; a
 * stream is not: its next message is read when the caller may send one, so that nothing of it is lost and its client waits
 * (HTTP/2 flow control). Stands behind authentication. Thread-safe; nothing here blocks.
 */
public final class LimitInterceptor implements ServerInterceptor, AutoCloseable {
    private final Allowances allowances;
    private final Supplier<Caller> caller;
    private final GatewayMetrics metrics;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "limit-resume");
        thread.setDaemon(true);
        return thread;
    });

    /** @param caller who makes the current call */
    public LimitInterceptor(CallersConfig config, Supplier<Caller> caller, GatewayMetrics metrics) {
        this(
                new Allowances(Rates.ofAgent(config), Rates.ofStranger(config), TimeMeter.SYSTEM_NANOTIME),
                caller,
                metrics);
    }

    LimitInterceptor(Allowances allowances, Supplier<Caller> caller, GatewayMetrics metrics) {
        this.allowances = allowances;
        this.caller = caller;
        this.metrics = metrics;
        timer.setRemoveOnCancelPolicy(true); // a call that is over is forgotten at once
    }

    /** What tokens that are not believed count for. */
    public Attempts attempts() {
        return new LimitedAttempts(allowances, metrics);
    }

    /** @throws GatewayException if the caller has used up its limits */
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        CallerKey key = CallerKey.of(caller.get(), call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
        Allowance allowance = allowances.enter(key);
        Optional<Excess> excess = allowance.beginCall();
        if (excess.isPresent()) {
            allowances.leave(key);
            throw refused(key, excess.get());
        }
        Place place = new Place(key, allowance);
        try {
            return limited(place, call, headers, next);
        } catch (RuntimeException e) {
            place.leave();
            throw e;
        }
    }

    /** Ends its thread; streams that wait are read from no more. */
    @Override
    public void close() {
        timer.shutdownNow();
    }

    private <ReqT, RespT> ServerCall.Listener<ReqT> limited(
            Place place, ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        if (call.getMethodDescriptor().getType().clientSendsOneMessage()) {
            return new PlaceListener<>(new OneMessage<>(next.startCall(call, headers), place), place);
        }
        PacedCall<ReqT, RespT> paced = new PacedCall<>(call, timer, size -> {
            Optional<Excess> excess = place.allowance.takeOneOfMany(size);
            excess.ifPresent(one -> metrics.limited(one.limit(), place.key.stranger()));
            return excess.map(Excess::waitNanos).orElse(0L);
        });
        return new PlaceListener<>(paced.listener(next.startCall(paced, headers)), place);
    }

    private GatewayException refused(CallerKey key, Excess excess) {
        metrics.limited(excess.limit(), key.stranger());
        return Refusals.of(excess);
    }

    /** A call's place among the open ones of its caller. */
    private final class Place {
        private final CallerKey key;
        private final Allowance allowance;
        private final AtomicBoolean left = new AtomicBoolean();

        Place(CallerKey key, Allowance allowance) {
            this.key = key;
            this.allowance = allowance;
        }

        void leave() {
            if (left.compareAndSet(false, true)) {
                allowance.endCall();
                allowances.leave(key);
            }
        }
    }

    /** Leaves when the call is over, however it ends. */
    private static final class PlaceListener<ReqT> extends SimpleForwardingServerCallListener<ReqT> {
        private final LimitInterceptor.Place place;

        PlaceListener(ServerCall.Listener<ReqT> handler, LimitInterceptor.Place place) {
            super(handler);
            this.place = place;
        }

        @Override
        public void onCancel() {
            place.leave();
            super.onCancel();
        }

        @Override
        public void onComplete() {
            place.leave();
            super.onComplete();
        }
    }

    /** Counts the bytes of a call with one message, which is refused if they are too many. */
    private final class OneMessage<ReqT> extends SimpleForwardingServerCallListener<ReqT> {
        private final Place place;
        private boolean refused;

        OneMessage(ServerCall.Listener<ReqT> handler, Place place) {
            super(handler);
            this.place = place;
        }

        @Override
        public void onMessage(ReqT message) {
            Optional<Excess> excess = place.allowance.takeOnly(PacedCall.size(message));
            if (excess.isPresent()) {
                refused = true;
                throw refused(place.key, excess.get());
            }
            super.onMessage(message);
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }
    }
}
