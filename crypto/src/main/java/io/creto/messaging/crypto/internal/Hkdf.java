package io.creto.messaging.crypto.internal;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** HKDF-SHA256 (RFC 5869). */
public final class Hkdf {

    private Hkdf() {}

    /**
     * Extract, then expand.
     *
     * @param ikm input keying material
     * @param salt may be empty
     * @param info binds the key to its purpose
     * @param length 1 to 8160 bytes
     * @throws IllegalArgumentException if the length is out of range
     */
    public static byte[] sha256(byte[] ikm, byte[] salt, byte[] info, int length) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(SHA256Digest.newInstance());
        generator.init(new HKDFParameters(ikm, salt, info));
        byte[] okm = new byte[length];
        try {
            generator.generateBytes(okm, 0, length);
        } catch (org.bouncycastle.crypto.DataLengthException e) {
            throw new IllegalArgumentException("HKDF-SHA256 gives at most 8160 bytes, not " + length, e);
        }
        return okm;
    }
}
