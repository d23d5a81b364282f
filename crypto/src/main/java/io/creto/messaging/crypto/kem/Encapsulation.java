package io.creto.messaging.crypto.kem;

import io.creto.messaging.crypto.Secret;
import io.creto.messaging.crypto.internal.SecretBytes;

/** A fresh shared secret and the ciphertext that carries it to the holder of the decapsulation key. */
public final class Encapsulation implements Secret {
    private final SecretBytes sharedSecret;
    private final byte[] ciphertext;

    Encapsulation(byte[] sharedSecret, byte[] ciphertext) {
        this.sharedSecret = new SecretBytes(sharedSecret);
        this.ciphertext = ciphertext;
    }

    /**
     * A copy of the 32-byte secret, which the caller wipes.
     *
     * @throws IllegalStateException after {@link #destroy()}
     */
    public byte[] sharedSecret() {
        return sharedSecret.copy();
    }

    /** The 1088-byte ciphertext. */
    public byte[] ciphertext() {
        return ciphertext.clone();
    }

    @Override
    public void destroy() {
        sharedSecret.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return sharedSecret.isDestroyed();
    }

    @Override
    public String toString() {
        return "Encapsulation[]";
    }
}
