package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.AccessToken;
import io.creto.messaging.v1.SignedAccessToken;

/** Reads access tokens. */
public final class TokenParser {
    private static final StrictWire<AccessToken> TOKEN =
            StrictWire.of(AccessToken.getDescriptor(), AccessToken.parser(), WireLimits.MAX_TOKEN_BYTES);
    private static final StrictWire<SignedAccessToken> SIGNED = StrictWire.of(
            SignedAccessToken.getDescriptor(),
            SignedAccessToken.parser(),
            WireLimits.MAX_TOKEN_BYTES + WireLimits.SIGNATURE_BYTES + 16);

    private TokenParser() {}

    /**
     * Reads the signed part. Refuses another version or suite with UNSUPPORTED_VERSION, more than 1024 bytes or an audience
     * of more than 255 with TOO_LARGE, and with MALFORMED: an agent against the grammar, no audience, a life outside
     * (0, 5 min], an id that is not UUIDv7.
     */
    public static AccessToken token(ByteString bytes) throws WireException {
        AccessToken token = TOKEN.parse(bytes);
        String path = "access_token.";
        AgentId.check(token.getAgent(), path + "agent");
        KeyId.check(token.getAgentKeyId(), path + "agent_key_id");
        Check.name(token.getAudience(), 1, WireLimits.MAX_NAME_BYTES, path + "audience");
        Check.time(token.getIssuedAtMs(), path + "issued_at_ms");
        Check.time(token.getExpiresAtMs(), path + "expires_at_ms");
        Check.span(
                token.getIssuedAtMs(), token.getExpiresAtMs(), 1, WireLimits.MAX_TOKEN_LIFE_MS, path + "expires_at_ms");
        MessageId.check(token.getTokenId(), path + "token_id");
        return token;
    }

    /**
     * Reads a token with its signature, which is not verified here. Refuses what {@link #token} refuses, and a signature of
     * other than 3373 bytes with MALFORMED.
     */
    public static SignedAccessToken signed(ByteString bytes) throws WireException {
        SignedAccessToken signed = SIGNED.parse(bytes);
        Check.size(signed.getSignature(), WireLimits.SIGNATURE_BYTES, "signed_access_token.signature");
        token(signed.getToken());
        return signed;
    }
}
