package io.creto.messaging.crypto.sealing;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.creto.messaging.crypto.internal.AesGcm;
import io.creto.messaging.crypto.internal.CryptoBackends;
import io.creto.messaging.crypto.internal.Digests;
import io.creto.messaging.v1.SealedBody;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;

/** The content encryption: AES-256-GCM, AAD = SHA-256(header) ‖ SHA-256(key part). */
final class ContentCipher {

    private ContentCipher() {}

    static SealedBody seal(
            byte[] contentKey, byte[] headerHash, ByteString keyPart, byte[] payload, SecureRandom random) {
        byte[] nonce = new byte[AesGcm.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] ciphertext =
                AesGcm.seal(CryptoBackends.active(), contentKey, nonce, additionalData(headerHash, keyPart), payload);
        return SealedBody.newBuilder()
                .setKey(keyPart)
                .setNonce(UnsafeByteOperations.unsafeWrap(nonce))
                .setCiphertext(UnsafeByteOperations.unsafeWrap(ciphertext))
                .build();
    }

    static Optional<byte[]> open(byte[] contentKey, byte[] headerHash, SealedBody body) {
        return AesGcm.open(
                CryptoBackends.active(),
                contentKey,
                body.getNonce().toByteArray(),
                additionalData(headerHash, body.getKey()),
                body.getCiphertext().toByteArray());
    }

    private static byte[] additionalData(byte[] headerHash, ByteString keyPart) {
        MessageDigest sha256 = CryptoBackends.active().sha256();
        Digests.update(sha256, keyPart);
        return ByteBuffer.allocate(2 * Digests.SHA256_BYTES)
                .put(headerHash)
                .put(sha256.digest())
                .array();
    }
}
