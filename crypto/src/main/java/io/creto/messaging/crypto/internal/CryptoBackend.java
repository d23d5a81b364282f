package io.creto.messaging.crypto.internal;

import java.security.MessageDigest;
import javax.crypto.Cipher;

/**
 * What a provider gives: verification, hashing and authenticated encryption. Every backend returns the same verdict on
 * every input. Implementations are thread-safe; the verifiers, digests and ciphers they hand out are not, except where
 * they say so.
 */
public interface CryptoBackend {

    /** Name for logs and benchmark tables. */
    String name();

    /**
     * Loads an Ed25519 public key.
     *
     * @param publicKey 32 bytes that {@link Ed25519Keys#isValidPublicKey} accepted
     * @return a thread-safe verifier
     */
    Ed25519Verifier ed25519(byte[] publicKey);

    /**
     * Loads an ML-DSA-65 public key.
     *
     * @param publicKey 1952 bytes
     * @return a thread-safe verifier
     */
    MlDsaVerifier mlDsa65(byte[] publicKey);

    /** A new SHA-256 digest. */
    MessageDigest sha256();

    /** A new SHA-512 digest. */
    MessageDigest sha512();

    /** A new AES-GCM cipher, not yet initialised. */
    Cipher aesGcm();

    /** Ed25519 verification (RFC 8032, section 5.1.7, without the cofactor) for one key. */
    interface Ed25519Verifier {
        /**
         * Verifies; false for every signature that is not canonical or whose R has a component of small order.
         *
         * @param message any bytes
         * @param signature any bytes; another length than 64 is refused
         */
        boolean verify(byte[] message, byte[] signature);
    }

    /** ML-DSA-65 verification (FIPS 204, algorithm 3) for one key. */
    interface MlDsaVerifier {
        /**
         * Verifies the pure form.
         *
         * @param context at most 255 bytes
         * @param message any bytes
         * @param signature any bytes; another length than 3309 is refused
         */
        boolean verify(byte[] context, byte[] message, byte[] signature);
    }
}
