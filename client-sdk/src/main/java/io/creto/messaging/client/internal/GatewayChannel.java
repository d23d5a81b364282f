package io.creto.messaging.client.internal;

import io.creto.messaging.client.ClientConfig;
import io.creto.messaging.client.ClientConfigException;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The connection to the gateway. */
final class GatewayChannel {
    /** The gateway lets clients probe no more often than every 20 s. */
    private static final int KEEP_ALIVE_SECONDS = 30;

    private static final int KEEP_ALIVE_TIMEOUT_SECONDS = 10;

    /**
     * Reads of the directory are repeated with gRPC's own jittered backoff; submissions have the submitter's. UNAUTHENTICATED too:
     * an agent or key that was registered a moment ago is known to the gateway a moment later.
     */
    private static final Map<String, ?> SERVICE_CONFIG = Map.of(
            "methodConfig",
            List.of(Map.of(
                    "name",
                    List.of(Map.of("service", "creto.messaging.v1.DirectoryService")),
                    "retryPolicy",
                    Map.of(
                            "maxAttempts",
                            4.0,
                            "initialBackoff",
                            "0.1s",
                            "maxBackoff",
                            "2s",
                            "backoffMultiplier",
                            3.0,
                            "retryableStatusCodes",
                            List.of("UNAVAILABLE", "RESOURCE_EXHAUSTED", "UNAUTHENTICATED")))));

    private GatewayChannel() {}

    /**
     * Connects lazily.
     *
     * @param credentials of every call
     * @throws ClientConfigException if the trust file is not readable
     */
    static ManagedChannel open(ClientConfig.Gateway gateway, CallCredentials credentials) {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(gateway.host(), gateway.port())
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .intercept(showing(credentials))
                .enableRetry()
                .defaultServiceConfig(SERVICE_CONFIG);
        if (gateway.plaintext()) {
            builder.usePlaintext();
        } else {
            trust(builder, gateway.trustFile());
        }
        return builder.build();
    }

    private static ClientInterceptor showing(CallCredentials credentials) {
        return new ClientInterceptor() {
            @Override
            public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
                    MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
                return next.newCall(method, options.withCallCredentials(credentials));
            }
        };
    }

    private static void trust(NettyChannelBuilder builder, @Nullable Path trustFile) {
        try {
            SslContextBuilder ssl = GrpcSslContexts.forClient().protocols("TLSv1.3");
            if (trustFile != null) {
                ssl.trustManager(trustFile.toFile());
            }
            builder.sslContext(ssl.build());
        } catch (SSLException | IllegalArgumentException e) {
            throw new ClientConfigException("trustFile: " + trustFile + " cannot be used: " + e.getMessage(), e);
        }
    }
}
