package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.refusal;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_BAD_SIGNATURE_BOTH;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_CLOCK_SKEW;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_DENIED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_EXPIRED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_KEY_NOT_VALID;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_MALFORMED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.identity.AccessTokens;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AccessToken;
import io.creto.messaging.v1.SignedAccessToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Access tokens of another audience, time or key. */
final class AccessTokenMisuseTest {
    private static final long ISSUED = Fixtures.NOW;
    private static final long EXPIRES = Fixtures.NOW + 60_000;
    private static final long LEEWAY = 5_000;
    private static final SignedAccessToken VALID = signed(Fixtures.accessToken());

    @Test
    void usedAsMeant() throws Exception {
        verify(VALID, Fixtures.AUDIENCE, ISSUED - LEEWAY);
        verify(VALID, Fixtures.AUDIENCE, EXPIRES - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.example", "", "messaging.example.", "Messaging.example", "messaging"})
    void anotherAudience(String audience) {
        assertThat(refusal(() -> verify(VALID, audience, ISSUED))).isEqualTo(REJECTION_REASON_DENIED);
    }

    @ParameterizedTest
    @ValueSource(longs = {EXPIRES, EXPIRES + 1, Long.MAX_VALUE})
    void expired(long nowMs) {
        assertThat(refusal(() -> verify(VALID, Fixtures.AUDIENCE, nowMs))).isEqualTo(REJECTION_REASON_EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(longs = {ISSUED - LEEWAY - 1, 0, -1, Long.MIN_VALUE})
    void notYetValid(long nowMs) {
        assertThat(refusal(() -> verify(VALID, Fixtures.AUDIENCE, nowMs))).isEqualTo(REJECTION_REASON_CLOCK_SKEW);
    }

    @Test
    void tooLongLivedEmptyNegativeOrOverflowing() {
        assertMalformed(Fixtures.accessToken().setExpiresAtMs(ISSUED + WireLimits.MAX_TOKEN_LIFE_MS + 1));
        assertMalformed(Fixtures.accessToken().setExpiresAtMs(ISSUED));
        assertMalformed(Fixtures.accessToken().setExpiresAtMs(ISSUED - 1));
        for (long time : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, WireLimits.MAX_TIME_MS + 1}) {
            assertMalformed(Fixtures.accessToken().setIssuedAtMs(time));
            assertMalformed(Fixtures.accessToken().setExpiresAtMs(time));
        }
        assertMalformed(Fixtures.accessToken().setIssuedAtMs(Long.MIN_VALUE).setExpiresAtMs(Long.MAX_VALUE));
        assertMalformed(Fixtures.accessToken().setIssuedAtMs(Long.MAX_VALUE).setExpiresAtMs(Long.MIN_VALUE));
    }

    @Test
    void audienceMissingOrTooLong() {
        assertMalformed(Fixtures.accessToken().clearAudience());
        SignedAccessToken tooLong = signed(Fixtures.accessToken().setAudience("a".repeat(256)));
        assertThat(refusal(() -> verify(tooLong, Fixtures.AUDIENCE, ISSUED))).isEqualTo(REJECTION_REASON_TOO_LARGE);
    }

    @Test
    void signedByAnotherKey() {
        ByteString bytes = VALID.getToken();
        SignedAccessToken forged = Fixtures.signedToken(bytes, Fixtures.MALLORY_KEY);
        assertThat(refusal(() -> verify(forged, Fixtures.AUDIENCE, ISSUED)))
                .isEqualTo(REJECTION_REASON_BAD_SIGNATURE_BOTH);
    }

    @Test
    void namingAnotherKey() {
        ByteString other = Fixtures.MALLORY_KEY.publicKey().keyId().bytes();
        ByteString bytes = Fixtures.accessToken().setAgentKeyId(other).build().toByteString();
        SignedAccessToken forged = Fixtures.signedToken(bytes, Fixtures.MALLORY_KEY);
        assertThat(refusal(() -> verify(forged, Fixtures.AUDIENCE, ISSUED))).isEqualTo(REJECTION_REASON_KEY_NOT_VALID);
    }

    @Test
    void delegationGivenAsToken() {
        ByteString bytes = Fixtures.delegation().build().toByteString();
        SignedAccessToken forged = SignedAccessToken.newBuilder()
                .setToken(bytes)
                .setSignature(
                        Fixtures.signedDelegation(bytes, Fixtures.ALICE_KEY).getSignature())
                .build();
        assertThat(refusal(() -> verify(forged, Fixtures.AUDIENCE, ISSUED))).isEqualTo(REJECTION_REASON_MALFORMED);
    }

    private static void assertMalformed(AccessToken.Builder token) {
        assertThat(refusal(() -> verify(signed(token), Fixtures.AUDIENCE, ISSUED)))
                .isEqualTo(REJECTION_REASON_MALFORMED);
    }

    private static SignedAccessToken signed(AccessToken.Builder token) {
        return Fixtures.signedToken(token.build().toByteString(), Fixtures.ALICE_KEY);
    }

    private static AccessToken verify(SignedAccessToken token, String audience, long nowMs)
            throws WireException, VerificationException {
        return AccessTokens.verify(token, Fixtures.ALICE_KEY.publicKey(), audience, nowMs, LEEWAY);
    }
}
