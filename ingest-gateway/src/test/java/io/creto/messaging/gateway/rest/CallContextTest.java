package io.creto.messaging.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.v1.DirectoryServiceGrpc;
import io.creto.messaging.v1.ListAgentsRequest;
import io.creto.messaging.v1.ListAgentsResponse;
import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallContextTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<Context> seen = new AtomicReference<>();
    private final AtomicReference<SocketAddress> seenFrom = new AtomicReference<>();
    private final SocketAddress from = new InetSocketAddress(InetAddress.getLoopbackAddress(), 7);
    private final ServerCall.Listener<ListAgentsRequest> listener = new CallContext(
                    Duration.ofSeconds(60), () -> from, timer)
            .interceptCall(new NoCall(), new Metadata(), (call, headers) -> {
                seen.set(Context.current());
                seenFrom.set(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
                return new ServerCall.Listener<>() {};
            });

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void aCallHasADeadline() {
        assertThat(Objects.requireNonNull(context().getDeadline()).timeRemaining(TimeUnit.SECONDS))
                .isBetween(30L, 60L);
        assertThat(context().isCancelled()).isFalse();
    }

    /** By which limits tell one caller without token from another. */
    @Test
    void aCallSaysFromWhereItComes() {
        assertThat(seenFrom.get()).isEqualTo(from);
    }

    @Test
    void whoWorksForACallerThatHasGoneSeesIt() {
        listener.onCancel();
        assertThat(context().isCancelled()).isTrue();
    }

    @Test
    void nothingIsLeftOfACallThatHasEnded() {
        listener.onComplete();
        assertThat(context().isCancelled()).isTrue();
    }

    private Context context() {
        return Objects.requireNonNull(seen.get());
    }

    private static final class NoCall extends ServerCall<ListAgentsRequest, ListAgentsResponse> {
        @Override
        public void request(int messages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(ListAgentsResponse message) {}

        @Override
        public void close(Status status, Metadata trailers) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<ListAgentsRequest, ListAgentsResponse> getMethodDescriptor() {
            return DirectoryServiceGrpc.getListAgentsMethod();
        }
    }
}
