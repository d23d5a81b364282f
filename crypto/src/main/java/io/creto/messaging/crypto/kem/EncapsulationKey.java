package io.creto.messaging.crypto.kem;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.KeyIds;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.internal.MlKem768;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.v1.RejectionReason;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A recipient's ML-KEM-768 encapsulation key (FIPS 203), 1184 bytes.
 *
 * <p>Guarantee: an instance passed the length and modulus checks of FIPS 203, section 7.2. Not guaranteed: whose key it
 * is; that stands in the evidence it came with. Immutable and thread-safe.
 */
public final class EncapsulationKey {
    /** Size of an encoded key. */
    public static final int BYTES = MlKem768.ENCAPSULATION_KEY_BYTES;

    private final ByteString encoded;
    private final KeyId keyId;
    private final MlKem768.PublicKey key;

    private EncapsulationKey(ByteString encoded) {
        byte[] bytes = encoded.toByteArray();
        this.encoded = encoded;
        this.keyId = KeyIds.of(bytes);
        this.key = new MlKem768.PublicKey(bytes);
    }

    /**
     * Reads a foreign key.
     *
     * @param encoded {@value #BYTES} bytes
     * @throws VerificationException KEY_NOT_VALID for another length or a coefficient of 3329 or more
     */
    public static EncapsulationKey parse(ByteString encoded) throws VerificationException {
        if (!MlKem768.isValidEncapsulationKey(encoded.toByteArray())) {
            throw new VerificationException(RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
        }
        return new EncapsulationKey(encoded);
    }

    static EncapsulationKey ofOwnKey(byte[] encoded) {
        return new EncapsulationKey(ByteString.copyFrom(encoded));
    }

    /** A fresh shared secret, which the caller destroys, and its ciphertext (FIPS 203, algorithm 20). */
    public Encapsulation encapsulate(SecureRandom random) {
        MlKem768.Encapsulation raw = key.encapsulate(random);
        try {
            return new Encapsulation(raw.sharedSecret(), raw.ciphertext());
        } finally {
            Arrays.fill(raw.sharedSecret(), (byte) 0);
        }
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
        return other instanceof EncapsulationKey that && encoded.equals(that.encoded);
    }

    @Override
    public int hashCode() {
        return keyId.hashCode();
    }

    @Override
    public String toString() {
        return "EncapsulationKey[" + keyId + "]";
    }
}
