package io.creto.messaging.crypto.signature;

import io.creto.messaging.crypto.internal.CryptoBackend;
import io.creto.messaging.crypto.internal.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What both halves of a composite signature sign (draft-ietf-lamps-pq-composite-sigs, section 2.2):
 *
 * <pre>M' = Prefix ‖ Label ‖ len(ctx) ‖ ctx ‖ SHA-512(M)</pre>
 */
final class CompositeMessage {
    /** The label of MLDSA65-Ed25519-SHA512, which is also the context of its ML-DSA half. */
    static final String MLDSA65_ED25519_SHA512 = "COMPSIG-MLDSA65-Ed25519-SHA512";

    static final int CONTEXT_MAX_BYTES = 255;

    private static final byte[] PREFIX = "CompositeAlgorithmSignatures2025".getBytes(StandardCharsets.US_ASCII);

    private CompositeMessage() {}

    /**
     * @param label of the composite algorithm, ASCII
     * @param context at most {@value #CONTEXT_MAX_BYTES} bytes
     * @throws IllegalArgumentException if the context is longer
     */
    static byte[] representative(CryptoBackend backend, byte[] label, byte[] context, byte[] message) {
        if (context.length > CONTEXT_MAX_BYTES) {
            throw new IllegalArgumentException("a context has at most 255 bytes, not " + context.length);
        }
        return ByteBuffer.allocate(PREFIX.length + label.length + 1 + context.length + Digests.SHA512_BYTES)
                .put(PREFIX)
                .put(label)
                .put((byte) context.length)
                .put(context)
                .put(backend.sha512().digest(message))
                .array();
    }
}
