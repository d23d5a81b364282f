package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.GetPolicyRequest;
import io.creto.messaging.v1.GetPolicyResponse;
import io.creto.messaging.v1.ListPolicyVersionsRequest;
import io.creto.messaging.v1.ListPolicyVersionsResponse;
import io.creto.messaging.v1.PolicyVersion;

/**
 * Reads the requests and answers by which agents read the policy of their fleet. All refuse more than 1 MiB (a request) or 4 MiB
 * (an answer) and lists above their limits with TOO_LARGE, and with MALFORMED names, times and numbers against their form. Evidence
 * is not verified here, nor are conditions compiled.
 */
public final class PolicyCallParser {
    private static final StrictWire<GetPolicyRequest> GET_POLICY_REQUEST =
            StrictWire.of(GetPolicyRequest.getDescriptor(), GetPolicyRequest.parser(), GatewayParser.MAX_REQUEST_BYTES);
    private static final StrictWire<GetPolicyResponse> GET_POLICY_RESPONSE =
            StrictWire.of(GetPolicyResponse.getDescriptor(), GetPolicyResponse.parser(), WireLimits.MAX_ANSWER_BYTES);
    private static final StrictWire<ListPolicyVersionsRequest> LIST_POLICY_VERSIONS_REQUEST = StrictWire.of(
            ListPolicyVersionsRequest.getDescriptor(),
            ListPolicyVersionsRequest.parser(),
            GatewayParser.MAX_REQUEST_BYTES);
    private static final StrictWire<ListPolicyVersionsResponse> LIST_POLICY_VERSIONS_RESPONSE = StrictWire.of(
            ListPolicyVersionsResponse.getDescriptor(),
            ListPolicyVersionsResponse.parser(),
            WireLimits.MAX_ANSWER_BYTES);

    private PolicyCallParser() {}

    /** Reads a question for a version of a fleet's policy. */
    public static GetPolicyRequest getPolicyRequest(ByteString bytes) throws WireException {
        GetPolicyRequest request = GET_POLICY_REQUEST.parse(bytes);
        String path = "get_policy_request.";
        AgentId.checkFleet(request.getFleet(), path + "fleet");
        Check.range(request.getVersion(), 0, Long.MAX_VALUE, path + "version");
        Check.range(request.getMinVersion(), 0, Long.MAX_VALUE, path + "min_version");
        return request;
    }

    /** Reads a policy, if there is one; refuses what {@link RecordParser#policy} refuses. */
    public static GetPolicyResponse getPolicyResponse(ByteString bytes) throws WireException {
        GetPolicyResponse response = GET_POLICY_RESPONSE.parse(bytes);
        if (response.hasPolicy()) {
            RecordParser.check(response.getPolicy(), "get_policy_response.policy.");
        }
        return response;
    }

    /** Reads a question for a page of at most 256 versions. */
    public static ListPolicyVersionsRequest listPolicyVersionsRequest(ByteString bytes) throws WireException {
        ListPolicyVersionsRequest request = LIST_POLICY_VERSIONS_REQUEST.parse(bytes);
        String path = "list_policy_versions_request.";
        AgentId.checkFleet(request.getFleet(), path + "fleet");
        Check.name(request.getPageToken(), 0, WireLimits.MAX_PAGE_TOKEN_BYTES, path + "page_token");
        GatewayParser.pageSize(request.getPageSize(), path + "page_size");
        Check.range(request.getMinVersion(), 0, Long.MAX_VALUE, path + "min_version");
        return request;
    }

    /** Reads a page of at most 256 versions, the newest first. */
    public static ListPolicyVersionsResponse listPolicyVersionsResponse(ByteString bytes) throws WireException {
        ListPolicyVersionsResponse response = LIST_POLICY_VERSIONS_RESPONSE.parse(bytes);
        String path = "list_policy_versions_response.";
        Check.count(response.getVersionsCount(), 0, WireLimits.MAX_PAGE_SIZE, path + "versions");
        long before = Long.MAX_VALUE;
        for (PolicyVersion version : response.getVersionsList()) {
            check(version, path + "versions.");
            boolean older = version.getVersion() < before;
            Check.rule(older, path + "versions.version", "must be less than the version's before");
            before = version.getVersion();
        }
        Check.name(response.getNextPageToken(), 0, WireLimits.MAX_PAGE_TOKEN_BYTES, path + "next_page_token");
        return response;
    }

    private static void check(PolicyVersion version, String path) throws WireException {
        IdentityRules.versioned(version.getVersion(), version.getRecordedAtMs(), version.getEffectiveFromMs(), path);
        AgentId.check(version.getAuthor(), path + "author");
        Check.name(version.getPolicy(), 1, WireLimits.MAX_NAME_BYTES, path + "policy");
    }
}
