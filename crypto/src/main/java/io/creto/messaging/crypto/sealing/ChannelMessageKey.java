package io.creto.messaging.crypto.sealing;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.Secret;
import io.creto.messaging.crypto.internal.AesGcm;
import io.creto.messaging.crypto.internal.Digests;
import io.creto.messaging.crypto.internal.Hkdf;
import io.creto.messaging.crypto.internal.SecretBytes;
import io.creto.messaging.schemas.WireLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One message key of a {@link ChannelChain}. Thread-safe.
 */
public final class ChannelMessageKey implements Secret {
    private static final byte[] LABEL = "creto channel v1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_SALT = {};

    private final SecretBytes key;
    private final long index;

    ChannelMessageKey(byte[] key, long index) {
        this.key = new SecretBytes(key);
        this.index = index;
    }

    /**
     * The content key of a publication: {@code HKDF(MK, info = "creto channel v1" ‖ suite ‖ SHA-256(header))}.
     *
     * @param header the publication's exact header bytes
     * @return 32 bytes, which the caller wipes
     * @throws IllegalStateException after {@link #destroy()}
     */
    public byte[] contentKey(ByteString header) {
        byte[] info = ByteBuffer.allocate(LABEL.length + 1 + Digests.SHA256_BYTES)
                .put(LABEL)
                .put((byte) WireLimits.SUITE)
                .put(Digests.sha256(header))
                .array();
        byte[] messageKey = key.copy();
        try {
            return Hkdf.sha256(messageKey, NO_SALT, info, AesGcm.KEY_BYTES);
        } finally {
            Arrays.fill(messageKey, (byte) 0);
        }
    }

    /** Its position in the chain. */
    public long index() {
        return index;
    }

    @Override
    public void destroy() {
        key.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return key.isDestroyed();
    }

    @Override
    public String toString() {
        return "ChannelMessageKey[index " + index + "]";
    }
}
