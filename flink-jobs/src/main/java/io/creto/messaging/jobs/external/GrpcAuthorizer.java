package io.creto.messaging.jobs.external;

import com.google.common.util.concurrent.MoreExecutors;
import io.creto.messaging.jobs.config.ExternalConfig;
import io.creto.messaging.schemas.AuthorizationCallParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AuthorizationServiceGrpc;
import io.creto.messaging.v1.AuthorizationServiceGrpc.AuthorizationServiceStub;
import io.creto.messaging.v1.CheckRequest;
import io.creto.messaging.v1.CheckResponse;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks over gRPC (contract: {@code authorization.proto}). Each check has one deadline, its repeated attempts included; answers are
 * read strictly.
 */
public final class GrpcAuthorizer implements ExternalAuthorizer {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcAuthorizer.class);

    private final ManagedChannel channel;
    private final AuthorizationServiceStub service;
    private final long timeoutMs;

    private GrpcAuthorizer(ManagedChannel channel, long timeoutMs) {
        this.channel = channel;
        this.service = AuthorizationServiceGrpc.newStub(channel).withExecutor(MoreExecutors.directExecutor());
        this.timeoutMs = timeoutMs;
    }

    /**
     * Connects when it asks first.
     *
     * @throws io.creto.messaging.jobs.config.ConfigException if a certificate or key cannot be used
     */
    public static GrpcAuthorizer open(ExternalConfig config) {
        return new GrpcAuthorizer(
                GrpcAuthorizerChannel.open(config), config.timeout().toMillis());
    }

    @Override
    public CompletableFuture<CheckResponse> check(CheckRequest request) {
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.enterIdle(); // gRPC would try again in up to two minutes
        }
        CompletableFuture<CheckResponse> answer = new CompletableFuture<>();
        service.withDeadlineAfter(timeoutMs, TimeUnit.MILLISECONDS).check(request, new StreamObserver<>() {
            private CheckResponse response = CheckResponse.getDefaultInstance(); // no answer if nothing comes

            @Override
            public void onNext(CheckResponse next) {
                response = next;
            }

            @Override
            public void onCompleted() {
                try {
                    answer.complete(read(request, response));
                } catch (ExternalFailure e) {
                    answer.completeExceptionally(e);
                }
            }

            @Override
            public void onError(Throwable failure) {
                LOG.debug("external authorization failed", failure);
                answer.completeExceptionally(failure(Status.fromThrowable(failure)));
            }
        });
        return answer;
    }

    @Override
    public void reconnect() {
        channel.enterIdle();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** The answer, if it keeps the contract and answers what was asked. */
    static CheckResponse read(CheckRequest request, CheckResponse response) throws ExternalFailure {
        CheckResponse read;
        try {
            read = AuthorizationCallParser.checkResponse(response.toByteString());
        } catch (WireException e) {
            throw new ExternalFailure("gave an answer that breaks its contract (" + e.field() + ")", e);
        }
        if (read.getAnswersCount() != request.getChecksCount()) {
            throw new ExternalFailure(
                    "gave " + read.getAnswersCount() + " answers to " + request.getChecksCount() + " checks");
        }
        return read;
    }

    private ExternalFailure failure(Status status) {
        String what = switch (status.getCode()) {
            case DEADLINE_EXCEEDED -> "did not answer within " + timeoutMs + " ms";
            case UNAVAILABLE -> "could not be reached";
            default -> "failed with " + status.getCode();
        };
        return new ExternalFailure(what, status.asException());
    }
}
