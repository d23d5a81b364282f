package io.creto.messaging.client.internal.send;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.batch.BatchSigner;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** Signs batches with the key that now counts. Thread-safe. */
public final class Signer {
    private final AgentId agent;
    private final SecureRandom random;
    private final InstantSource clock;
    private volatile Key current;

    private record Key(KeyId id, BatchSigner signer) {}

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
    KeyId keyId() {
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

    private Key key(CompositePrivateKey key) {
        return new Key(key.publicKey().keyId(), new BatchSigner(agent, key, random));
    }
}
