package io.creto.messaging.crypto.internal;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Ed25519 keys and signing (RFC 8032). Signing always runs on Bouncy Castle; verifying belongs to the backend. */
public final class Ed25519Keys {
    public static final int SEED_BYTES = 32;
    public static final int PUBLIC_KEY_BYTES = 32;
    public static final int SIGNATURE_BYTES = 64;

    private Ed25519Keys() {}

    /** Returns the 32-byte public key of a 32-byte seed. */
    public static byte[] publicKey(byte[] seed) {
        byte[] publicKey = new byte[PUBLIC_KEY_BYTES];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        return publicKey;
    }

    /**
     * Returns a 64-byte signature.
     *
     * @param seeds holds the 32-byte seed
     * @param offset where it begins
     * @param publicKey of that seed
     */
    public static byte[] sign(byte[] seeds, int offset, byte[] publicKey, byte[] message) {
        byte[] signature = new byte[SIGNATURE_BYTES];
        Ed25519.sign(seeds, offset, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /** True for a canonical encoding of a point of prime order: neither the identity nor any torsion passes. */
    public static boolean isValidPublicKey(byte[] publicKey) {
        return publicKey.length == PUBLIC_KEY_BYTES && Ed25519.validatePublicKeyFull(publicKey, 0);
    }

    /** True if the first 32 bytes encode the identity, (0, 1). */
    static boolean isIdentity(byte[] encoded) {
        int rest = encoded[0] ^ 1;
        for (int i = 1; i < PUBLIC_KEY_BYTES; i++) {
            rest |= encoded[i];
        }
        return rest == 0;
    }
}
