package io.creto.messaging.crypto.keystore;

import io.creto.messaging.crypto.Secret;
import io.creto.messaging.crypto.internal.SecretBytes;
import io.creto.messaging.schemas.AgentId;
import java.util.Arrays;
import java.util.Optional;

/** One secret of a key store, with its owner. Thread-safe. */
public final class KeyStoreEntry implements Secret {

    /** What a secret is. */
    public enum Kind {
        /** Seed of a composite identity key, 64 bytes. */
        IDENTITY_KEY(1, 64),
        /** Seed d ‖ z of an ML-KEM-768 key, 64 bytes. */
        DECAPSULATION_KEY(2, 64);

        private final int code;
        private final int secretBytes;

        Kind(int code, int secretBytes) {
            this.code = code;
            this.secretBytes = secretBytes;
        }

        int code() {
            return code;
        }

        int secretBytes() {
            return secretBytes;
        }

        static Optional<Kind> ofCode(int code) {
            return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
        }
    }

    private final Kind kind;
    private final AgentId owner;
    private final long createdAtMs;
    private final SecretBytes secret;

    /**
     * @param kind what it is
     * @param owner whose it is
     * @param createdAtMs when it was made, milliseconds since the epoch
     * @param secret copied; the caller wipes its own
     * @throws IllegalArgumentException if the secret has not the length of its kind
     */
    public KeyStoreEntry(Kind kind, AgentId owner, long createdAtMs, byte[] secret) {
        if (secret.length != kind.secretBytes()) {
            throw new IllegalArgumentException(kind + " has " + kind.secretBytes() + " bytes, not " + secret.length);
        }
        this.kind = kind;
        this.owner = owner;
        this.createdAtMs = createdAtMs;
        this.secret = new SecretBytes(secret);
    }

    /** What it is. */
    public Kind kind() {
        return kind;
    }

    /** Whose it is. */
    public AgentId owner() {
        return owner;
    }

    /** When it was made, milliseconds since the epoch. */
    public long createdAtMs() {
        return createdAtMs;
    }

    /**
     * A copy of the secret, which the caller wipes.
     *
     * @throws IllegalStateException after {@link #destroy()}
     */
    public byte[] secret() {
        return secret.copy();
    }

    @Override
    public void destroy() {
        secret.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return secret.isDestroyed();
    }

    @Override
    public String toString() {
        return "KeyStoreEntry[" + kind + " of " + owner + "]";
    }
}
