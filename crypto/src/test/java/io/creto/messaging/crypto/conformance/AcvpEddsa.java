package io.creto.messaging.crypto.conformance;

import io.creto.messaging.crypto.internal.Ed25519Keys;

/** ACVP vectors of Ed25519. */
final class AcvpEddsa {

    private AcvpEddsa() {}

    static void signatureVerification(AcvpGroup group, Run run) {
        if (isNotOurs(group, run)) {
            return;
        }
        group.each(run, vector -> {
            byte[] publicKey = vector.question("q");
            byte[] signature = vector.question("signature");
            Ed25519Rule.expectation(vector.expectation(), publicKey, signature, run.tally())
                    .check(run.signatures().ed25519(publicKey, vector.question("message"), signature));
        });
    }

    /** The answers give signature and public key alone: what was signed must verify. */
    static void signatureGeneration(AcvpGroup group, Run run) {
        if (isNotOurs(group, run)) {
            return;
        }
        group.each(
                run,
                vector -> Expectation.ACCEPT.check(run.signatures()
                        .ed25519(vector.answer("q"), vector.question("message"), vector.answer("signature"))));
    }

    static void keyGeneration(AcvpGroup group, Run run) {
        run.tally().markProviderIndependent();
        if (isNotOurs(group, run)) {
            return;
        }
        group.each(run, vector -> {
            byte[] publicKey = Ed25519Keys.publicKey(vector.answer("d"));
            MismatchException.unlessEqual("q", vector.answer("q"), publicKey);
            Expectation.ACCEPT.check(Ed25519Keys.isValidPublicKey(publicKey));
        });
    }

    static void keyVerification(AcvpGroup group, Run run) {
        run.tally().markProviderIndependent();
        if (isNotOurs(group, run)) {
            return;
        }
        group.each(run, vector -> vector.expectation().check(Ed25519Keys.isValidPublicKey(vector.question("q"))));
    }

    private static boolean isNotOurs(AcvpGroup group, Run run) {
        if (group.skippedUnless("ED-25519", "curve", run)) {
            return true;
        }
        if (group.prompt().isTrue("preHash")) {
            group.skip(run, "pre-hash Ed25519ph is not used");
            return true;
        }
        return false;
    }
}
