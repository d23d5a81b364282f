package io.creto.messaging.crypto.signature;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.internal.CryptoBackend;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Opens to the conformance suite what this package keeps to itself: contexts that are not a {@link SignatureContext},
 * a chosen provider, and the message representative under the label of another composite algorithm.
 */
public final class CompositeVectors {

    private CompositeVectors() {}

    /**
     * Parses the key and verifies under one provider.
     *
     * @throws VerificationException if the key is refused
     */
    public static SignatureVerdict verify(
            CryptoBackend backend, byte[] publicKey, byte[] context, byte[] message, byte[] signature)
            throws VerificationException {
        return CompositePublicKey.parse(ByteString.copyFrom(publicKey), backend).verify(context, message, signature);
    }

    /** Signs for any context. */
    public static byte[] sign(CompositePrivateKey key, byte[] context, byte[] message, SecureRandom random) {
        return key.sign(context, message, random);
    }

    /** What both halves sign, for any label. */
    public static byte[] representative(CryptoBackend backend, String label, byte[] context, byte[] message) {
        return CompositeMessage.representative(backend, label.getBytes(StandardCharsets.US_ASCII), context, message);
    }
}
