package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import java.util.HexFormat;

/**
 * Names a public key of an owner: the suite byte, then the first 16 bytes of SHA-256(raw public key); 17 bytes. Whoever
 * holds the key compares: nothing here hashes.
 *
 * @param bytes the 17 bytes
 */
public record KeyId(ByteString bytes) {
    private static final String FIELD = "key_id";

    /** @throws IllegalArgumentException if the bytes are not a key id of a known suite */
    public KeyId {
        try {
            check(bytes, FIELD);
        } catch (WireException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        bytes = ByteString.copyFrom(bytes.toByteArray()); // its own, so that a small id does not hold a large record
    }

    /**
     * The id of a key with this hash.
     *
     * @param suite the suite, {@link WireLimits#SUITE}
     * @param sha256 SHA-256 of the raw public key, 32 bytes, of which the first 16 are taken
     * @throws IllegalArgumentException if the suite is not known or the hash not 32 bytes
     */
    public static KeyId of(int suite, byte[] sha256) {
        if (sha256.length != WireLimits.HASH_BYTES) {
            throw new IllegalArgumentException("hash of " + sha256.length + " bytes, must be " + WireLimits.HASH_BYTES);
        }
        if (suite != WireLimits.SUITE) {
            throw new IllegalArgumentException("suite " + suite + ", must be " + WireLimits.SUITE);
        }
        byte[] id = new byte[WireLimits.KEY_ID_BYTES];
        id[0] = (byte) suite;
        System.arraycopy(sha256, 0, id, 1, id.length - 1);
        return new KeyId(ByteString.copyFrom(id));
    }

    /** Reads 17 bytes. Refuses another length with MALFORMED, an unknown suite with UNSUPPORTED_VERSION. */
    public static KeyId parse(ByteString bytes) throws WireException {
        check(bytes, FIELD);
        return new KeyId(bytes);
    }

    /** The suite of the key. */
    public int suite() {
        return bytes.byteAt(0) & 0xFF;
    }

    /** The 17 bytes as 34 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    static void check(ByteString bytes, String field) throws WireException {
        Check.size(bytes, WireLimits.KEY_ID_BYTES, field);
        int suite = bytes.byteAt(0) & 0xFF;
        if (suite != WireLimits.SUITE) {
            throw WireException.unsupported(field, "suite " + suite, "suite " + WireLimits.SUITE);
        }
    }
}
