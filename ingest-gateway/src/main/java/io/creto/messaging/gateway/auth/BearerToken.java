package io.creto.messaging.gateway.auth;

import com.google.protobuf.ByteString;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.schemas.TokenParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AccessToken;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedAccessToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A token as it travels: {@code Bearer} and the SignedAccessToken in base64url without padding (RFC 6750). Parsed, nothing of it
 * verified; never logged.
 *
 * @param signed the token with its signature
 * @param token what it says
 */
record BearerToken(SignedAccessToken signed, AccessToken token) {
    private static final String SCHEME = "Bearer ";

    /**
     * Reads a header's value.
     *
     * @throws RefusedCallerException with the parser's reason, or MALFORMED
     */
    static BearerToken parse(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw RefusedCallerException.unauthenticated(RejectionReason.REJECTION_REASON_MALFORMED);
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(header.substring(SCHEME.length()));
            SignedAccessToken signed = TokenParser.signed(ByteString.copyFrom(bytes));
            return new BearerToken(signed, TokenParser.token(signed.getToken()));
        } catch (IllegalArgumentException e) {
            throw RefusedCallerException.unauthenticated(RejectionReason.REJECTION_REASON_MALFORMED);
        } catch (WireException e) {
            throw RefusedCallerException.unauthenticated(e.reason());
        }
    }

    /** What tells one header's value from all others, without keeping it: its SHA-256. */
    static ByteString fingerprint(String header) {
        try {
            return ByteString.copyFrom(
                    MessageDigest.getInstance("SHA-256").digest(header.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    @Override
    public String toString() {
        return "BearerToken[of " + token.getAgent() + "]";
    }
}
