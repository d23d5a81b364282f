package io.creto.messaging.crypto.internal;

import java.security.SecureRandom;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** ML-DSA-65 keys and signing (FIPS 204). Signing always runs on Bouncy Castle; verifying belongs to the backend. */
public final class MlDsa65 {
    public static final int SEED_BYTES = 32;
    public static final int PUBLIC_KEY_BYTES = 1952;
    public static final int SIGNATURE_BYTES = 3309;
    public static final int CONTEXT_MAX_BYTES = 255;

    private static final int MU_BYTES = 64;

    private MlDsa65() {}

    /** A private key, expanded from its seed. Destroyed by its owner. */
    public static final class PrivateKey {
        private final MLDSAPrivateKeyParameters parameters;

        /** @param seed 32 bytes, the xi of FIPS 204, algorithm 1 */
        public PrivateKey(byte[] seed) {
            this.parameters = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, seed);
        }

        /** Returns the 1952-byte public key. */
        public byte[] publicKey() {
            return parameters.getPublicKey();
        }

        /** Returns a 3309-byte hedged signature (FIPS 204, algorithm 2). */
        public byte[] sign(byte[] context, byte[] message, SecureRandom random) {
            MLDSASigner signer = new MLDSASigner();
            signer.init(true, new ParametersWithContext(new ParametersWithRandom(parameters, random), context));
            signer.update(message, 0, message.length);
            try {
                return signer.generateSignature();
            } catch (CryptoException e) {
                throw new IllegalStateException("ML-DSA-65 signing failed", e);
            }
        }

        /** Overwrites the expanded key. */
        public void destroy() {
            parameters.destroy();
        }
    }

    /** tr = H(pk, 64) of FIPS 204. */
    static byte[] publicKeyHash(byte[] publicKey) {
        SHAKEDigest shake = new SHAKEDigest(256);
        shake.update(publicKey, 0, publicKey.length);
        return squeeze(shake);
    }

    /** mu = H(tr ‖ 0 ‖ |ctx| ‖ ctx ‖ M, 64), FIPS 204, algorithms 2 and 7. */
    static byte[] mu(byte[] publicKeyHash, byte[] context, byte[] message) {
        SHAKEDigest shake = new SHAKEDigest(256);
        shake.update(publicKeyHash, 0, publicKeyHash.length);
        shake.update((byte) 0);
        shake.update((byte) context.length);
        shake.update(context, 0, context.length);
        shake.update(message, 0, message.length);
        return squeeze(shake);
    }

    private static byte[] squeeze(SHAKEDigest shake) {
        byte[] out = new byte[MU_BYTES];
        shake.doFinal(out, 0, MU_BYTES);
        return out;
    }
}
