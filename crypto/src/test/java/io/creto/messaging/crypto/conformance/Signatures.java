package io.creto.messaging.crypto.conformance;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.internal.CryptoBackend;
import io.creto.messaging.crypto.internal.Ed25519Keys;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.crypto.signature.CompositeVectors;
import io.creto.messaging.crypto.signature.SignatureVerdict;
import java.util.Arrays;

/** Verdicts of one provider on signatures, each noted for the comparison between providers. */
final class Signatures {
    private static final byte[] SOME_ED25519_KEY = Ed25519Keys.publicKey(new byte[Ed25519Keys.SEED_BYTES]);

    private final CryptoBackend backend;
    private final Tally tally;

    Signatures(CryptoBackend backend, Tally tally) {
        this.backend = backend;
        this.tally = tally;
    }

    /** The key check of loading, then the provider's verification. */
    boolean ed25519(byte[] publicKey, byte[] message, byte[] signature) {
        return tally.verdict(Ed25519Keys.isValidPublicKey(publicKey)
                && backend.ed25519(publicKey).verify(message, signature));
    }

    /** Likewise; the key is checked where production checks it, as one half of a composite key. */
    boolean mlDsa65(byte[] publicKey, byte[] context, byte[] message, byte[] signature) throws Exception {
        boolean keyAccepted = Refusal.accepts(
                VerificationException.class,
                () -> CompositePublicKey.parse(ByteString.copyFrom(concat(publicKey, SOME_ED25519_KEY))));
        return tally.verdict(keyAccepted && backend.mlDsa65(publicKey).verify(context, message, signature));
    }

    /** ML-DSA-65 over a given mu, see {@link ExternalMu}. */
    boolean mlDsa65Mu(byte[] publicKey, byte[] mu, byte[] signature) throws Exception {
        return tally.verdict(ExternalMu.verify(backend, publicKey, mu, signature));
    }

    /** MLDSA65-Ed25519-SHA512. */
    SignatureVerdict composite(byte[] publicKey, byte[] context, byte[] message, byte[] signature)
            throws VerificationException {
        SignatureVerdict verdict = CompositeVectors.verify(backend, publicKey, context, message, signature);
        tally.verdict(verdict.isValid());
        return verdict;
    }

    static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
