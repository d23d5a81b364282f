package io.creto.messaging.benchmarks.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Floor: one composite verification straight from the native provider, over a message as long as the composite's M'. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RawNativeVerify {
    private static final int ML_DSA_65_BYTES = 1952;

    private final byte[] message = new byte[RawPrimitives.REPRESENTATIVE_BYTES];

    private byte[] edSignature = {};
    private byte[] mlDsaSignature = {};
    private byte[] publicKeyHash = {};
    private PublicKey ed;
    private PublicKey mlDsa;

    /** Makes keys and signatures with the provider itself. */
    @Setup
    public void setUp() throws GeneralSecurityException {
        Provider provider = NativeProvider.get();
        KeyPair edPair = KeyPairGenerator.getInstance("Ed25519", provider).generateKeyPair();
        KeyPair mlDsaPair = KeyPairGenerator.getInstance("ML-DSA-65", provider).generateKeyPair();
        ed = KeyFactory.getInstance("Ed25519", "SunEC")
                .generatePublic(new X509EncodedKeySpec(edPair.getPublic().getEncoded()));
        mlDsa = mlDsaPair.getPublic();
        byte[] encoded = mlDsa.getEncoded();
        publicKeyHash = shake(Arrays.copyOfRange(encoded, encoded.length - ML_DSA_65_BYTES, encoded.length));
        edSignature = sign("Ed25519", edPair, message);
        mlDsaSignature = sign("ML-DSA-ExtMu", mlDsaPair, mu());
    }

    /** Both halves, each from a fresh verifier, and mu. */
    @Benchmark
    public boolean compositeVerify() throws GeneralSecurityException {
        boolean valid =
                verify("Ed25519", ed, message, edSignature) && verify("ML-DSA-ExtMu", mlDsa, mu(), mlDsaSignature);
        if (!valid) {
            throw new IllegalStateException("the floor must verify");
        }
        return true;
    }

    private byte[] mu() {
        return shake(publicKeyHash, new byte[] {0, (byte) RawPrimitives.LABEL.length}, RawPrimitives.LABEL, message);
    }

    private static boolean verify(String algorithm, PublicKey key, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(algorithm, NativeProvider.get());
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
    }

    private static byte[] sign(String algorithm, KeyPair pair, byte[] message) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(algorithm, NativeProvider.get());
        signer.initSign(pair.getPrivate());
        signer.update(message);
        return signer.sign();
    }

    private static byte[] shake(byte[]... parts) {
        SHAKEDigest shake = new SHAKEDigest(256);
        for (byte[] part : parts) {
            shake.update(part, 0, part.length);
        }
        byte[] out = new byte[64];
        shake.doFinal(out, 0, out.length);
        return out;
    }
}
