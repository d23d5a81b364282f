package io.creto.messaging.client;

import io.creto.messaging.v1.DirectoryServiceGrpc;
import io.creto.messaging.v1.FetchKeysRequest;
import io.creto.messaging.v1.FetchKeysResponse;
import io.creto.messaging.v1.GetIdentitiesRequest;
import io.creto.messaging.v1.GetIdentitiesResponse;
import io.creto.messaging.v1.PrekeyRecord;
import io.creto.messaging.v1.SubjectVersion;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.creto.messaging.v1.SubmitRequest;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One address for the SDK: submissions go on to the real gateway, byte for byte, and the directory answers from a registry, or
 * with whatever a test wants it to.
 */
final class TestFront implements AutoCloseable {
    private final Server server;
    private final ManagedChannel gateway;
    volatile UnaryOperator<PrekeyRecord> prekeys = UnaryOperator.identity();

    TestFront(int gatewayPort, SampleRegistry registry) throws IOException {
        gateway = NettyChannelBuilder.forAddress("127.0.0.1", gatewayPort)
                .usePlaintext()
                .build();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Submission())
                .addService(new RegistryDirectory(registry, record -> prekeys.apply(record)))
                .build()
                .start();
    }

    int port() {
        return server.getPort();
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
        server.shutdownNow();
        gateway.shutdownNow();
    }
}
