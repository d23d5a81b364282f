package io.creto.messaging.crypto.signature;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.internal.CryptoBackend;
import java.nio.charset.StandardCharsets;

/** Lets tests of other packages name the provider that verifies, and see what both halves of a signature sign. */
public final class SignatureInternals {
    private SignatureInternals() {}

    /** {@link CompositePublicKey#parse(ByteString)} under this provider. */
    public static CompositePublicKey parse(ByteString encoded, CryptoBackend backend) throws VerificationException {
        return CompositePublicKey.parse(encoded, backend);
    }

    /** M' of a message. */
    public static byte[] representative(CryptoBackend backend, SignatureContext context, ByteString message) {
        byte[] label = CompositeMessage.MLDSA65_ED25519_SHA512.getBytes(StandardCharsets.US_ASCII);
        return CompositeMessage.representative(backend, label, context.bytes().toByteArray(), message.toByteArray());
    }
}
