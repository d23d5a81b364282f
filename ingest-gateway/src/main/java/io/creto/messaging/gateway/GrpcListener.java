package io.creto.messaging.gateway;

import io.creto.messaging.gateway.config.GrpcConfig;
import io.creto.messaging.gateway.fault.FaultInterceptor;
import io.creto.messaging.gateway.fault.GatewayStartException;
import io.creto.messaging.gateway.limit.ConnectionLimit;
import io.creto.messaging.gateway.limit.Connections;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.schemas.WireLimits;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The gRPC server: handlers run on the event loop, so no service may block. No reflection. */
final class GrpcListener {
    private static final int PROBES_PER_KEEP_ALIVE = 3;

    private GrpcListener() {}

    /**
     * Starts to listen.
     *
     * @param tls null: plaintext
     * @param threads stay the caller's to close, after the server
     * @param interceptors see every call, the first one first; statuses are mapped around them
     * @throws GatewayStartException if the port is taken
     */
    static Server start(
            GrpcConfig config,
            @Nullable SslContext tls,
            EventLoops threads,
            GatewayMetrics metrics,
            FaultInterceptor faults,
            List<ServerInterceptor> interceptors,
            List<BindableService> services) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.port()))
                .directExecutor()
                .bossEventLoopGroup(threads.accepting())
                .workerEventLoopGroup(threads.serving())
                .channelFactory(() -> listening(config, metrics))
                // A batch up to twice its limit is refused with its reason; what is larger is cut off by gRPC.
                .maxInboundMessageSize(WireLimits.MAX_RECORD_BYTES)
                .maxInboundMetadataSize(config.maxMetadataBytes())
                .maxConcurrentCallsPerConnection(config.maxCallsPerConnection())
                .keepAliveTime(config.keepAliveMs(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(config.keepAliveMs() / PROBES_PER_KEEP_ALIVE, TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .handshakeTimeout(config.handshakeTimeoutMs(), TimeUnit.MILLISECONDS)
                .maxConnectionIdle(config.maxConnectionIdleMs(), TimeUnit.MILLISECONDS)
                .maxConnectionAge(config.maxConnectionAgeMs(), TimeUnit.MILLISECONDS)
                .maxConnectionAgeGrace(config.maxConnectionAgeGraceMs(), TimeUnit.MILLISECONDS);
        if (tls != null) {
            builder.sslContext(tls);
        }
        services.forEach(builder::addService);
        // The server calls the interceptor that was added last first.
        for (int i = interceptors.size() - 1; i >= 0; i--) {
            builder.intercept(interceptors.get(i));
        }
        builder.intercept(faults);
        try {
            return builder.build().start();
        } catch (IOException e) {
            String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new GatewayStartException(
                    "grpc.port: cannot listen on " + config.host() + ":" + config.port() + " (" + why
                            + "); free it or choose another port",
                    e);
        }
    }

    /** Called once. */
    private static ServerChannel listening(GrpcConfig config, GatewayMetrics metrics) {
        Connections connections = new Connections(config.maxConnections(), config.maxConnectionsPerAddress());
        metrics.watchConnections(connections::open);
        ServerChannel channel = new NioServerSocketChannel();
        channel.pipeline().addLast(new ConnectionLimit(connections, metrics));
        return channel;
    }
}
