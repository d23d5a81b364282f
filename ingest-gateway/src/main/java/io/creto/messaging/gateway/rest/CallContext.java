package io.creto.messaging.gateway.rest;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Gives a call what gRPC's own server gives it: the address that it comes from, and a context with a deadline, which ends with the
 * call, so that nobody works for a caller that has gone. The outermost interceptor.
 */
final class CallContext implements ServerInterceptor {
    private final Duration patience;
    private final Supplier<SocketAddress> from;
    private final ScheduledExecutorService timer;

    /**
     * @param from where the current call comes from
     * @param timer stays the caller's to close
     */
    CallContext(Duration patience, Supplier<SocketAddress> from, ScheduledExecutorService timer) {
        this.patience = patience;
        this.from = from;
        this.timer = timer;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        CancellableContext context = Context.ROOT.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS, timer);
        ServerCall<ReqT, RespT> addressed = new AddressedCall<>(call, from.get());
        ServerCall.Listener<ReqT> listener = Contexts.interceptCall(context, addressed, headers, next);
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

    /** A call that says from where it comes. */
    private static final class AddressedCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {
        private final Attributes attributes;

        AddressedCall(ServerCall<ReqT, RespT> call, SocketAddress from) {
            super(call);
            attributes = call.getAttributes().toBuilder()
                    .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, from)
                    .build();
        }

        @Override
        public Attributes getAttributes() {
            return attributes;
        }
    }
}
