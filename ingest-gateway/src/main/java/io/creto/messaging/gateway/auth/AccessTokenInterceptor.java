package io.creto.messaging.gateway.auth;

import io.creto.messaging.gateway.fault.Faults;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.v1.RejectionReason;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.SocketAddress;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks each caller who it is before its call begins, and says so to the handlers ({@link CallerContext}). A caller that is known
 * goes through at once; another one's call is held until the decision, which is made on other threads than the transport's.
 */
final class AccessTokenInterceptor implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Authenticator authenticator;
    private final LiveCallers live;
    private final Attempts attempts;

    AccessTokenInterceptor(Authenticator authenticator, LiveCallers live, Attempts attempts) {
        this.authenticator = authenticator;
        this.live = live;
        this.attempts = attempts;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        Context context = Context.current(); // of this call; the thread that decides has another
        String token = token(headers);
        if (token == null) {
            authenticator.admitStranger(call.getMethodDescriptor().getFullMethodName());
            return Contexts.interceptCall(CallerContext.with(context, Caller.STRANGER), call, headers, next);
        }
        SocketAddress from = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        CompletableFuture<KnownCaller> decision = authenticator.authenticate(token, () -> attempts.begin(from));
        LiveServerCall<ReqT, RespT> ending = new LiveServerCall<>(call);
        if (decision.isDone() && !decision.isCompletedExceptionally()) {
            return begin(context, decision.join(), ending, headers, next);
        }
        HeldListener<ReqT> held = new HeldListener<>();
        var unused = decision.whenComplete((caller, failure) -> {
            if (failure != null) {
                refuse(ending, from, Faults.cause(failure));
            } else if (!call.isCancelled()) {
                release(held, context, caller, ending, headers, next);
            }
        });
        return held;
    }

    private void refuse(LiveServerCall<?, ?> call, @Nullable SocketAddress from, Throwable why) {
        if (why instanceof RefusedCallerException) {
            attempts.refused(from);
        }
        call.end(why);
    }

    private <ReqT, RespT> void release(
            HeldListener<ReqT> held,
            Context context,
            KnownCaller caller,
            LiveServerCall<ReqT, RespT> call,
            Metadata headers,
            ServerCallHandler<ReqT, RespT> next) {
        try {
            held.release(begin(context, caller, call, headers, next), call::end);
        } catch (RuntimeException e) {
            call.end(e);
        }
    }

    private <ReqT, RespT> ServerCall.Listener<ReqT> begin(
            Context context,
            KnownCaller caller,
            LiveServerCall<ReqT, RespT> call,
            Metadata headers,
            ServerCallHandler<ReqT, RespT> next) {
        live.begin(caller, call);
        try {
            ServerCall.Listener<ReqT> handler =
                    Contexts.interceptCall(CallerContext.with(context, caller.caller()), call, headers, next);
            return call.listener(handler, () -> live.over(caller, call));
        } catch (RuntimeException e) {
            live.over(caller, call);
            throw e;
        }
    }

    private static @Nullable String token(Metadata headers) {
        Iterable<String> all = headers.getAll(AUTHORIZATION);
        if (all == null) {
            return null;
        }
        Iterator<String> values = all.iterator();
        String first = values.next();
        if (values.hasNext()) {
            throw RefusedCallerException.unauthenticated(RejectionReason.REJECTION_REASON_MALFORMED);
        }
        return first;
    }
}
