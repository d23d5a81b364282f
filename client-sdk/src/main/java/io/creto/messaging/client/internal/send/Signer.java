package io.creto.messaging.client.internal.send;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.batch.BatchSigner;
import io.creto.messaging.crypto.identity.AccessTokens;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AccessToken;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Signs batches and access tokens with the key that now counts. Thread-safe. */
public final class Signer {
    private final AgentId agent;
    private final SecureRandom random;
    private final InstantSource clock;
    private volatile Key current;

    private record Key(KeyId id, CompositePrivateKey key, BatchSigner signer) {}

    /**
     * An access token.
     *
     * @param key that has signed it
     * @param token the serialized SignedAccessToken: whoever holds it is taken for the agent
     */
    public record Token(KeyId key, ByteString token) {
        @Override
        public String toString() {
            return "Token[signed with " + key + "]";
        }
    }

    /** @param key the agent's identity key; stays the caller's to destroy */
    public Signer(AgentId agent, CompositePrivateKey key, InstantSource clock, SecureRandom random) {
        this.agent = agent;
        this.random = random;
        this.clock = clock;
        this.current = key(key);
    }

    /** Signs with another key from now on. */
    public void use(CompositePrivateKey key) {
        current = key(key);
    }

    /** The key that signs now. */
    public KeyId keyId() {
        return current.id();
    }

    /**
     * Signs.
     *
     * @throws WireException if the envelopes are no batch
     */
    Unit.Form sign(Lane lane, long incarnation, long sequence, List<Envelope> envelopes) throws WireException {
        Key key = current;
        long now = clock.millis();
        MessageId batchId = MessageId.create(now, random);
        SignedBatch batch =
                key.signer().sign(new BatchSigner.Position(batchId, incarnation, sequence, lane, now), envelopes);
        ByteString bytes = batch.toByteString();
        return new Unit.Form(batchId.toByteString(), bytes, key.id(), now);
    }

    /**
     * Signs an access token.
     *
     * @param deployment that it is for
     * @param nowMs milliseconds since the epoch
     * @param life at most 5 min
     */
    public Token accessToken(String deployment, long nowMs, Duration life) {
        Key key = current;
        AccessToken token = AccessToken.newBuilder()
                .setVersion(WireLimits.VERSION)
                .setSuite(WireLimits.SUITE)
                .setAgent(agent.toString())
                .setAgentKeyId(key.id().bytes())
                .setAudience(deployment)
                .setIssuedAtMs(nowMs)
                .setExpiresAtMs(nowMs + life.toMillis())
                .setTokenId(MessageId.create(nowMs, random).toByteString())
                .build();
        try {
            return new Token(
                    key.id(), AccessTokens.sign(token, key.key(), random).toByteString());
        } catch (WireException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Key key(CompositePrivateKey key) {
        return new Key(key.publicKey().keyId(), key, new BatchSigner(agent, key, random));
    }
}
