package io.creto.messaging.gateway.auth;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * A call that can be ended from outside: its handler then reads nothing more, what it answers goes nowhere, and it is told that the
 * call was cancelled. Thread-safe where a call is not, because the end comes at any time.
 */
final class LiveServerCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> implements LiveCallers.Call {
    private final Object lock = new Object();
    private volatile boolean ended;
    private boolean closed;

    LiveServerCall(ServerCall<ReqT, RespT> call) {
        super(call);
    }

    /** The interceptor around gives it the status of that failure. */
    @Override
    public void end(Throwable why) {
        synchronized (lock) {
            if (!closed) {
                closed = true;
                ended = true;
                super.close(Status.UNKNOWN.withCause(why), new Metadata());
            }
        }
    }

    @Override
    public void sendHeaders(Metadata headers) {
        synchronized (lock) {
            if (!ended) {
                super.sendHeaders(headers);
            }
        }
    }

    @Override
    public void sendMessage(RespT message) {
        synchronized (lock) {
            if (!ended) {
                super.sendMessage(message);
            }
        }
    }

    @Override
    public void close(Status status, Metadata trailers) {
        synchronized (lock) {
            if (!ended) {
                closed = true;
                super.close(status, trailers);
            }
        }
    }

    /** What the transport talks to. */
    ServerCall.Listener<ReqT> listener(ServerCall.Listener<ReqT> handler, Runnable onOver) {
        return new SimpleForwardingServerCallListener<>(handler) {
            @Override
            public void onMessage(ReqT message) {
                if (!ended) {
                    super.onMessage(message);
                }
            }

            @Override
            public void onHalfClose() {
                if (!ended) {
                    super.onHalfClose();
                }
            }

            @Override
            public void onReady() {
                if (!ended) {
                    super.onReady();
                }
            }

            @Override
            public void onCancel() {
                onOver.run();
                super.onCancel();
            }

            @Override
            public void onComplete() {
                onOver.run();
                if (ended) {
                    super.onCancel();
                } else {
                    super.onComplete();
                }
            }
        };
    }
}
