package io.creto.messaging.gateway.rest;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.common.util.TlsEngineType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.creto.messaging.gateway.config.GrpcConfig;
import io.creto.messaging.gateway.config.RestConfig;
import io.creto.messaging.gateway.fault.Faults;
import io.creto.messaging.gateway.fault.GatewayStartException;
import io.creto.messaging.schemas.WireLimits;
import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/JSON server: hosts service objects by the rules of google.api.http in their contract, and nothing of gRPC. Handlers run on
 * its event loops, so no service may block. Thread-safe.
 */
public final class RestServer implements AutoCloseable {
    private static final String PROTOCOL = "TLSv1.3";

    /** As JSON, a batch of the largest size and half as much again; what is longer than a batch is refused with its reason. */
    private static final int MAX_BODY_BYTES = WireLimits.MAX_RECORD_BYTES;

    private static final Duration GOODBYE = Duration.ofSeconds(1);
    private static final Duration QUIET = Duration.ofMillis(10);

    private final Server server;

    private RestServer(Server server) {
        this.server = server;
    }

    /**
     * Starts to listen.
     *
     * @param connections what holds for connections besides
     * @param certificate null: plaintext
     * @param interceptors see every call, the first one first
     * @param healthy what {@code GET /health} answers, 200 or 503
     * @throws GatewayStartException if the port is taken
     */
    public static RestServer start(
            RestConfig config,
            GrpcConfig connections,
            @Nullable KeyManagerFactory certificate,
            Faults faults,
            List<ServerInterceptor> interceptors,
            List<BindableService> services,
            BooleanSupplier healthy) {
        ServerBuilder builder = Server.builder();
        EventLoopGroup threads =
                EventLoopGroups.newEventLoopGroup(Runtime.getRuntime().availableProcessors(), "gateway-rest", true);
        builder.workerGroup(threads, true);
        listen(builder, config, certificate);
        limit(builder, config, connections);

        RestFaults mapped = new RestFaults(faults);
        builder.errorHandler(mapped);
        List<ServerInterceptor> all = new ArrayList<>();
        all.add(new CallContext(
                Duration.ofMillis(config.requestTimeoutMs()),
                () -> ServiceRequestContext.current().remoteAddress(),
                threads));
        all.addAll(interceptors);
        Transcoding transcoding = Transcoding.of(services, all, mapped);
        Semaphore room = RequestRoom.of(config.inFlightBytes());
        HttpService strict = new RequestRoom(new KnownQuery(transcoding.calls(), mapped), room, MAX_BODY_BYTES, mapped);
        transcoding.routes().forEach(route -> builder.service(route, strict));
        Pages.add(builder, services, healthy);
        try {
            Server server = builder.build();
            server.start().join();
            return new RestServer(server);
        } catch (CompletionException e) {
            var unused = threads.shutdownGracefully();
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new GatewayStartException(
                    "rest.port: cannot listen on " + config.host() + ":" + config.port() + " (" + why.getMessage()
                            + "); free it or choose another port",
                    e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.activeLocalPort();
    }

    /** Answers what is under way, for a bounded time, and stops. */
    @Override
    public void close() {
        server.stop().join();
    }

    private static void listen(ServerBuilder builder, RestConfig config, @Nullable KeyManagerFactory certificate) {
        InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
        if (certificate == null) {
            builder.http(address);
            return;
        }
        builder.https(address)
                .tls(certificate)
                .tlsEngineType(TlsEngineType.JDK)
                .tlsCustomizer(context -> context.protocols(PROTOCOL));
    }

    private static void limit(ServerBuilder builder, RestConfig config, GrpcConfig connections) {
        builder.maxNumConnections(config.maxConnections())
                .idleTimeoutMillis(config.maxConnectionIdleMs())
                .maxConnectionAgeMillis(connections.maxConnectionAgeMs())
                .http2MaxStreamsPerConnection(connections.maxCallsPerConnection())
                .http2MaxHeaderListSize(connections.maxMetadataBytes())
                .http1MaxHeaderSize(connections.maxMetadataBytes())
                .childChannelPipelineCustomizer(
                        pipeline -> pipeline.addLast(new FirstWord(connections.handshakeTimeoutMs())))
                .maxRequestLength(MAX_BODY_BYTES)
                .requestTimeoutMillis(config.requestTimeoutMs())
                .gracefulShutdownTimeout(QUIET, GOODBYE)
                .verboseResponses(false)
                .disableServerHeader()
                .addHeader(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .addHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff");
    }
}
