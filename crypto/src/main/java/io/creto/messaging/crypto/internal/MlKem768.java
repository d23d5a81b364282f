package io.creto.messaging.crypto.internal;

import java.security.SecureRandom;
import javax.security.auth.DestroyFailedException;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;

/** ML-KEM-768 (FIPS 203) on Bouncy Castle, the only provider here that has it. */
public final class MlKem768 {
    public static final int SEED_BYTES = 64;
    public static final int ENCAPSULATION_KEY_BYTES = 1184;
    public static final int CIPHERTEXT_BYTES = 1088;
    public static final int SHARED_SECRET_BYTES = 32;

    private static final int MODULUS = 3329;
    /** The seed rho at the end of an encapsulation key is not a polynomial. */
    private static final int RHO_BYTES = 32;

    private MlKem768() {}

    /** A shared secret and the ciphertext that carries it. The caller wipes the secret. */
    @SuppressWarnings("ArrayRecordComponent") // short-lived, never compared, never printed
    public record Encapsulation(byte[] sharedSecret, byte[] ciphertext) {
        @Override
        public String toString() {
            return "Encapsulation[]";
        }
    }

    /** An encapsulation key that passed its check. Thread-safe. */
    public static final class PublicKey {
        private final MLKEMPublicKeyParameters parameters;

        /** @param encoded bytes that {@link #isValidEncapsulationKey} accepted */
        public PublicKey(byte[] encoded) {
            this.parameters = new MLKEMPublicKeyParameters(MLKEMParameters.ml_kem_768, encoded);
        }

        /** FIPS 203, algorithm 20. */
        public Encapsulation encapsulate(SecureRandom random) {
            SecretWithEncapsulation result = new MLKEMGenerator(random).generateEncapsulated(parameters);
            try {
                return new Encapsulation(result.getSecret(), result.getEncapsulation());
            } finally {
                destroy(result);
            }
        }
    }

    /** A decapsulation key, expanded from its seed. Destroyed by its owner. */
    public static final class PrivateKey {
        private final MLKEMPrivateKeyParameters parameters;

        /** @param seed 64 bytes, d ‖ z of FIPS 203, algorithm 19 */
        public PrivateKey(byte[] seed) {
            this.parameters = new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, seed);
        }

        /** Returns the 1184-byte encapsulation key. */
        public byte[] encapsulationKey() {
            return parameters.getPublicKey();
        }

        /**
         * FIPS 203, algorithm 21. A ciphertext that was not made for this key gives a pseudorandom secret, not an error.
         *
         * @param ciphertext 1088 bytes
         * @return 32 bytes that the caller wipes
         */
        public byte[] decapsulate(byte[] ciphertext) {
            return new MLKEMExtractor(parameters).extractSecret(ciphertext);
        }

        /** Overwrites the expanded key. */
        public void destroy() {
            parameters.destroy();
        }
    }

    private static void destroy(SecretWithEncapsulation result) {
        try {
            result.destroy();
        } catch (DestroyFailedException e) {
            throw new IllegalStateException("a shared secret could not be wiped", e);
        }
    }

    /** The length check and the modulus check of FIPS 203, section 7.2: every 12-bit coefficient is below 3329. */
    public static boolean isValidEncapsulationKey(byte[] encoded) {
        if (encoded.length != ENCAPSULATION_KEY_BYTES) {
            return false;
        }
        for (int i = 0; i < ENCAPSULATION_KEY_BYTES - RHO_BYTES; i += 3) {
            int low = (encoded[i] & 0xff) | (encoded[i + 1] & 0x0f) << 8;
            int high = (encoded[i + 1] & 0xf0) >> 4 | (encoded[i + 2] & 0xff) << 4;
            if (low >= MODULUS || high >= MODULUS) {
                return false;
            }
        }
        return true;
    }
}
