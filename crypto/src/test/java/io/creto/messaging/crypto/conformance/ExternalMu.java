package io.creto.messaging.crypto.conformance;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import io.creto.messaging.crypto.internal.CryptoBackend;
import io.creto.messaging.crypto.internal.CryptoBackends;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * ML-DSA-65 verification over mu (FIPS 204, algorithm 8 from line 7). Production takes messages alone, so this speaks
 * to the providers directly: it proves the arithmetic beneath, on vectors that have no message.
 */
final class ExternalMu {
    private static final int MU_BYTES = 64;
    private static final byte[] SPKI = HexFormat.of().parseHex("308207b2300b0609608648016503040312038207a100");

    private ExternalMu() {}

    static boolean verify(CryptoBackend backend, byte[] publicKey, byte[] mu, byte[] signature) throws Exception {
        return backend == CryptoBackends.bouncyCastle()
                ? verifyWithBouncyCastle(publicKey, mu, signature)
                : verifyWithCorretto(publicKey, mu, signature);
    }

    /** mu of the internal interface: H(H(pk, 64) ‖ M', 64), where M' holds its prefix already. */
    static byte[] ofInternalMessage(byte[] publicKey, byte[] message) {
        return shake256(Signatures.concat(shake256(publicKey), message));
    }

    private static boolean verifyWithBouncyCastle(byte[] publicKey, byte[] mu, byte[] signature) {
        MLDSASigner verifier = new MLDSASigner();
        verifier.init(false, new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_65, publicKey));
        return verifier.verifyMuSignature(mu, signature);
    }

    private static boolean verifyWithCorretto(byte[] publicKey, byte[] mu, byte[] signature) throws Exception {
        PublicKey key = KeyFactory.getInstance("ML-DSA", AmazonCorrettoCryptoProvider.INSTANCE)
                .generatePublic(new X509EncodedKeySpec(Signatures.concat(SPKI, publicKey)));
        Signature verifier = Signature.getInstance("ML-DSA-ExtMu", AmazonCorrettoCryptoProvider.INSTANCE);
        verifier.initVerify(key);
        verifier.update(mu);
        try {
            return verifier.verify(signature);
        } catch (SignatureException refused) {
            return false;
        }
    }

    private static byte[] shake256(byte[] data) {
        SHAKEDigest shake = new SHAKEDigest(256);
        shake.update(data, 0, data.length);
        byte[] out = new byte[MU_BYTES];
        shake.doFinal(out, 0, MU_BYTES);
        return out;
    }
}
