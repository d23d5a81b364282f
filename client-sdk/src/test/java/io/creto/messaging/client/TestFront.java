package io.creto.messaging.client;

import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.config.GatewayConfig;
import io.creto.messaging.gateway.delivery.DeliveryHub;
import io.creto.messaging.gateway.delivery.DeliveryService;
import io.creto.messaging.gateway.delivery.log.KafkaDeliveries;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.v1.DeliveryServiceGrpc;
import io.creto.messaging.v1.DirectoryServiceGrpc;
import io.creto.messaging.v1.FetchKeysRequest;
import io.creto.messaging.v1.FetchKeysResponse;
import io.creto.messaging.v1.GetIdentitiesRequest;
import io.creto.messaging.v1.GetIdentitiesResponse;
import io.creto.messaging.v1.GetPolicyRequest;
import io.creto.messaging.v1.GetPolicyResponse;
import io.creto.messaging.v1.ListPolicyVersionsRequest;
import io.creto.messaging.v1.ListPolicyVersionsResponse;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PolicyVersion;
import io.creto.messaging.v1.PrekeyRecord;
import io.creto.messaging.v1.ReceiveRequest;
import io.creto.messaging.v1.ReceiveResponse;
import io.creto.messaging.v1.SubjectVersion;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.creto.messaging.v1.SubmitRequest;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One address for the SDK: submissions go on to the real gateway, byte for byte, the directory answers from a registry, or with
 * whatever a test wants it to, and the gateway's own delivery service delivers, with that registry as its read model.
 */
final class TestFront implements AutoCloseable {
    private final Server server;
    private final ManagedChannel gateway;
    private final SampleRegistry registry;
    private volatile @Nullable Delivering delivering;
    volatile UnaryOperator<PrekeyRecord> prekeys = UnaryOperator.identity();

    TestFront(int gatewayPort, SampleRegistry registry) throws IOException {
        this.registry = registry;
        gateway = NettyChannelBuilder.forAddress("127.0.0.1", gatewayPort)
                .usePlaintext()
                .build();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Submission())
                .addService(new Delivery())
                .addService(new RegistryDirectory(registry, record -> prekeys.apply(record)))
                .build()
                .start();
    }

    int port() {
        return server.getPort();
    }

    /** What the gateway delivers with. */
    private record Delivering(KafkaDeliveries kafka, DeliveryService service) {}

    /** Begins to deliver. */
    void deliver(GatewayConfig config) {
        GatewayMetrics metrics = new GatewayMetrics(new SimpleMeterRegistry());
        DeliveryHub hub = new DeliveryHub();
        KafkaDeliveries kafka = new KafkaDeliveries(config, hub, metrics);
        delivering = new Delivering(
                kafka,
                new DeliveryService(config, hub, kafka, new RegistryReadModel(registry), () -> Caller.ANYONE, metrics));
    }

    /** As a gateway that stops. */
    void stopDelivering() {
        Delivering now = delivering;
        if (now != null) {
            delivering = null;
            now.service().close();
            now.kafka().close();
        }
    }

    private final class Delivery extends DeliveryServiceGrpc.DeliveryServiceImplBase {
        @Override
        public StreamObserver<ReceiveRequest> receive(StreamObserver<ReceiveResponse> responses) {
            Delivering now = delivering;
            if (now == null) {
                responses.onError(Status.UNAVAILABLE.asRuntimeException());
                return new RefusedRequests();
            }
            return now.service().receive(responses);
        }
    }

    private static final class RefusedRequests implements StreamObserver<ReceiveRequest> {
        @Override
        public void onNext(ReceiveRequest request) {
            // nobody listens
        }

        @Override
        public void onError(Throwable gone) {
            // nobody listens
        }

        @Override
        public void onCompleted() {
            // nobody listens
        }
    }

    private final class Submission extends SubmissionServiceGrpc.SubmissionServiceImplBase {
        @Override
        public StreamObserver<SubmitRequest> submitStream(StreamObserver<SubmitResponse> responses) {
            gateway.resetConnectBackoff();
            return SubmissionServiceGrpc.newStub(gateway).submitStream(responses);
        }
    }

    /** Answers from a registry. */
    static final class RegistryDirectory extends DirectoryServiceGrpc.DirectoryServiceImplBase {
        private final SampleRegistry registry;
        private final Function<PrekeyRecord, @Nullable PrekeyRecord> prekeys;

        RegistryDirectory(SampleRegistry registry, Function<PrekeyRecord, @Nullable PrekeyRecord> prekeys) {
            this.registry = registry;
            this.prekeys = prekeys;
        }

        @Override
        public void getIdentities(GetIdentitiesRequest request, StreamObserver<GetIdentitiesResponse> responses) {
            GetIdentitiesResponse.Builder answer = GetIdentitiesResponse.newBuilder();
            for (SubjectVersion subject : request.getSubjectsList()) {
                registry.identity(subject.getSubject()).ifPresent(answer::addIdentities);
            }
            responses.onNext(answer.build());
            responses.onCompleted();
        }

        @Override
        public void getPolicy(GetPolicyRequest request, StreamObserver<GetPolicyResponse> responses) {
            GetPolicyResponse.Builder answer = GetPolicyResponse.newBuilder();
            List<PolicyRecord> policies = registry.policies();
            int version = request.getVersion() == 0 ? policies.size() : (int) request.getVersion();
            if (version > 0 && version <= policies.size()) {
                answer.setPolicy(policies.get(version - 1));
            }
            responses.onNext(answer.build());
            responses.onCompleted();
        }

        @Override
        public void listPolicyVersions(
                ListPolicyVersionsRequest request, StreamObserver<ListPolicyVersionsResponse> responses) {
            List<PolicyVersion> listed = new ArrayList<>(
                    registry.policies().stream().map(SamplePolicies::listed).toList());
            Collections.reverse(listed);
            responses.onNext(ListPolicyVersionsResponse.newBuilder()
                    .addAllVersions(listed)
                    .build());
            responses.onCompleted();
        }

        @Override
        public void fetchKeys(FetchKeysRequest request, StreamObserver<FetchKeysResponse> responses) {
            FetchKeysResponse.Builder answer = FetchKeysResponse.newBuilder();
            for (SubjectVersion owner : request.getOwnersList()) {
                registry.prekey(owner.getSubject()).map(prekeys).ifPresent(answer::addPrekeys);
            }
            responses.onNext(answer.build());
            responses.onCompleted();
        }
    }

    @Override
    public void close() {
        stopDelivering();
        server.shutdownNow();
        gateway.shutdownNow();
    }
}
