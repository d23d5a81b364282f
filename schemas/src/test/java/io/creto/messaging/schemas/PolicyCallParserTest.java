package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.GatewaySamples.getPolicy;
import static io.creto.messaging.schemas.GatewaySamples.listPolicyVersions;
import static io.creto.messaging.schemas.GatewaySamples.policyVersion;
import static io.creto.messaging.schemas.GatewaySamples.policyVersions;
import static io.creto.messaging.schemas.Values.MALFORMED;
import static io.creto.messaging.schemas.Values.TOO_LARGE;
import static io.creto.messaging.schemas.Values.assertRefused;
import static io.creto.messaging.schemas.Values.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import io.creto.messaging.schemas.Readers.Reader;
import io.creto.messaging.v1.GetPolicyResponse;
import io.creto.messaging.v1.ListPolicyVersionsResponse;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.RejectionReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What gateway and SDK say to each other about policies. */
class PolicyCallParserTest {
    private static final Reader GET = PolicyCallParser::getPolicyRequest;
    private static final Reader GOT = PolicyCallParser::getPolicyResponse;
    private static final Reader LIST = PolicyCallParser::listPolicyVersionsRequest;
    private static final Reader LISTED = PolicyCallParser::listPolicyVersionsResponse;

    static List<Arguments> accepted() {
        return List.of(
                arguments(GET, getPolicy().setVersion(Long.MAX_VALUE).setMinVersion(Long.MAX_VALUE)),
                arguments(GOT, GetPolicyResponse.newBuilder()),
                arguments(GOT, answer().setPolicy(RecordSamples.policy().setEvidence(WireSamples.slice(1, 0)))),
                arguments(
                        LIST,
                        listPolicyVersions()
                                .setPageToken(text(255))
                                .setPageSize(256)
                                .setMinVersion(7)),
                arguments(LISTED, ListPolicyVersionsResponse.newBuilder()),
                arguments(LISTED, policyVersions(256).setNextPageToken(text(255))),
                arguments(
                        LISTED,
                        ListPolicyVersionsResponse.newBuilder()
                                .addVersions(policyVersion(9))
                                .addVersions(policyVersion(1).setInitial(true))));
    }

    static List<Arguments> refused() {
        String listed = "list_policy_versions_response.";
        return List.of(
                arguments(GET, getPolicy().setFleet("acme/alice"), MALFORMED, "get_policy_request.fleet"),
                arguments(GET, getPolicy().setVersion(-1), MALFORMED, "get_policy_request.version"),
                arguments(GET, getPolicy().setMinVersion(-1), MALFORMED, "get_policy_request.min_version"),
                arguments(
                        GOT,
                        answer().setPolicy(RecordSamples.policy().setDocument(PolicyDocument.newBuilder())),
                        MALFORMED,
                        "get_policy_response.policy.document.id"),
                arguments(
                        GOT,
                        answer().setPolicy(RecordSamples.policy().setEvidence(WireSamples.slice(3, 0, 1))),
                        MALFORMED,
                        "get_policy_response.policy.evidence.envelopes"),
                arguments(LIST, listPolicyVersions().setFleet("Acme"), MALFORMED, "list_policy_versions_request.fleet"),
                arguments(
                        LIST,
                        listPolicyVersions().setPageSize(257),
                        MALFORMED,
                        "list_policy_versions_request.page_size"),
                arguments(
                        LIST,
                        listPolicyVersions().setPageToken(text(256)),
                        TOO_LARGE,
                        "list_policy_versions_request.page_token"),
                arguments(LISTED, policyVersions(257), TOO_LARGE, listed + "versions"),
                arguments(
                        LISTED,
                        policyVersions(1).addVersions(policyVersion(1)),
                        MALFORMED,
                        listed + "versions.version"),
                arguments(
                        LISTED,
                        policyVersions(1).addVersions(policyVersion(2)),
                        MALFORMED,
                        listed + "versions.version"),
                arguments(
                        LISTED,
                        ListPolicyVersionsResponse.newBuilder()
                                .addVersions(policyVersion(1).setAuthor("acme")),
                        MALFORMED,
                        listed + "versions.author"),
                arguments(
                        LISTED,
                        ListPolicyVersionsResponse.newBuilder()
                                .addVersions(policyVersion(1).setPolicy(text(256))),
                        TOO_LARGE,
                        listed + "versions.policy"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptsUpToTheLimits(Reader reader, Message.Builder message) throws WireException {
        assertThat(reader.read(message.build().toByteString())).isEqualTo(message.build());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesBeyondThem(Reader reader, Message.Builder message, RejectionReason reason, String field) {
        assertRefused(() -> reader.read(message.build().toByteString()), reason, field);
    }

    @Test
    void theLargestPageFitsIntoAnAnswer() throws WireException {
        ListPolicyVersionsResponse.Builder page = ListPolicyVersionsResponse.newBuilder();
        for (int i = 0; i < WireLimits.MAX_PAGE_SIZE; i++) {
            page.addVersions(policyVersion(Long.MAX_VALUE - 1 - i)
                    .setRecordedAtMs(WireLimits.MAX_TIME_MS)
                    .setEffectiveFromMs(WireLimits.MAX_TIME_MS)
                    .setAuthor(text(63) + "/" + text(127))
                    .setPolicy(text(255))
                    .setInitial(true));
        }
        assertThat(PolicyCallParser.listPolicyVersionsResponse(page.build().toByteString()))
                .isEqualTo(page.build());
    }

    private static GetPolicyResponse.Builder answer() {
        return GetPolicyResponse.newBuilder();
    }
}
