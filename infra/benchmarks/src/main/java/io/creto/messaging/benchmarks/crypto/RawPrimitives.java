package io.creto.messaging.benchmarks.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The floors: the primitives of suite 1 straight from the providers, on a message as long as the composite's M'. Each
 * benchmark does one thing, so that a floor is a sum of rows.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RawPrimitives {
    static final byte[] LABEL = "COMPSIG-MLDSA65-Ed25519-SHA512".getBytes(StandardCharsets.US_ASCII);
    /** Prefix, label, length byte, "creto.batch.v1", SHA-512. */
    static final int REPRESENTATIVE_BYTES = 32 + LABEL.length + 1 + 14 + 64;

    private static final int PAYLOAD_BYTES = 1024;

    private final SecureRandom random = new SecureRandom();
    private final byte[] message = new byte[REPRESENTATIVE_BYTES];
    private final byte[] payload = new byte[PAYLOAD_BYTES];
    private final byte[] aad = new byte[64];
    private final byte[] nonce = new byte[12];
    private final byte[] key = new byte[32];

    private byte[] edSeed = {};
    private byte[] edPublic = {};
    private byte[] edSignature = {};
    private byte[] mlDsaSignature = {};
    private byte[] kemCiphertext = {};
    private byte[] wrapped = {};
    private byte[] sealed = {};
    private MLDSAPrivateKeyParameters mlDsaPrivate;
    private MLDSAPublicKeyParameters mlDsaPublic;
    private MLKEMPrivateKeyParameters kemPrivate;
    private MLKEMPublicKeyParameters kemPublic;

    /** Makes keys, signatures and ciphertexts. */
    @Setup
    public void setUp() throws GeneralSecurityException, CryptoException {
        random.nextBytes(message);
        random.nextBytes(key);
        edSeed = random(32);
        edPublic = new byte[32];
        Ed25519.generatePublicKey(edSeed, 0, edPublic, 0);
        mlDsaPrivate = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, random(32));
        mlDsaPublic = mlDsaPrivate.getPublicKeyParameters();
        edSignature = ed25519Sign();
        mlDsaSignature = mlDsa65Sign();
        kemPrivate = new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, random(64));
        kemPublic = kemPrivate.getPublicKeyParameters();
        kemCiphertext = mlKemEncapsulate().getEncapsulation();
        wrapped = aesWrap();
        sealed = gcmSeal();
    }

    /** One composite verification by Bouncy Castle, including its check of R. */
    @Benchmark
    public boolean compositeVerify() {
        MLDSASigner mlDsa = new MLDSASigner();
        mlDsa.init(false, new ParametersWithContext(mlDsaPublic, LABEL));
        mlDsa.update(message, 0, message.length);
        return check(mlDsa.verifySignature(mlDsaSignature)
                && Ed25519.verify(edSignature, 0, edPublic, 0, message, 0, message.length)
                && Ed25519.validatePublicKeyFull(edSignature, 0));
    }

    /** One composite signing. */
    @Benchmark
    public int compositeSign() throws CryptoException {
        return ed25519Sign().length + mlDsa65Sign().length;
    }

    /** ML-KEM-768 encapsulation. */
    @Benchmark
    public SecretWithEncapsulation mlKemEncapsulate() {
        return new MLKEMGenerator(random).generateEncapsulated(kemPublic);
    }

    /** ML-KEM-768 decapsulation. */
    @Benchmark
    public byte[] mlKemDecapsulate() {
        return new MLKEMExtractor(kemPrivate).extractSecret(kemCiphertext);
    }

    /** AES-256-KW of a 32-byte key. */
    @Benchmark
    public byte[] aesWrap() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/KW/NoPadding");
        cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(key, "AES"));
        return cipher.wrap(new SecretKeySpec(key, "AES"));
    }

    /** Its inverse. */
    @Benchmark
    public byte[] aesUnwrap() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/KW/NoPadding");
        cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(key, "AES"));
        return cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded();
    }

    /** AES-256-GCM over 1 KiB. */
    @Benchmark
    public byte[] gcmSeal() throws GeneralSecurityException {
        // A fresh nonce for each call, as the cipher demands.
        random.nextBytes(nonce);
        return gcm(Cipher.ENCRYPT_MODE, nonce).doFinal(payload);
    }

    /** Its inverse. */
    @Benchmark
    public byte[] gcmOpen() throws GeneralSecurityException {
        return gcm(Cipher.DECRYPT_MODE, nonce).doFinal(sealed);
    }

    private Cipher gcm(int mode, byte[] iv) throws GeneralSecurityException {
        Cipher cipher = NativeProvider.aesGcm();
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
        cipher.updateAAD(aad);
        return cipher;
    }

    private byte[] ed25519Sign() {
        byte[] signature = new byte[64];
        Ed25519.sign(edSeed, 0, edPublic, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    private byte[] mlDsa65Sign() throws CryptoException {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, new ParametersWithContext(new ParametersWithRandom(mlDsaPrivate, random), LABEL));
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static boolean check(boolean valid) {
        if (!valid) {
            throw new IllegalStateException("the floor must verify");
        }
        return true;
    }
}
