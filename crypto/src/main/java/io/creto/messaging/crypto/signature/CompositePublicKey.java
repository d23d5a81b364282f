package io.creto.messaging.crypto.signature;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.KeyIds;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.internal.CryptoBackend;
import io.creto.messaging.crypto.internal.CryptoBackends;
import io.creto.messaging.crypto.internal.Ed25519Keys;
import io.creto.messaging.crypto.internal.MlDsa65;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.v1.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A public key of MLDSA65-Ed25519-SHA512, OID 1.3.6.1.5.5.7.6.48: 1952 bytes ML-DSA-65, then 32 bytes Ed25519. Both
 * halves of a signature must verify.
 *
 * <p>Guarantee: an instance holds a key whose Ed25519 half is canonical and of prime order, and gives the same verdict
 * under every provider. Not guaranteed: uniqueness of signatures. Whoever holds the private key makes many valid ones
 * for a message, so never identify or deduplicate anything by signature bytes.
 *
 * <p>Immutable and thread-safe.
 */
public final class CompositePublicKey {
    /** Size of an encoded public key. */
    public static final int BYTES = MlDsa65.PUBLIC_KEY_BYTES + Ed25519Keys.PUBLIC_KEY_BYTES;
    /** Size of a signature: 3309 bytes ML-DSA-65, then 64 bytes Ed25519. */
    public static final int SIGNATURE_BYTES = MlDsa65.SIGNATURE_BYTES + Ed25519Keys.SIGNATURE_BYTES;

    private static final byte[] LABEL = CompositeMessage.MLDSA65_ED25519_SHA512.getBytes(StandardCharsets.US_ASCII);

    private final ByteString encoded;
    private final KeyId keyId;
    private final CryptoBackend backend;
    private final CryptoBackend.MlDsaVerifier postQuantum;
    private final CryptoBackend.Ed25519Verifier classical;

    private CompositePublicKey(byte[] encoded, CryptoBackend backend) {
        byte[] mlDsa = Arrays.copyOf(encoded, MlDsa65.PUBLIC_KEY_BYTES);
        byte[] ed25519 = Arrays.copyOfRange(encoded, MlDsa65.PUBLIC_KEY_BYTES, BYTES);
        this.encoded = ByteString.copyFrom(encoded);
        this.keyId = KeyIds.of(encoded);
        this.backend = backend;
        this.postQuantum = backend.mlDsa65(mlDsa);
        this.classical = backend.ed25519(ed25519);
    }

    /**
     * Reads a public key.
     *
     * @param encoded {@value #BYTES} bytes
     * @throws VerificationException KEY_NOT_VALID for another length, and for an Ed25519 half that is not canonical, not
     *     on the curve or not of prime order
     */
    public static CompositePublicKey parse(ByteString encoded) throws VerificationException {
        return parse(encoded, CryptoBackends.active());
    }

    static CompositePublicKey parse(ByteString encoded, CryptoBackend backend) throws VerificationException {
        if (encoded.size() != BYTES) {
            throw new VerificationException(RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
        }
        byte[] bytes = encoded.toByteArray();
        if (!Ed25519Keys.isValidPublicKey(Arrays.copyOfRange(bytes, MlDsa65.PUBLIC_KEY_BYTES, BYTES))) {
            throw new VerificationException(RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
        }
        return new CompositePublicKey(bytes, backend);
    }

    /** The key that a seed gave: valid by construction. */
    static CompositePublicKey ofOwnKey(byte[] encoded) {
        return new CompositePublicKey(encoded, CryptoBackends.active());
    }

    /**
     * Verifies a signature. Both halves are always computed.
     *
     * @param context the purpose it was made for
     * @param message the exact bytes that travelled
     * @param signature any bytes; another length than {@value #SIGNATURE_BYTES} is {@link SignatureVerdict#BAD_BOTH}
     */
    public SignatureVerdict verify(SignatureContext context, ByteString message, ByteString signature) {
        return verify(context.bytes().toByteArray(), message.toByteArray(), signature.toByteArray());
    }

    SignatureVerdict verify(byte[] context, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return SignatureVerdict.BAD_BOTH;
        }
        byte[] representative = CompositeMessage.representative(backend, LABEL, context, message);
        byte[] mlDsa = Arrays.copyOf(signature, MlDsa65.SIGNATURE_BYTES);
        byte[] ed25519 = Arrays.copyOfRange(signature, MlDsa65.SIGNATURE_BYTES, SIGNATURE_BYTES);
        return SignatureVerdict.of(
                classical.verify(representative, ed25519), postQuantum.verify(LABEL, representative, mlDsa));
    }

    /** The {@value #BYTES} bytes of this key. */
    public ByteString encoded() {
        return encoded;
    }

    /** The id under which this key is looked up. */
    public KeyId keyId() {
        return keyId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CompositePublicKey that && encoded.equals(that.encoded);
    }

    @Override
    public int hashCode() {
        return keyId.hashCode();
    }

    @Override
    public String toString() {
        return "CompositePublicKey[" + keyId + "]";
    }
}
