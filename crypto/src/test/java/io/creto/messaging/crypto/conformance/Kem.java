package io.creto.messaging.crypto.conformance;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.internal.MlKem768;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.crypto.kem.Encapsulation;
import io.creto.messaging.crypto.kem.EncapsulationKey;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;

/** ML-KEM-768 checks that several sources share. */
final class Kem {

    private Kem() {}

    /** The seed d ‖ z gives this key pair. */
    static void checkKeyPair(byte[] seed, byte[] encapsulationKey, byte[] expandedKey) {
        MismatchException.unlessEqual(
                "ek",
                encapsulationKey,
                DecapsulationKey.fromSeed(seed).encapsulationKey().encoded().toByteArray());
        // Production never hands out the expanded form; the reference shows that it is the same key.
        MismatchException.unlessEqual("dk", expandedKey, reference(seed).getEncoded());
    }

    /** Encapsulating with the randomness m gives this ciphertext and secret. */
    static void checkEncapsulation(byte[] encapsulationKey, byte[] m, byte[] ciphertext, byte[] sharedSecret)
            throws VerificationException {
        EncapsulationKey key = EncapsulationKey.parse(ByteString.copyFrom(encapsulationKey));
        try (Encapsulation made = key.encapsulate(new FixedRandom(m))) {
            MismatchException.unlessEqual("c", ciphertext, made.ciphertext());
            MismatchException.unlessEqual("K", sharedSecret, made.sharedSecret());
        }
    }

    static boolean acceptsSeed(byte[] seed) throws Exception {
        return Refusal.accepts(IllegalArgumentException.class, () -> DecapsulationKey.fromSeed(seed));
    }

    static boolean acceptsEncapsulationKey(byte[] encapsulationKey) throws Exception {
        return Refusal.accepts(
                VerificationException.class, () -> EncapsulationKey.parse(ByteString.copyFrom(encapsulationKey)));
    }

    /**
     * Decapsulation with a key in expanded form, which production does not take: the engine that decapsulates for
     * production, Bouncy Castle, with the length checks of {@link DecapsulationKey} before it.
     *
     * @throws IllegalArgumentException if key or ciphertext is refused
     */
    static byte[] decapsulateExpanded(byte[] expandedKey, byte[] ciphertext) {
        if (expandedKey.length == MlKem768.SEED_BYTES || ciphertext.length != MlKem768.CIPHERTEXT_BYTES) {
            throw new IllegalArgumentException("length of key or ciphertext");
        }
        return new MLKEMExtractor(reference(expandedKey)).extractSecret(ciphertext);
    }

    /** @throws IllegalArgumentException if Bouncy Castle refuses the key */
    static MLKEMPrivateKeyParameters reference(byte[] seedOrExpandedKey) {
        return new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, seedOrExpandedKey, null);
    }
}
