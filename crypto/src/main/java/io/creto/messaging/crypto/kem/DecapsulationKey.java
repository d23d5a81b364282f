package io.creto.messaging.crypto.kem;

import io.creto.messaging.crypto.Secret;
import io.creto.messaging.crypto.internal.MlKem768;
import io.creto.messaging.crypto.internal.SecretBytes;
import io.creto.messaging.schemas.KeyId;
import java.security.SecureRandom;

/**
 * An agent's own ML-KEM-768 decapsulation key (FIPS 203), kept as its 64-byte seed d ‖ z. Thread-safe.
 *
 * <p>Decapsulation never fails for a ciphertext of the right length (implicit rejection): a foreign one gives a
 * pseudorandom secret, and what was wrapped under the true one then fails to unwrap.
 */
public final class DecapsulationKey implements Secret {
    /** Size of the seed form. */
    public static final int SEED_BYTES = MlKem768.SEED_BYTES;

    private final SecretBytes seed;
    private final MlKem768.PrivateKey key;
    private final EncapsulationKey encapsulationKey;

    private DecapsulationKey(byte[] seed) {
        this.key = new MlKem768.PrivateKey(seed);
        this.seed = new SecretBytes(seed, key::destroy);
        this.encapsulationKey = EncapsulationKey.ofOwnKey(key.encapsulationKey());
    }

    /** Makes a new key pair. */
    public static DecapsulationKey generate(SecureRandom random) {
        return SecretBytes.random(random, SEED_BYTES, DecapsulationKey::new);
    }

    /**
     * The key pair of a seed.
     *
     * @param seed {@value #SEED_BYTES} bytes d ‖ z, copied; the caller wipes its own
     * @throws IllegalArgumentException for another length
     */
    public static DecapsulationKey fromSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("an ML-KEM-768 seed has " + SEED_BYTES + " bytes, not " + seed.length);
        }
        return new DecapsulationKey(seed);
    }

    /**
     * Recovers a shared secret.
     *
     * @param ciphertext 1088 bytes
     * @return 32 bytes, which the caller wipes
     * @throws IllegalArgumentException for another length
     * @throws IllegalStateException after {@link #destroy()}
     */
    public byte[] decapsulate(byte[] ciphertext) {
        if (ciphertext.length != MlKem768.CIPHERTEXT_BYTES) {
            throw new IllegalArgumentException(
                    "an ML-KEM-768 ciphertext has " + MlKem768.CIPHERTEXT_BYTES + " bytes, not " + ciphertext.length);
        }
        return seed.use(alive -> key.decapsulate(ciphertext));
    }

    /** The public half. */
    public EncapsulationKey encapsulationKey() {
        return encapsulationKey;
    }

    /** The id that envelopes sealed to this key name. */
    public KeyId keyId() {
        return encapsulationKey.keyId();
    }

    /**
     * A copy of the seed for the key store, which the caller wipes.
     *
     * @throws IllegalStateException after {@link #destroy()}
     */
    public byte[] exportSeed() {
        return seed.copy();
    }

    @Override
    public void destroy() {
        seed.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return seed.isDestroyed();
    }

    @Override
    public String toString() {
        return "DecapsulationKey[" + keyId() + "]";
    }
}
