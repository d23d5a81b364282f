package io.creto.messaging.crypto.identity;

import static io.creto.messaging.crypto.identity.SampleAgents.AGENT;
import static io.creto.messaging.crypto.identity.SampleAgents.AGENT_KEY;
import static io.creto.messaging.crypto.identity.SampleAgents.NOW_MS;
import static io.creto.messaging.crypto.identity.SampleAgents.RANDOM;
import static io.creto.messaging.crypto.identity.SampleAgents.SIGNER_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.crypto.signature.SignatureContext;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AccessToken;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedAccessToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
    private static final String AUDIENCE = "deployment-1";
    private static final long LEEWAY_MS = 30_000;
    private static final long END_MS = NOW_MS + WireLimits.MAX_TOKEN_LIFE_MS;

    private final AccessToken token = AccessToken.newBuilder()
            .setVersion(WireLimits.VERSION)
            .setSuite(WireLimits.SUITE)
            .setAgent(AGENT.toString())
            .setAgentKeyId(AGENT_KEY.publicKey().keyId().bytes())
            .setAudience(AUDIENCE)
            .setIssuedAtMs(NOW_MS)
            .setExpiresAtMs(END_MS)
            .setTokenId(MessageId.create(NOW_MS, RANDOM).toByteString())
            .build();
    private SignedAccessToken signed;

    @BeforeEach
    void sign() throws WireException {
        signed = AccessTokens.sign(token, AGENT_KEY, RANDOM);
    }

    @Test
    void countsFromIssueLessLeewayToExpiry() throws Exception {
        for (long now : new long[] {NOW_MS - LEEWAY_MS, NOW_MS, END_MS - 1}) {
            assertThat(AccessTokens.verify(signed, AGENT_KEY.publicKey(), AUDIENCE, now, LEEWAY_MS))
                    .isEqualTo(token);
        }
        assertRefused(AUDIENCE, NOW_MS - LEEWAY_MS - 1, RejectionReason.REJECTION_REASON_CLOCK_SKEW);
        assertRefused(AUDIENCE, END_MS, RejectionReason.REJECTION_REASON_EXPIRED);
    }

    @Test
    void otherAudienceIsDenied() {
        assertRefused("deployment-2", NOW_MS, RejectionReason.REJECTION_REASON_DENIED);
    }

    @Test
    void otherKeyIsRefused() {
        assertRefused(SIGNER_KEY.publicKey(), signed, RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
    }

    @Test
    void signatureMadeForAnotherPurposeIsRefused() {
        ByteString bytes = signed.getToken();
        SignedAccessToken crossed = signed.toBuilder()
                .setSignature(AGENT_KEY.sign(SignatureContext.DELEGATION, bytes, RANDOM))
                .build();
        assertRefused(AGENT_KEY.publicKey(), crossed, RejectionReason.REJECTION_REASON_BAD_SIGNATURE_BOTH);
    }

    @Test
    void tokenThatLivesTooLongIsNotSigned() {
        AccessToken tooLong = token.toBuilder().setExpiresAtMs(END_MS + 1).build();
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> AccessTokens.sign(tooLong, AGENT_KEY, RANDOM));
        assertThatIllegalArgumentException().isThrownBy(() -> AccessTokens.sign(token, SIGNER_KEY, RANDOM));
    }

    private void assertRefused(String audience, long nowMs, RejectionReason reason) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> AccessTokens.verify(signed, AGENT_KEY.publicKey(), audience, nowMs, LEEWAY_MS))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static void assertRefused(CompositePublicKey key, SignedAccessToken signed, RejectionReason reason) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> AccessTokens.verify(signed, key, AUDIENCE, NOW_MS, LEEWAY_MS))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
