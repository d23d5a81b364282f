package io.creto.messaging.gateway.directory;

import io.creto.messaging.gateway.config.DirectoryConfig;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.schemas.GatewayParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.DirectoryServiceGrpc.DirectoryServiceImplBase;
import io.creto.messaging.v1.FetchKeysRequest;
import io.creto.messaging.v1.FetchKeysResponse;
import io.creto.messaging.v1.GetIdentitiesRequest;
import io.creto.messaging.v1.GetIdentitiesResponse;
import io.creto.messaging.v1.ListAgentsRequest;
import io.creto.messaging.v1.ListAgentsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;

/**
 * Who is who. Handlers never block: they hand the question to threads of its own and return. There are no channels yet, so
 * GetChannel is UNIMPLEMENTED; one-time keys are not handed out yet, so there is none to add. Thread-safe.
 */
public final class DirectoryService extends DirectoryServiceImplBase implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Answers answers;
    private final DirectoryCalls calls;
    private final GatewayMetrics metrics;

    /**
     * Begins to look at the read model's health.
     *
     * @param directory stays the caller's to close
     */
    public DirectoryService(
            Directory directory, DirectoryConfig config, DirectoryHealth health, GatewayMetrics metrics) {
        DirectoryCache cache = new DirectoryCache(Duration.ofMillis(config.cacheMs()), config.cacheBytes());
        this.answers = new Answers(directory, cache);
        this.calls = new DirectoryCalls(config.poolSize(), config.maxCalls(), Duration.ofMillis(config.waitMs()));
        this.metrics = metrics;
        metrics.watchDirectory(calls::open, health::isServing);
        calls.watch(health, LOOK);
    }

    @Override
    public void getIdentities(GetIdentitiesRequest request, StreamObserver<GetIdentitiesResponse> responses) {
        StreamObserver<GetIdentitiesResponse> counted = counted("get_identities", responses);
        try {
            GetIdentitiesRequest parsed = GatewayParser.getIdentitiesRequest(request.toByteString());
            calls.run(() -> answers.identities(parsed), counted);
        } catch (WireException e) {
            counted.onError(e);
        }
    }

    @Override
    public void listAgents(ListAgentsRequest request, StreamObserver<ListAgentsResponse> responses) {
        StreamObserver<ListAgentsResponse> counted = counted("list_agents", responses);
        try {
            ListAgentsRequest parsed = GatewayParser.listAgentsRequest(request.toByteString());
            calls.run(() -> answers.agents(parsed), counted);
        } catch (WireException e) {
            counted.onError(e);
        }
    }

    @Override
    public void fetchKeys(FetchKeysRequest request, StreamObserver<FetchKeysResponse> responses) {
        StreamObserver<FetchKeysResponse> counted = counted("fetch_keys", responses);
        try {
            FetchKeysRequest parsed = GatewayParser.fetchKeysRequest(request.toByteString());
            calls.run(() -> answers.keys(parsed), counted);
        } catch (WireException e) {
            counted.onError(e);
        }
    }

    /** Ends all calls. */
    @Override
    public void close() {
        calls.close();
    }

    /** Counts how the call ends. Where the caller has gone, its answer goes nowhere. */
    private <R> StreamObserver<R> counted(String call, StreamObserver<R> responses) {
        ((ServerCallStreamObserver<R>) responses).setOnCancelHandler(() -> {});
        return new StreamObserver<>() {
            @Override
            public void onNext(R answer) {
                responses.onNext(answer);
            }

            @Override
            public void onError(Throwable failure) {
                metrics.directoryCall(call, false);
                responses.onError(failure);
            }

            @Override
            public void onCompleted() {
                metrics.directoryCall(call, true);
                responses.onCompleted();
            }
        };
    }
}
