package io.creto.messaging.gateway.directory;

import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
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
import io.grpc.stub.StreamObserver;

/** What a gateway without read model answers: that it has none. */
public final class NoDirectoryService extends DirectoryServiceImplBase {
    @Override
    public void getIdentities(GetIdentitiesRequest request, StreamObserver<GetIdentitiesResponse> responses) {
        responses.onError(off());
    }

    @Override
    public void listAgents(ListAgentsRequest request, StreamObserver<ListAgentsResponse> responses) {
        responses.onError(off());
    }

    @Override
    public void fetchKeys(FetchKeysRequest request, StreamObserver<FetchKeysResponse> responses) {
        responses.onError(off());
    }

    @Override
    public void getPolicy(GetPolicyRequest request, StreamObserver<GetPolicyResponse> responses) {
        responses.onError(off());
    }

    @Override
    public void listPolicyVersions(
            ListPolicyVersionsRequest request, StreamObserver<ListPolicyVersionsResponse> responses) {
        responses.onError(off());
    }

    private static GatewayException off() {
        return new GatewayException(
                Kind.DIRECTORY_UNAVAILABLE, "this gateway has no directory: ask another, or set directory.url");
    }
}
