package io.creto.messaging.crypto.internal;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** AES key wrap (RFC 3394) from the JDK. */
public final class AesKeyWrap {
    /** Bytes that wrapping adds. */
    public static final int OVERHEAD_BYTES = 8;

    private static final int MIN_KEY_BYTES = 16;
    private static final int SEMIBLOCK_BYTES = 8;

    private AesKeyWrap() {}

    /**
     * Wraps a key; the result is 8 bytes longer.
     *
     * @param kek 16, 24 or 32 bytes
     * @param key at least 16 bytes, a multiple of 8 (RFC 3394, section 2: n ≥ 2)
     * @throws IllegalArgumentException for a key of another length
     */
    public static byte[] wrap(byte[] kek, byte[] key) {
        if (!isWrappable(key.length)) {
            throw new IllegalArgumentException("RFC 3394 wraps 16 bytes or more in steps of 8, not " + key.length);
        }
        try {
            Cipher cipher = cipher();
            cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(kek, "AES"));
            return cipher.wrap(new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES key wrap failed", e);
        }
    }

    /**
     * Unwraps a key; returns nothing if the bytes were not wrapped under this kek.
     *
     * @param kek 16, 24 or 32 bytes
     * @param wrapped any bytes
     */
    public static Optional<byte[]> unwrap(byte[] kek, byte[] wrapped) {
        if (!isWrappable(wrapped.length - OVERHEAD_BYTES)) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher();
            cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(kek, "AES"));
            return Optional.of(cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded());
        } catch (InvalidKeyException refused) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES key unwrap failed", e);
        }
    }

    private static boolean isWrappable(int length) {
        return length >= MIN_KEY_BYTES && length % SEMIBLOCK_BYTES == 0;
    }

    private static Cipher cipher() throws GeneralSecurityException {
        return Cipher.getInstance("AES/KW/NoPadding");
    }
}
