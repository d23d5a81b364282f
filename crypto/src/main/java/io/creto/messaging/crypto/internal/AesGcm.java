package io.creto.messaging.crypto.internal;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM (NIST SP 800-38D) with a 12-byte nonce and a 16-byte tag. */
public final class AesGcm {
    public static final int KEY_BYTES = 32;
    public static final int NONCE_BYTES = 12;
    public static final int TAG_BYTES = 16;

    private static final int TAG_BITS = 8 * TAG_BYTES;

    private AesGcm() {}

    /**
     * Encrypts; returns ciphertext ‖ tag.
     *
     * @param key 32 bytes
     * @param nonce 12 bytes, never used twice with this key
     */
    public static byte[] seal(CryptoBackend backend, byte[] key, byte[] nonce, byte[] aad, byte[] plaintext) {
        try {
            Cipher cipher = cipher(backend, Cipher.ENCRYPT_MODE, key, nonce);
            cipher.updateAAD(aad);
            return cipher.doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM encryption failed", e);
        }
    }

    /**
     * Decrypts; returns nothing if key, nonce, aad or ciphertext is not the one of the sealing.
     *
     * @param key 32 bytes
     * @param nonce 12 bytes
     * @param ciphertext ciphertext ‖ tag, any length
     */
    public static Optional<byte[]> open(
            CryptoBackend backend, byte[] key, byte[] nonce, byte[] aad, byte[] ciphertext) {
        if (ciphertext.length < TAG_BYTES) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(backend, Cipher.DECRYPT_MODE, key, nonce);
            cipher.updateAAD(aad);
            return Optional.of(cipher.doFinal(ciphertext));
        } catch (AEADBadTagException refused) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM decryption failed", e);
        }
    }

    private static Cipher cipher(CryptoBackend backend, int mode, byte[] key, byte[] nonce)
            throws GeneralSecurityException {
        if (key.length != KEY_BYTES || nonce.length != NONCE_BYTES) {
            throw new InvalidAlgorithmParameterException("a 32-byte key and a 12-byte nonce are needed");
        }
        Cipher cipher = backend.aesGcm();
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
