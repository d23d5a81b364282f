package io.creto.messaging.gateway.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.ServerCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what the transport says of a call until there is somebody to tell, and then tells it in order. It is little: before a
 * handler asks for messages, none comes. Thread-safe: the transport speaks on its thread, who releases it has another.
 */
final class HeldListener<ReqT> extends ServerCall.Listener<ReqT> {
    @GuardedBy("this")
    private final List<Consumer<ServerCall.Listener<ReqT>>> held = new ArrayList<>();

    private volatile ServerCall.@Nullable Listener<ReqT> open;

    /**
     * Tells what was held, and from then on whatever comes, as it comes.
     *
     * @param onDefect told of what the listener throws meanwhile; later the transport is
     */
    void release(ServerCall.Listener<ReqT> listener, Consumer<RuntimeException> onDefect) {
        while (true) {
            List<Consumer<ServerCall.Listener<ReqT>>> events;
            synchronized (this) {
                if (held.isEmpty()) {
                    open = listener;
                    return;
                }
                events = List.copyOf(held);
                held.clear();
            }
            for (Consumer<ServerCall.Listener<ReqT>> event : events) {
                try {
                    event.accept(listener);
                } catch (RuntimeException e) {
                    onDefect.accept(e);
                }
            }
        }
    }

    @Override
    public void onMessage(ReqT message) {
        tell(listener -> listener.onMessage(message));
    }

    @Override
    public void onHalfClose() {
        tell(ServerCall.Listener::onHalfClose);
    }

    @Override
    public void onCancel() {
        tell(ServerCall.Listener::onCancel);
    }

    @Override
    public void onComplete() {
        tell(ServerCall.Listener::onComplete);
    }

    @Override
    public void onReady() {
        tell(ServerCall.Listener::onReady);
    }

    private void tell(Consumer<ServerCall.Listener<ReqT>> event) {
        ServerCall.Listener<ReqT> now = open;
        if (now == null) {
            synchronized (this) {
                now = open;
                if (now == null) {
                    held.add(event);
                    return;
                }
            }
        }
        event.accept(now);
    }
}
