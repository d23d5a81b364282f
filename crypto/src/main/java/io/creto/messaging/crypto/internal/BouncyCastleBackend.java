package io.creto.messaging.crypto.internal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The reference: Bouncy Castle for signatures, the JDK's own providers for SHA-2 and AES. */
final class BouncyCastleBackend implements CryptoBackend {

    @Override
    public String name() {
        return "bouncycastle";
    }

    @Override
    public Ed25519Verifier ed25519(byte[] publicKey) {
        Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(publicKey, 0);
        if (point == null) {
            throw new IllegalArgumentException("not a valid Ed25519 public key");
        }
        return (message, signature) -> signature.length == Ed25519Keys.SIGNATURE_BYTES
                && Ed25519.verify(signature, 0, point, message, 0, message.length)
                // Its equation lets a component of small order in R pass; RFC 8032 without the cofactor does not.
                && Ed25519.validatePublicKeyFull(signature, 0);
    }

    @Override
    public MlDsaVerifier mlDsa65(byte[] publicKey) {
        MLDSAPublicKeyParameters key = new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_65, publicKey);
        return (context, message, signature) -> {
            if (signature.length != MlDsa65.SIGNATURE_BYTES || context.length > MlDsa65.CONTEXT_MAX_BYTES) {
                return false;
            }
            MLDSASigner signer = new MLDSASigner();
            signer.init(false, new ParametersWithContext(key, context));
            signer.update(message, 0, message.length);
            return signer.verifySignature(signature);
        };
    }

    @Override
    public MessageDigest sha256() {
        return jdkDigest("SHA-256");
    }

    @Override
    public MessageDigest sha512() {
        return jdkDigest("SHA-512");
    }

    @Override
    public Cipher aesGcm() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES-GCM", e);
        }
    }

    private static MessageDigest jdkDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + algorithm, e);
        }
    }
}
