package io.creto.messaging.gateway;

import io.creto.messaging.crypto.identity.AccessTokens;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.gateway.directory.DirectorySamples;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AccessToken;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.SignedAccessToken;
import io.creto.messaging.v1.StatusInterval;
import io.creto.messaging.v1.Validity;
import java.security.SecureRandom;
import java.util.Base64;

/** An agent with a real key, its record, and the tokens that it signs. */
public record SampleIdentity(String id, CompositePrivateKey key) {
    public static final String DEPLOYMENT = "creto";
    public static final long LIFE_MS = 240_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    public static SampleIdentity of(String id) {
        return new SampleIdentity(id, CompositePrivateKey.generate(RANDOM));
    }

    /** An agent of this id with another key. */
    public SampleIdentity other() {
        return of(id);
    }

    /** Its record: active, this key for good. */
    public IdentityRecord record(long version) {
        return record(
                version,
                AgentStatus.AGENT_STATUS_ACTIVE,
                Validity.newBuilder().setFromMs(1).build());
    }

    /** Its record with that status, after it was active, and with this key for that time. */
    public IdentityRecord record(long version, AgentStatus status, Validity validity) {
        IdentityRecord.Builder record = DirectorySamples.agent(id, version).toBuilder();
        record.getAgentBuilder()
                .clearKeys()
                .addKeys(key(validity))
                .addStatuses(StatusInterval.newBuilder()
                        .setStatus(status)
                        .setValidity(Validity.newBuilder().setFromMs(2)));
        return record.build();
    }

    /** The key as a record has it. */
    public IdentityKey key(Validity validity) {
        return IdentityKey.newBuilder()
                .setKeyId(key.publicKey().keyId().bytes())
                .setPublicKey(key.publicKey().encoded())
                .setValidity(validity)
                .build();
    }

    /** The value of the authorization header, good from now on. */
    public String bearer() {
        return bearer(DEPLOYMENT, System.currentTimeMillis());
    }

    public String bearer(String deployment, long issuedAtMs) {
        return bearer(signed(deployment, issuedAtMs));
    }

    public static String bearer(SignedAccessToken token) {
        return "Bearer " + Base64.getUrlEncoder().withoutPadding().encodeToString(token.toByteArray());
    }

    public SignedAccessToken signed(String deployment, long issuedAtMs) {
        AccessToken token = AccessToken.newBuilder()
                .setVersion(1)
                .setSuite(1)
                .setAgent(id)
                .setAgentKeyId(key.publicKey().keyId().bytes())
                .setAudience(deployment)
                .setIssuedAtMs(issuedAtMs)
                .setExpiresAtMs(issuedAtMs + LIFE_MS)
                .setTokenId(MessageId.create(issuedAtMs, RANDOM).toByteString())
                .build();
        try {
            return AccessTokens.sign(token, key, RANDOM);
        } catch (WireException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
