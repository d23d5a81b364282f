package io.creto.messaging.crypto.identity;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.crypto.signature.SignatureContext;
import io.creto.messaging.schemas.TokenParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AccessToken;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedAccessToken;
import java.security.SecureRandom;

/**
 * Short-lived bearer tokens: an agent signs that it, and nobody else, calls this deployment for at most five minutes.
 *
 * <p>Not guaranteed: single use. Whoever steals a token has it until it expires; it travels over TLS only.
 */
public final class AccessTokens {

    private AccessTokens() {}

    /**
     * Signs a token.
     *
     * @param token names the agent whose key this is
     * @param agentKey the agent's identity key
     * @param random hedges the signature
     * @throws WireException if the token breaks a rule of {@link TokenParser#token}
     * @throws IllegalArgumentException if it names another key than this one
     */
    public static SignedAccessToken sign(AccessToken token, CompositePrivateKey agentKey, SecureRandom random)
            throws WireException {
        ByteString bytes = token.toByteString();
        TokenParser.token(bytes);
        if (!token.getAgentKeyId().equals(agentKey.publicKey().keyId().bytes())) {
            throw new IllegalArgumentException(
                    "the token names another key than " + agentKey.publicKey().keyId());
        }
        return SignedAccessToken.newBuilder()
                .setToken(bytes)
                .setSignature(agentKey.sign(SignatureContext.TOKEN, bytes, random))
                .build();
    }

    /**
     * Verifies a token.
     *
     * @param signed as it travelled
     * @param agentKey the key that it names
     * @param audience the deployment that is being called
     * @param nowMs milliseconds since the epoch
     * @param leewayMs by how much the agent's clock may be ahead, not negative
     * @return the token, strictly parsed
     * @throws WireException if it is not well-formed
     * @throws VerificationException KEY_NOT_VALID if it names another key; the reason of a bad signature; DENIED for
     *     another audience; CLOCK_SKEW if it was issued later than now and leeway; EXPIRED from its expiry on
     */
    public static AccessToken verify(
            SignedAccessToken signed, CompositePublicKey agentKey, String audience, long nowMs, long leewayMs)
            throws WireException, VerificationException {
        AccessToken token = TokenParser.token(signed.getToken());
        require(token.getAgentKeyId().equals(agentKey.keyId().bytes()), RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
        agentKey.verify(SignatureContext.TOKEN, signed.getToken(), signed.getSignature())
                .orThrow();
        require(token.getAudience().equals(audience), RejectionReason.REJECTION_REASON_DENIED);
        require(token.getIssuedAtMs() - leewayMs <= nowMs, RejectionReason.REJECTION_REASON_CLOCK_SKEW);
        require(nowMs < token.getExpiresAtMs(), RejectionReason.REJECTION_REASON_EXPIRED);
        return token;
    }

    private static void require(boolean holds, RejectionReason otherwise) throws VerificationException {
        if (!holds) {
            throw new VerificationException(otherwise);
        }
    }
}
