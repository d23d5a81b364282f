package io.creto.messaging.crypto.internal;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** HKDF-SHA256 (RFC 5869). */
public final class Hkdf {
    private static final int MAX_BYTES = 255 * 32;

    private Hkdf() {}

    /**
     * Extract, then expand.
     *
     * @param ikm input keying material
     * @param salt may be empty
     * @param info binds the key to its purpose
     * @param length 1 to 8160 bytes (255 blocks)
     * @throws IllegalArgumentException if the length is out of range
     */
    public static byte[] sha256(byte[] ikm, byte[] salt, byte[] info, int length) {
        if (length < 1 || length > MAX_BYTES) {
            throw new IllegalArgumentException("HKDF-SHA256 gives 1 to " + MAX_BYTES + " bytes, not " + length);
        }
        HKDFBytesGenerator generator = new HKDFBytesGenerator(SHA256Digest.newInstance());
        generator.init(new HKDFParameters(ikm, salt, info));
        byte[] okm = new byte[length];
        generator.generateBytes(okm, 0, length);
        return okm;
    }
}
