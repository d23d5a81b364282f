package io.creto.messaging.client.internal.keys;

import io.creto.messaging.client.EvidenceException;
import io.creto.messaging.client.EvidenceException.Link;
import io.creto.messaging.client.GatewayUnavailableException;
import io.creto.messaging.client.MessageRejectedException;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.GatewayParser;
import io.creto.messaging.schemas.PolicyCallParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.DirectoryServiceGrpc;
import io.creto.messaging.v1.DirectoryServiceGrpc.DirectoryServiceBlockingStub;
import io.creto.messaging.v1.FetchKeysRequest;
import io.creto.messaging.v1.GetIdentitiesRequest;
import io.creto.messaging.v1.GetPolicyRequest;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.ListPolicyVersionsRequest;
import io.creto.messaging.v1.ListPolicyVersionsResponse;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PrekeyRecord;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SubjectVersion;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Asks the directory, and reads its answers strictly; believes nothing in them. Thread-safe; blocks. */
public final class Directory {
    /** Longer than the server waits for a version. */
    private static final long DEADLINE_SECONDS = 15;

    private final DirectoryServiceBlockingStub stub;
    private final String target;

    /** @param target for messages */
    public Directory(Channel channel, String target) {
        this.stub = DirectoryServiceGrpc.newBlockingStub(channel);
        this.target = target;
    }

    /**
     * The record of an agent or fleet, not verified.
     *
     * @return empty if there is none
     * @throws GatewayUnavailableException if the directory does not answer
     * @throws EvidenceException ANSWER if the answer is not readable
     */
    Optional<IdentityRecord> identity(String subject, long minVersion) {
        GetIdentitiesRequest request = GetIdentitiesRequest.newBuilder()
                .addSubjects(version(subject, minVersion))
                .build();
        var answer = call(one -> one.getIdentities(request));
        try {
            return GatewayParser.getIdentitiesResponse(answer.toByteString()).getIdentitiesList().stream()
                    .findFirst();
        } catch (WireException e) {
            throw new EvidenceException(Link.ANSWER, subject, "it is not readable", e);
        }
    }

    /**
     * The current key of an agent, not verified.
     *
     * @return empty if there is none
     * @throws GatewayUnavailableException if the directory does not answer
     * @throws EvidenceException ANSWER if the answer is not readable
     */
    Optional<PrekeyRecord> currentKey(AgentId owner, long minVersion) {
        FetchKeysRequest request = FetchKeysRequest.newBuilder()
                .addOwners(version(owner.toString(), minVersion))
                .build();
        var answer = call(one -> one.fetchKeys(request));
        try {
            return GatewayParser.fetchKeysResponse(answer.toByteString()).getPrekeysList().stream()
                    .filter(record -> !record.getOneTime())
                    .findFirst();
        } catch (WireException e) {
            throw new EvidenceException(Link.ANSWER, owner.toString(), "it is not readable", e);
        }
    }

    /**
     * A version of a fleet's policy, not verified.
     *
     * @param version 0: the newest
     * @return empty if there is none
     * @throws MessageRejectedException DENIED if this agent is of another fleet
     * @throws GatewayUnavailableException if the directory does not answer
     * @throws EvidenceException ANSWER if the answer is not readable
     */
    Optional<PolicyRecord> policy(String fleet, long version, long minVersion) {
        GetPolicyRequest request = GetPolicyRequest.newBuilder()
                .setFleet(fleet)
                .setVersion(version)
                .setMinVersion(minVersion)
                .build();
        var answer = call(one -> one.getPolicy(request));
        try {
            var read = PolicyCallParser.getPolicyResponse(answer.toByteString());
            return read.hasPolicy() ? Optional.of(read.getPolicy()) : Optional.empty();
        } catch (WireException e) {
            throw new EvidenceException(Link.ANSWER, fleet, "it is not readable", e);
        }
    }

    /**
     * A page of the versions of a fleet's policy, which nothing proves.
     *
     * @param token of the page before, empty for the first
     * @throws MessageRejectedException DENIED if this agent is of another fleet
     * @throws GatewayUnavailableException if the directory does not answer
     * @throws EvidenceException ANSWER if the answer is not readable
     */
    ListPolicyVersionsResponse policyVersions(String fleet, int size, String token, long minVersion) {
        ListPolicyVersionsRequest request = ListPolicyVersionsRequest.newBuilder()
                .setFleet(fleet)
                .setPageSize(size)
                .setPageToken(token)
                .setMinVersion(minVersion)
                .build();
        var answer = call(one -> one.listPolicyVersions(request));
        try {
            return PolicyCallParser.listPolicyVersionsResponse(answer.toByteString());
        } catch (WireException e) {
            throw new EvidenceException(Link.ANSWER, fleet, "it is not readable", e);
        }
    }

    private <T> T call(Function<DirectoryServiceBlockingStub, T> request) {
        try {
            return request.apply(stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.UNAUTHENTICATED) {
                throw new GatewayUnavailableException(
                        "the gateway at " + target + " does not let this agent in: "
                                + e.getStatus().getDescription()
                                + "; check the clock, the deployment's name, and that the agent is active",
                        e);
            }
            if (e.getStatus().getCode() == Status.Code.PERMISSION_DENIED) {
                throw new MessageRejectedException(
                        RejectionReason.REJECTION_REASON_DENIED,
                        Objects.requireNonNullElse(e.getStatus().getDescription(), ""),
                        "",
                        "");
            }
            throw new GatewayUnavailableException(
                    "the directory at " + target + " does not answer: " + e.getStatus()
                            + "; check that the gateway runs and its directory is on",
                    e);
        }
    }

    private static SubjectVersion version(String subject, long minVersion) {
        return SubjectVersion.newBuilder()
                .setSubject(subject)
                .setVersion(minVersion)
                .build();
    }
}
