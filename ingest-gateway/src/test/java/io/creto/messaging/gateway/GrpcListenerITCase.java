package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.creto.messaging.gateway.config.GatewayConfigReader;
import io.creto.messaging.gateway.fault.FaultInterceptor;
import io.creto.messaging.gateway.fault.Faults;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The place of authentication: interceptors see every call, in their order, inside the mapping of faults. */
class GrpcListenerITCase {
    private final List<String> seen = new ArrayList<>();

    @Test
    void interceptorsRunInTheOrderOfTheList() {
        assertThat(call(named("first", name -> {}), named("second", name -> {})))
                .isEqualTo(Status.Code.OK);
        assertThat(seen).containsExactly("first", "second");
    }

    @Test
    void whatAnInterceptorRefusesWithIsWhatTheCallerGets() {
        Status.Code code = call(
                named("first", name -> {
                    throw Status.UNAUTHENTICATED.asRuntimeException();
                }),
                named("second", name -> {}));
        assertThat(code).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(seen).containsExactly("first");
    }

    @Test
    void aDefectOfAnInterceptorIsInternal() {
        assertThat(call(named("first", name -> {
                    throw new IllegalStateException("internals");
                })))
                .isEqualTo(Status.Code.INTERNAL);
    }

    private Status.Code call(ServerInterceptor... interceptors) {
        EventLoops threads = EventLoops.create();
        Server server = GrpcListener.start(
                GatewayConfigReader.parse("grpc: {port: 0}").grpc(),
                null,
                threads,
                new GatewayMetrics(new SimpleMeterRegistry()),
                new FaultInterceptor(new Faults(Duration.ofMillis(1))),
                List.of(interceptors),
                List.of(new HealthStatusManager().getHealthService()));
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
        try {
            StatusRuntimeException failure = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> HealthGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(30, TimeUnit.SECONDS)
                            .check(HealthCheckRequest.getDefaultInstance()));
            return failure == null ? Status.Code.OK : failure.getStatus().getCode();
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
            threads.close();
        }
    }

    private ServerInterceptor named(String name, Consumer<String> act) {
        return new ServerInterceptor() {
            @Override
            public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
                    ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
                seen.add(name);
                act.accept(name);
                return next.startCall(call, headers);
            }
        };
    }
}
