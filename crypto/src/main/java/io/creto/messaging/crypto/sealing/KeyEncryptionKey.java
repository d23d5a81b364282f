package io.creto.messaging.crypto.sealing;

import io.creto.messaging.crypto.internal.AesGcm;
import io.creto.messaging.crypto.internal.Hkdf;
import io.creto.messaging.schemas.KeyId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Derives the key that wraps the content key from the KEM's shared secret (shape of RFC 9629, section 5): HKDF-SHA256
 * with an empty salt and {@code info = "creto kek v1" ‖ key id ‖ SHA-256(header)}.
 */
final class KeyEncryptionKey {
    private static final byte[] LABEL = "creto kek v1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_SALT = {};

    private KeyEncryptionKey() {}

    static byte[] derive(byte[] sharedSecret, KeyId keyId, byte[] headerHash) {
        byte[] id = keyId.bytes().toByteArray();
        byte[] info = ByteBuffer.allocate(LABEL.length + id.length + headerHash.length)
                .put(LABEL)
                .put(id)
                .put(headerHash)
                .array();
        return Hkdf.sha256(sharedSecret, NO_SALT, info, AesGcm.KEY_BYTES);
    }
}
