package io.creto.messaging.gateway.directory;

import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.config.DirectoryConfig;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.schemas.GatewayParser;
import io.creto.messaging.schemas.PolicyCallParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.DirectoryServiceGrpc.DirectoryServiceImplBase;
import io.creto.messaging.v1.FetchKeysRequest;
import io.creto.messaging.v1.FetchKeysResponse;
import io.creto.messaging.v1.GetIdentitiesRequest;
import io.creto.messaging.v1.GetIdentitiesResponse;
import io.creto.messaging.v1.GetPolicyRequest;
import io.creto.messaging.v1.GetPolicyResponse;
import io.creto.messaging.v1.ListAgentsRequest;
import io.creto.messaging.v1.ListAgentsResponse;
import io.creto.messaging.v1.ListPolicyVersionsRequest;
import io.creto.messaging.v1.ListPolicyVersionsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Who is who. Handlers never block: they hand the question to threads of its own and return. There are no channels yet, so
 * GetChannel is UNIMPLEMENTED; one-time keys are not handed out yet, so there is none to add. Policies are for agents of their
 * fleet. Thread-safe.
 */
public final class DirectoryService extends DirectoryServiceImplBase implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Answers answers;
    private final PolicyAnswers policies;
    private final Supplier<Caller> caller;
    private final DirectoryCalls calls;
    private final GatewayMetrics metrics;

    /**
     * Begins to look at the read model's health.
     *
     * @param directory stays the caller's to close
     * @param caller who makes the current call
     */
    public DirectoryService(
            Directory directory,
            DirectoryConfig config,
            DirectoryHealth health,
            Supplier<Caller> caller,
            GatewayMetrics metrics) {
        DirectoryCache cache = new DirectoryCache(Duration.ofMillis(config.cacheMs()), config.cacheBytes());
        this.answers = new Answers(directory, cache);
        this.policies = new PolicyAnswers(directory);
        this.caller = caller;
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

    @Override
    public void getPolicy(GetPolicyRequest request, StreamObserver<GetPolicyResponse> responses) {
        StreamObserver<GetPolicyResponse> counted = counted("get_policy", responses);
        try {
            GetPolicyRequest parsed = PolicyCallParser.getPolicyRequest(request.toByteString());
            caller.get().checkMayReadPolicy(parsed.getFleet());
            calls.run(() -> policies.policy(parsed), counted);
        } catch (WireException | RefusedCallerException e) {
            counted.onError(e);
        }
    }

    @Override
    public void listPolicyVersions(
            ListPolicyVersionsRequest request, StreamObserver<ListPolicyVersionsResponse> responses) {
        StreamObserver<ListPolicyVersionsResponse> counted = counted("list_policy_versions", responses);
        try {
            ListPolicyVersionsRequest parsed = PolicyCallParser.listPolicyVersionsRequest(request.toByteString());
            caller.get().checkMayReadPolicy(parsed.getFleet());
            long before = PolicyAnswers.before(parsed);
            calls.run(() -> policies.versions(parsed, before), counted);
        } catch (WireException | RefusedCallerException e) {
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
