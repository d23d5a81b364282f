package io.creto.messaging.crypto.conformance;

import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * ML-DSA-65 signing that production deliberately cannot do: with an expanded private key, or over mu. Bouncy Castle,
 * which signs for production too, stands in for it.
 *
 * @param key seed or expanded form
 */
record ReferenceMlDsa(MLDSAPrivateKeyParameters key) {
    static final int RND_BYTES = 32;

    /** @throws IllegalArgumentException if Bouncy Castle refuses the key */
    static ReferenceMlDsa of(byte[] seedOrExpandedKey) {
        return new ReferenceMlDsa(new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, seedOrExpandedKey, null));
    }

    byte[] publicKey() {
        return key.getPublicKey();
    }

    /** The expanded form, FIPS 204, algorithm 24. */
    byte[] expandedKey() {
        return key.getEncoded();
    }

    byte[] sign(byte[] context, byte[] message, byte[] rnd) throws CryptoException {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, new ParametersWithContext(new ParametersWithRandom(key, new FixedRandom(rnd)), context));
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    byte[] signMu(byte[] mu, byte[] rnd) throws CryptoException {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, new ParametersWithRandom(key, new FixedRandom(rnd)));
        return signer.generateMuSignature(mu);
    }
}
