package io.creto.messaging.crypto.signature;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.creto.messaging.crypto.Secret;
import io.creto.messaging.crypto.internal.CryptoBackends;
import io.creto.messaging.crypto.internal.Ed25519Keys;
import io.creto.messaging.crypto.internal.MlDsa65;
import io.creto.messaging.crypto.internal.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A private key of MLDSA65-Ed25519-SHA512 in seed form: 32 bytes ML-DSA-65 (FIPS 204, xi), then 32 bytes Ed25519
 * (RFC 8032).
 *
 * <p>Guarantee: unforgeable as long as either half is. The ML-DSA half is hedged, so two signatures over one message
 * differ. Thread-safe; {@link #destroy()} waits for signings that have begun.
 */
public final class CompositePrivateKey implements Secret {
    /** Size of the seed form. */
    public static final int SEED_BYTES = MlDsa65.SEED_BYTES + Ed25519Keys.SEED_BYTES;

    private static final byte[] LABEL = CompositeMessage.MLDSA65_ED25519_SHA512.getBytes(StandardCharsets.US_ASCII);

    private final SecretBytes seed;
    private final MlDsa65.PrivateKey postQuantum;
    private final byte[] classicalPublicKey;
    private final CompositePublicKey publicKey;

    private CompositePrivateKey(byte[] seed) {
        byte[] mlDsaSeed = Arrays.copyOf(seed, MlDsa65.SEED_BYTES);
        byte[] ed25519Seed = Arrays.copyOfRange(seed, MlDsa65.SEED_BYTES, SEED_BYTES);
        try {
            this.postQuantum = new MlDsa65.PrivateKey(mlDsaSeed);
            this.seed = new SecretBytes(seed, postQuantum::destroy);
            this.classicalPublicKey = Ed25519Keys.publicKey(ed25519Seed);
            this.publicKey = CompositePublicKey.ofOwnKey(concat(postQuantum.publicKey(), classicalPublicKey));
        } finally {
            Arrays.fill(mlDsaSeed, (byte) 0);
            Arrays.fill(ed25519Seed, (byte) 0);
        }
    }

    /** Makes a new key. */
    public static CompositePrivateKey generate(SecureRandom random) {
        return SecretBytes.random(random, SEED_BYTES, CompositePrivateKey::new);
    }

    /**
     * The key of a seed.
     *
     * @param seed {@value #SEED_BYTES} bytes, copied; the caller wipes its own
     * @throws IllegalArgumentException for another length
     */
    public static CompositePrivateKey fromSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a composite seed has " + SEED_BYTES + " bytes, not " + seed.length);
        }
        return new CompositePrivateKey(seed);
    }

    /**
     * Signs.
     *
     * @param context the purpose
     * @param message the exact bytes that will travel
     * @param random hedges the ML-DSA half
     * @return {@value CompositePublicKey#SIGNATURE_BYTES} bytes
     * @throws IllegalStateException after {@link #destroy()}
     */
    public ByteString sign(SignatureContext context, ByteString message, SecureRandom random) {
        return UnsafeByteOperations.unsafeWrap(sign(context.bytes().toByteArray(), message.toByteArray(), random));
    }

    byte[] sign(byte[] context, byte[] message, SecureRandom random) {
        byte[] representative = CompositeMessage.representative(CryptoBackends.active(), LABEL, context, message);
        return seed.use(seeds -> concat(
                postQuantum.sign(LABEL, representative, random),
                Ed25519Keys.sign(seeds, MlDsa65.SEED_BYTES, classicalPublicKey, representative)));
    }

    /** The public half. */
    public CompositePublicKey publicKey() {
        return publicKey;
    }

    /**
     * A copy of the seed for the key store, {@value #SEED_BYTES} bytes that the caller wipes.
     *
     * @throws IllegalStateException after {@link #destroy()}
     */
    public byte[] exportSeed() {
        return seed.copy();
    }

    @Override
    public void destroy() {
        seed.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return seed.isDestroyed();
    }

    @Override
    public String toString() {
        return "CompositePrivateKey[" + publicKey.keyId() + "]";
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
