package io.creto.messaging.crypto.conformance;

import io.creto.messaging.crypto.conformance.CompositeReader.Signed;
import io.creto.messaging.crypto.internal.Ed25519Keys;
import io.creto.messaging.crypto.internal.MlDsa65;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.crypto.signature.CompositeVectors;
import io.creto.messaging.crypto.signature.SignatureVerdict;
import java.security.SecureRandom;
import java.util.Arrays;

/** The entries that we run. Each is one vector: key pair, signature without and with context, refusals of copies. */
final class CompositeEntries {
    private static final byte[] NO_CONTEXT = {};

    private CompositeEntries() {}

    /** MLDSA65-Ed25519-SHA512, the suite itself. */
    static void ours(Fields test, Signed signed, Run run) throws Exception {
        byte[] publicKey = test.base64("pk");
        byte[] plain = test.base64("s");
        byte[] withContext = test.base64("sWithContext");
        CompositePrivateKey key = CompositePrivateKey.fromSeed(test.base64("sk"));
        MismatchException.unlessEqual("pk", publicKey, key.publicKey().encoded().toByteArray());
        byte[] own = CompositeVectors.sign(key, signed.context(), signed.message(), new SecureRandom());

        verdict(SignatureVerdict.VALID, publicKey, NO_CONTEXT, plain, signed, run);
        verdict(SignatureVerdict.VALID, publicKey, signed.context(), withContext, signed, run);
        verdict(SignatureVerdict.VALID, publicKey, signed.context(), own, signed, run);
        verdict(SignatureVerdict.BAD_BOTH, publicKey, signed.context(), plain, signed, run);
        verdict(SignatureVerdict.BAD_BOTH, publicKey, NO_CONTEXT, withContext, signed, run);
        verdict(SignatureVerdict.BAD_POST_QUANTUM, publicKey, NO_CONTEXT, flipped(plain, 0), signed, run);
        verdict(SignatureVerdict.BAD_CLASSICAL, publicKey, NO_CONTEXT, flipped(plain, plain.length - 1), signed, run);
    }

    private static void verdict(
            SignatureVerdict expected, byte[] publicKey, byte[] context, byte[] signature, Signed signed, Run run)
            throws Exception {
        SignatureVerdict got = run.signatures().composite(publicKey, context, signed.message(), signature);
        if (got != expected) {
            throw new MismatchException(expected.name(), got.name());
        }
    }

    /**
     * The sibling with ML-DSA-44, which production does not have: our message representative under its label, with the
     * reference for that half. It proves prefix, label, context, hash and order on a vector that is not ours.
     */
    static void mlDsa44(Fields test, Signed signed, Run run) throws Exception {
        CompositeMlDsa44 key = CompositeMlDsa44.of(test.base64("pk"), test.base64("sk"));
        byte[] plain = test.base64("s");
        byte[] withContext = test.base64("sWithContext");
        Expectation.ACCEPT.check(key.verify(NO_CONTEXT, signed.message(), plain, run));
        Expectation.ACCEPT.check(key.verify(signed.context(), signed.message(), withContext, run));
        Expectation.REFUSE.check(key.verify(signed.context(), signed.message(), plain, run));
        Expectation.REFUSE.check(key.verify(NO_CONTEXT, signed.message(), flipped(plain, 0), run));
        Expectation.REFUSE.check(key.verify(NO_CONTEXT, signed.message(), flipped(plain, plain.length - 1), run));
    }

    static void plainMlDsa65(Fields test, Signed signed, Run run) throws Exception {
        byte[] publicKey = test.base64("pk");
        byte[] plain = test.base64("s");
        MismatchException.unlessEqual("pk", publicKey, new MlDsa65.PrivateKey(test.base64("sk")).publicKey());
        Expectation.ACCEPT.check(run.signatures().mlDsa65(publicKey, NO_CONTEXT, signed.message(), plain));
        Expectation.REFUSE.check(run.signatures().mlDsa65(publicKey, NO_CONTEXT, signed.message(), flipped(plain, 0)));
        if (test.has("sWithContext")) {
            byte[] withContext = test.base64("sWithContext");
            Expectation.ACCEPT.check(
                    run.signatures().mlDsa65(publicKey, signed.context(), signed.message(), withContext));
            Expectation.REFUSE.check(run.signatures().mlDsa65(publicKey, NO_CONTEXT, signed.message(), withContext));
        }
    }

    static void plainEd25519(Fields test, Signed signed, Run run) {
        byte[] publicKey = test.base64("pk");
        byte[] plain = test.base64("s");
        MismatchException.unlessEqual("pk", publicKey, Ed25519Keys.publicKey(test.base64("sk")));
        Expectation.ACCEPT.check(run.signatures().ed25519(publicKey, signed.message(), plain));
        Expectation.REFUSE.check(run.signatures().ed25519(publicKey, signed.message(), flipped(plain, 0)));
        if (test.has("sWithContext")) {
            run.tally().note("without its signature with context, which Ed25519 does not have");
        }
    }

    private static byte[] flipped(byte[] bytes, int index) {
        byte[] copy = Arrays.copyOf(bytes, bytes.length);
        copy[index] ^= 1;
        return copy;
    }
}
