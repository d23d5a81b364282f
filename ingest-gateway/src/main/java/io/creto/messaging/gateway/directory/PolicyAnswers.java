package io.creto.messaging.gateway.directory;

import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.GetPolicyRequest;
import io.creto.messaging.v1.GetPolicyResponse;
import io.creto.messaging.v1.ListPolicyVersionsRequest;
import io.creto.messaging.v1.ListPolicyVersionsResponse;
import io.creto.messaging.v1.PolicyVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the directory answers about policies. Requests have passed the strict parsers, and their callers may read. An empty answer
 * means: not yet, as in {@link Answers}. Nothing is remembered: people read policies, and jobs have them by other ways. Blocks, like
 * the {@link Directory}. Thread-safe.
 */
final class PolicyAnswers {
    private final Directory directory;

    PolicyAnswers(Directory directory) {
        this.directory = directory;
    }

    /** A version, the newest where none is named; if there is such a one. */
    Optional<GetPolicyResponse> policy(GetPolicyRequest request) {
        if (isBehind(request.getFleet(), request.getMinVersion())) {
            return Optional.empty();
        }
        GetPolicyResponse.Builder answer = GetPolicyResponse.newBuilder();
        directory.policy(request.getFleet(), request.getVersion()).ifPresent(answer::setPolicy);
        return Optional.of(answer.build());
    }

    /**
     * A page, the newest first. The largest fits into an answer.
     *
     * @param before as {@link #before} reads it from the request
     */
    Optional<ListPolicyVersionsResponse> versions(ListPolicyVersionsRequest request, long before) {
        if (isBehind(request.getFleet(), request.getMinVersion())) {
            return Optional.empty();
        }
        int size = request.getPageSize() == 0 ? WireLimits.DEFAULT_PAGE_SIZE : request.getPageSize();
        // One more than the page holds tells whether another follows.
        List<PolicyVersion> found = directory.policyVersions(request.getFleet(), before, size + 1);
        ListPolicyVersionsResponse.Builder page = ListPolicyVersionsResponse.newBuilder();
        if (found.size() <= size) {
            return Optional.of(page.addAllVersions(found).build());
        }
        return Optional.of(page.addAllVersions(found.subList(0, size))
                .setNextPageToken(Long.toString(found.get(size - 1).getVersion()))
                .build());
    }

    /**
     * Before which version a page begins.
     *
     * @throws WireException MALFORMED for a token that no answer gave
     */
    static long before(ListPolicyVersionsRequest request) throws WireException {
        String token = request.getPageToken();
        try {
            return token.isEmpty() ? Long.MAX_VALUE : Long.parseLong(token);
        } catch (NumberFormatException e) {
            throw WireException.malformed(
                    "list_policy_versions_request.page_token", "none that an answer gave, must be its next_page_token");
        }
    }

    /** @throws GatewayException if it is so far behind that it will not get there while a caller waits */
    private boolean isBehind(String fleet, long minVersion) {
        return minVersion > 0
                && Answers.isBehind(Map.of(fleet, minVersion), Map.of(fleet, directory.policyVersion(fleet)));
    }
}
