package io.creto.messaging.gateway.rest;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Gives a call what gRPC's own server gives it: a context with a deadline, which ends with the call, so that nobody works for a
 * caller that has gone. The outermost interceptor.
 */
final class CallContext implements ServerInterceptor {
    private final Duration patience;
    private final ScheduledExecutorService timer;

    /** @param timer stays the caller's to close */
    CallContext(Duration patience, ScheduledExecutorService timer) {
        this.patience = patience;
        this.timer = timer;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        CancellableContext context = Context.ROOT.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS, timer);
        ServerCall.Listener<ReqT> listener = Contexts.interceptCall(context, call, headers, next);
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onCancel() {
                context.cancel(null);
                super.onCancel();
            }

            @Override
            public void onComplete() {
                context.cancel(null);
                super.onComplete();
            }
        };
    }
}
