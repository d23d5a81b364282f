package io.creto.messaging.crypto.conformance;

import io.creto.messaging.crypto.internal.Ed25519Keys;
import io.creto.messaging.crypto.signature.CompositeVectors;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** A public key of MLDSA44-Ed25519-SHA512: our representative, Bouncy Castle's ML-DSA-44, our Ed25519. */
@SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
record CompositeMlDsa44(byte[] mlDsa, byte[] ed25519) {
    private static final String LABEL = "COMPSIG-MLDSA44-Ed25519-SHA512";
    private static final int SEED_BYTES = 32;
    private static final int PUBLIC_KEY_BYTES = 1312;
    private static final int SIGNATURE_BYTES = 2420;

    static CompositeMlDsa44 of(byte[] publicKey, byte[] seeds) {
        MLDSAPrivateKeyParameters mlDsa =
                new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, Arrays.copyOf(seeds, SEED_BYTES), null);
        byte[] ed25519 = Ed25519Keys.publicKey(Arrays.copyOfRange(seeds, SEED_BYTES, seeds.length));
        MismatchException.unlessEqual("pk", publicKey, Signatures.concat(mlDsa.getPublicKey(), ed25519));
        return new CompositeMlDsa44(Arrays.copyOf(publicKey, PUBLIC_KEY_BYTES), ed25519);
    }

    /** Both halves must verify. */
    boolean verify(byte[] context, byte[] message, byte[] signature, Run run) {
        byte[] representative = CompositeVectors.representative(run.backend(), LABEL, context, message);
        MLDSASigner verifier = new MLDSASigner();
        verifier.init(
                false,
                new ParametersWithContext(
                        new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, mlDsa),
                        LABEL.getBytes(StandardCharsets.US_ASCII)));
        verifier.update(representative, 0, representative.length);
        boolean postQuantum = verifier.verifySignature(Arrays.copyOf(signature, SIGNATURE_BYTES));
        boolean classical = run.signatures()
                .ed25519(ed25519, representative, Arrays.copyOfRange(signature, SIGNATURE_BYTES, signature.length));
        return postQuantum && classical;
    }
}
