package io.creto.messaging.jobs.external;

import io.creto.messaging.v1.AuthorizationAnswer;
import io.creto.messaging.v1.AuthorizationCheck;
import io.creto.messaging.v1.AuthorizationServiceGrpc.AuthorizationServiceImplBase;
import io.creto.messaging.v1.CheckRequest;
import io.creto.messaging.v1.CheckResponse;
import io.creto.messaging.v1.Effect;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An external authorization service as its contract describes it, on a port of this machine. It forbids what goes to the agents that it
 * was told of and permits all else. How it behaves can be changed while it runs.
 */
public final class ReferenceServer extends AuthorizationServiceImplBase implements AutoCloseable {
    public static final String POLICY = "outside";
    public static final String RULE = "no-mail";
    public static final String REASON = "this agent takes no mail";

    /** How it answers a call. */
    public enum Behaviour {
        DECIDES,
        HANGS,
        UNAVAILABLE,
        BREAKS,
        ANSWERS_TOO_LITTLE,
        ANSWERS_OUT_OF_PLACE,
        ANSWERS_NEITHER
    }

    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
    private final List<AuthorizationCheck> asked = new CopyOnWriteArrayList<>();
    private final @Nullable SslContext tls;
    private volatile Supplier<Behaviour> script = () -> Behaviour.DECIDES;
    private @Nullable Server server;
    private int port;

    public ReferenceServer() {
        this(null);
    }

    /** @param tls null: plaintext */
    ReferenceServer(@Nullable SslContext tls) {
        this.tls = tls;
    }

    /** Starts, at the port it had before if it had one. */
    public ReferenceServer start() {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .addService(this);
        if (tls != null) {
            builder.sslContext(tls);
        }
        try {
            server = builder.build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = server.getPort();
        return this;
    }

    /** Goes down: nobody listens at its port. */
    public void stop() {
        Server running = server;
        server = null;
        if (running != null) {
            try {
                running.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public int port() {
        return port;
    }

    /** {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public void forbid(String recipient) {
        forbidden.add(recipient);
    }

    public void behave(Behaviour behaviour) {
        behave(() -> behaviour);
    }

    /** Behaves as it is told before each call. */
    public void behave(Supplier<Behaviour> behaviours) {
        script = behaviours;
    }

    /** What was asked, repeated attempts included. */
    public List<AuthorizationCheck> asked() {
        return asked;
    }

    @Override
    public void check(CheckRequest request, StreamObserver<CheckResponse> observer) {
        asked.addAll(request.getChecksList());
        switch (script.get()) {
            case DECIDES -> answer(observer, decided(request));
            case HANGS -> {} // nothing follows
            case UNAVAILABLE -> observer.onError(Status.UNAVAILABLE.asException());
            case BREAKS ->
                observer.onError(
                        Status.INTERNAL.withDescription("secret of the service").asException());
            case ANSWERS_TOO_LITTLE -> {
                CheckResponse.Builder response = decided(request);
                answer(observer, response.removeAnswers(response.getAnswersCount() - 1));
            }
            case ANSWERS_OUT_OF_PLACE -> {
                CheckResponse.Builder response = decided(request);
                response.getAnswersBuilder(0).setPlace(2);
                answer(observer, response);
            }
            case ANSWERS_NEITHER -> {
                CheckResponse.Builder response = decided(request);
                response.getAnswersBuilder(0).clearEffect();
                answer(observer, response);
            }
        }
    }

    private static void answer(StreamObserver<CheckResponse> observer, CheckResponse.Builder response) {
        observer.onNext(response.build());
        observer.onCompleted();
    }

    private CheckResponse.Builder decided(CheckRequest request) {
        CheckResponse.Builder response = CheckResponse.newBuilder();
        for (AuthorizationCheck check : request.getChecksList()) {
            AuthorizationAnswer.Builder answer = response.addAnswersBuilder().setPlace(response.getAnswersCount());
            if (forbidden.contains(check.getRecipient().getAgent())) {
                answer.setEffect(Effect.EFFECT_FORBID)
                        .setPolicy(POLICY)
                        .setRule(RULE)
                        .setReason(REASON);
            } else {
                answer.setEffect(Effect.EFFECT_PERMIT);
            }
        }
        return response;
    }

    @Override
    public void close() {
        stop();
    }
}
