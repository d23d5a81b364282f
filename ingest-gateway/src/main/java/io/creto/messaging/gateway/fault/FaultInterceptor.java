package io.creto.messaging.gateway.fault;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * Gives every failed call the status that {@link Faults} says: handlers fail with plain exceptions, thrown or passed to
 * {@code onError}. A status that somebody has chosen already passes unchanged. The outermost interceptor.
 */
public final class FaultInterceptor implements ServerInterceptor {
    private final Faults faults;

    /** @param faults the contract */
    public FaultInterceptor(Faults faults) {
        this.faults = faults;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        MappedCall<ReqT, RespT> mapped = new MappedCall<>(call, faults);
        try {
            return new MappedListener<>(next.startCall(mapped, headers), mapped);
        } catch (RuntimeException e) {
            mapped.fail(e);
            return new ServerCall.Listener<>() {};
        }
    }

    private static final class MappedCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {
        private final Faults faults;
        private volatile boolean closed; // a call may be ended by other threads than the transport's

        MappedCall(ServerCall<ReqT, RespT> call, Faults faults) {
            super(call);
            this.faults = faults;
        }

        @Override
        public void close(Status status, Metadata trailers) {
            closed = true;
            Throwable cause = status.getCause();
            if (status.getCode() != Status.Code.UNKNOWN || cause == null) {
                super.close(status, trailers);
                return;
            }
            StatusRuntimeException mapped = faults.status(cause);
            Metadata details = mapped.getTrailers();
            if (details != null) {
                trailers.merge(details);
            }
            super.close(mapped.getStatus(), trailers);
        }

        /** Ends the call for an exception that a handler threw; one that ended before stays as it ended. */
        void fail(RuntimeException failure) {
            if (!closed) {
                Metadata trailers = Status.trailersFromThrowable(failure);
                close(Status.fromThrowable(failure), trailers == null ? new Metadata() : trailers);
            }
        }
    }

    private static final class MappedListener<ReqT> extends SimpleForwardingServerCallListener<ReqT> {
        private final MappedCall<ReqT, ?> call;

        MappedListener(ServerCall.Listener<ReqT> listener, MappedCall<ReqT, ?> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(ReqT message) {
            guarded(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            guarded(super::onHalfClose);
        }

        @Override
        public void onReady() {
            guarded(super::onReady);
        }

        private void guarded(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException e) {
                call.fail(e);
            }
        }
    }
}
