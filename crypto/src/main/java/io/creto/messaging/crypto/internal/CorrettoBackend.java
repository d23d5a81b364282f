package io.creto.messaging.crypto.internal;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/**
 * The fast path: the Amazon Corretto Crypto Provider, AWS-LC behind JCA. Its Ed25519 takes the JDK's keys; its ML-DSA
 * verifies over mu (FIPS 204, algorithm 8, line 6), because its other form takes no context.
 */
final class CorrettoBackend implements CryptoBackend {
    /** SubjectPublicKeyInfo up to the key: RFC 8410 for Ed25519, RFC 9881 for ML-DSA-65. */
    private static final byte[] ED25519_SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] ML_DSA_65_SPKI =
            HexFormat.of().parseHex("308207b2300b0609608648016503040312038207a100");

    private final Provider provider;

    private CorrettoBackend(Provider provider) {
        this.provider = provider;
    }

    /** Empty where the native library is missing for this machine, does not load or fails its self-tests. */
    static Optional<CryptoBackend> load() {
        try {
            AmazonCorrettoCryptoProvider accp = AmazonCorrettoCryptoProvider.INSTANCE;
            accp.assertHealthy();
            Signature.getInstance("ML-DSA-ExtMu", accp);
            return Optional.of(new CorrettoBackend(accp));
        } catch (GeneralSecurityException | RuntimeException | LinkageError notHere) {
            return Optional.empty();
        }
    }

    @Override
    public String name() {
        return "corretto";
    }

    @Override
    public Ed25519Verifier ed25519(byte[] publicKey) {
        PublicKey key = publicKey("Ed25519", null, ED25519_SPKI, publicKey);
        return (message, signature) -> signature.length == Ed25519Keys.SIGNATURE_BYTES
                // The one canonical encoding of small order that the cofactorless equation cannot tell from r = 0.
                && !Ed25519Keys.isIdentity(signature)
                && verify("Ed25519", key, message, signature);
    }

    @Override
    public MlDsaVerifier mlDsa65(byte[] publicKey) {
        PublicKey key = publicKey("ML-DSA", provider, ML_DSA_65_SPKI, publicKey);
        byte[] publicKeyHash = MlDsa65.publicKeyHash(publicKey);
        return (context, message, signature) -> signature.length == MlDsa65.SIGNATURE_BYTES
                && context.length <= MlDsa65.CONTEXT_MAX_BYTES
                && verify("ML-DSA-ExtMu", key, MlDsa65.mu(publicKeyHash, context, message), signature);
    }

    @Override
    public MessageDigest sha256() {
        return digest("SHA-256");
    }

    @Override
    public MessageDigest sha512() {
        return digest("SHA-512");
    }

    @Override
    public Cipher aesGcm() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding", provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM vanished from the provider", e);
        }
    }

    private MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm, provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " vanished from the provider", e);
        }
    }

    private boolean verify(String algorithm, PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm, provider);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException refused) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " failed after its key had been loaded", e);
        }
    }

    private static PublicKey publicKey(String algorithm, @Nullable Provider provider, byte[] prefix, byte[] raw) {
        byte[] encoded = Arrays.copyOf(prefix, prefix.length + raw.length);
        System.arraycopy(raw, 0, encoded, prefix.length, raw.length);
        try {
            KeyFactory factory = provider == null
                    ? KeyFactory.getInstance(algorithm, "SunEC")
                    : KeyFactory.getInstance(algorithm, provider);
            return factory.generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a valid " + algorithm + " public key", e);
        }
    }
}
