package io.creto.messaging.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.creto.messaging.gateway.SampleIdentity;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.v1.AccessToken;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedAccessToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenTest {
    private static final SampleIdentity ALICE = SampleIdentity.of("acme/alice");

    @Test
    void aTokenIsReadAndNotPrinted() {
        SignedAccessToken signed = ALICE.signed("creto", 1_800_000_000_000L);

        BearerToken token = BearerToken.parse(SampleIdentity.bearer(signed));

        assertThat(token.signed()).isEqualTo(signed);
        assertThat(token.token().getAgent()).isEqualTo("acme/alice");
        assertThat(token).hasToString("BearerToken[of acme/alice]");
        assertThat(BearerToken.parse(SampleIdentity.bearer(signed).replace("Bearer", "bearer")))
                .as("the scheme's case does not matter")
                .isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Basic YWxpY2U6c2VjcmV0", "Bearer %%%", "Bearer AAAA", "Bearer  AAAA"})
    void garbageIsMalformed(String header) {
        assertThat(refusal(header)).isEqualTo(RejectionReason.REJECTION_REASON_MALFORMED);
    }

    @Test
    void bytesBehindTheTokenAreMalformedAndAnotherSuiteIsUnsupported() throws Exception {
        SignedAccessToken signed = ALICE.signed("creto", 1_800_000_000_000L);
        ByteString otherSuite = AccessToken.parseFrom(signed.getToken()).toBuilder()
                .setSuite(2)
                .build()
                .toByteString();

        assertThat(refusal(SampleIdentity.bearer(signed) + "AAAA"))
                .isEqualTo(RejectionReason.REJECTION_REASON_MALFORMED);
        assertThat(refusal(SampleIdentity.bearer(
                        signed.toBuilder().setToken(otherSuite).build())))
                .isEqualTo(RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION);
    }

    @Test
    void aFingerprintTellsTokensApart() {
        String one = ALICE.bearer();
        assertThat(BearerToken.fingerprint(one))
                .isEqualTo(BearerToken.fingerprint(one))
                .isNotEqualTo(BearerToken.fingerprint(ALICE.bearer()))
                .hasSize(32);
    }

    private static RejectionReason refusal(String header) {
        return catchThrowableOfType(RefusedCallerException.class, () -> BearerToken.parse(header))
                .reason();
    }
}
