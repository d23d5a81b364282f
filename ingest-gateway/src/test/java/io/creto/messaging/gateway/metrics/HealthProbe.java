package io.creto.messaging.gateway.metrics;

import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

/** Asks a health service without a server. */
final class HealthProbe {
    private HealthProbe() {}

    static ServingStatus status(HealthStatusManager statuses) {
        BindableService service = statuses.getHealthService();
        CompletableFuture<ServingStatus> answer = new CompletableFuture<>();
        ((HealthGrpc.AsyncService) service)
                .check(
                        HealthCheckRequest.newBuilder()
                                .setService(SubmissionServiceGrpc.SERVICE_NAME)
                                .build(),
                        new StreamObserver<HealthCheckResponse>() {
                            @Override
                            public void onNext(HealthCheckResponse value) {
                                answer.complete(value.getStatus());
                            }

                            @Override
                            public void onError(Throwable t) {
                                answer.completeExceptionally(t);
                            }

                            @Override
                            public void onCompleted() {}
                        });
        return answer.join();
    }
}
