package io.creto.messaging.jobs.external;

import io.creto.messaging.jobs.config.ConfigException;
import io.creto.messaging.jobs.config.ExternalConfig;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AuthorizationServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;

/** The connection to an external authorization service. */
final class GrpcAuthorizerChannel {
    private GrpcAuthorizerChannel() {}

    /** @throws ConfigException if a certificate or key cannot be used */
    static ManagedChannel open(ExternalConfig config) {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(config.host(), config.port())
                .maxInboundMessageSize(WireLimits.MAX_CHECK_BYTES)
                .defaultLoadBalancingPolicy("round_robin"); // a second attempt meets another instance, if there is one
        if (config.attempts() > 1) {
            builder.enableRetry().defaultServiceConfig(retries(config.attempts()));
        } else {
            builder.disableRetry();
        }
        ExternalConfig.Tls tls = config.tls();
        if (tls == null) {
            builder.usePlaintext();
        } else {
            secure(builder, tls);
        }
        return builder.build();
    }

    /** What did not reach the service, or not whole, is repeated; its decision is not. */
    private static Map<String, ?> retries(int attempts) {
        return Map.of(
                "methodConfig",
                List.of(Map.of(
                        "name",
                        List.of(Map.of("service", AuthorizationServiceGrpc.SERVICE_NAME)),
                        "retryPolicy",
                        Map.of(
                                "maxAttempts",
                                (double) attempts,
                                "initialBackoff",
                                "0.02s",
                                "maxBackoff",
                                "0.2s",
                                "backoffMultiplier",
                                2.0,
                                "retryableStatusCodes",
                                List.of("UNAVAILABLE")))));
    }

    private static void secure(NettyChannelBuilder builder, ExternalConfig.Tls tls) {
        try {
            SslContextBuilder ssl =
                    GrpcSslContexts.forClient().protocols("TLSv1.3").trustManager(tls.trust());
            if (tls.certificate() != null) {
                ssl.keyManager(tls.certificate(), tls.key());
            }
            builder.sslContext(ssl.build());
        } catch (SSLException | IllegalArgumentException e) {
            throw new ConfigException("creto.authorization.external: " + tls + " cannot be used: " + e.getMessage(), e);
        }
    }
}
