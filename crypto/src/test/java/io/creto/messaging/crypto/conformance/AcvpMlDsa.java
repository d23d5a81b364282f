package io.creto.messaging.crypto.conformance;

import io.creto.messaging.crypto.internal.MlDsa65;
import java.util.Locale;

/** ACVP vectors of ML-DSA-65 (FIPS 204). */
final class AcvpMlDsa {

    /** What a group feeds to the algorithm: a message, one that holds its prefix already, or mu. */
    private enum Form {
        PURE,
        INTERNAL,
        MU,
        NOT_OURS
    }

    private AcvpMlDsa() {}

    static void keyGeneration(AcvpGroup group, Run run) {
        run.tally().markProviderIndependent();
        if (isNotOurs(group, run)) {
            return;
        }
        group.each(run, vector -> {
            byte[] seed = vector.question("seed");
            MismatchException.unlessEqual("pk", vector.answer("pk"), new MlDsa65.PrivateKey(seed).publicKey());
            // Production never hands out the expanded form; the reference shows that it is the same key.
            MismatchException.unlessEqual(
                    "sk", vector.answer("sk"), ReferenceMlDsa.of(seed).expandedKey());
        });
    }

    static void signatureVerification(AcvpGroup group, Run run) {
        if (isNotOurs(group, run)) {
            return;
        }
        Form form = form(group, run);
        if (form != Form.NOT_OURS) {
            group.each(
                    run,
                    vector -> vector.expectation()
                            .check(verifies(form, vector.question("pk"), vector.question("signature"), vector, run)));
        }
    }

    /** The private keys come expanded, or as seeds: the reference signs, every provider verifies. */
    static void signatureGeneration(AcvpGroup group, Run run) {
        if (isNotOurs(group, run)) {
            return;
        }
        Form form = form(group, run);
        if (form == Form.NOT_OURS) {
            return;
        }
        group.each(run, vector -> {
            ReferenceMlDsa key = ReferenceMlDsa.of(vector.question(vector.asks("seed") ? "seed" : "sk"));
            byte[] rnd = vector.asks("rnd") ? vector.question("rnd") : new byte[ReferenceMlDsa.RND_BYTES];
            byte[] signature = form == Form.PURE
                    ? key.sign(vector.questionOrEmpty("context"), vector.question("message"), rnd)
                    : key.signMu(mu(form, key.publicKey(), vector), rnd);
            MismatchException.unlessEqual("signature", vector.answer("signature"), signature);
            Expectation.ACCEPT.check(verifies(form, key.publicKey(), signature, vector, run));
        });
    }

    private static boolean verifies(Form form, byte[] publicKey, byte[] signature, AcvpGroup.Vector vector, Run run)
            throws Exception {
        return form == Form.PURE
                ? run.signatures()
                        .mlDsa65(publicKey, vector.questionOrEmpty("context"), vector.question("message"), signature)
                : run.signatures().mlDsa65Mu(publicKey, mu(form, publicKey, vector), signature);
    }

    private static byte[] mu(Form form, byte[] publicKey, AcvpGroup.Vector vector) {
        return form == Form.MU
                ? vector.question("mu")
                : ExternalMu.ofInternalMessage(publicKey, vector.question("message"));
    }

    private static Form form(AcvpGroup group, Run run) {
        String signatureInterface =
                group.prompt().optionalText("signatureInterface").orElse("");
        String preHash = group.prompt().optionalText("preHash").orElse("").toLowerCase(Locale.ROOT);
        if (signatureInterface.equals("internal")) {
            return group.prompt().isTrue("externalMu") ? Form.MU : Form.INTERNAL;
        }
        if (signatureInterface.equals("external") && preHash.equals("pure")) {
            return Form.PURE;
        }
        group.skip(
                run,
                preHash.equals("prehash")
                        ? "pre-hash ML-DSA is not used"
                        : "no reader for the interface \"" + signatureInterface + "\" " + preHash);
        return Form.NOT_OURS;
    }

    private static boolean isNotOurs(AcvpGroup group, Run run) {
        return group.skippedUnless("ML-DSA-65", "parameterSet", run);
    }
}
