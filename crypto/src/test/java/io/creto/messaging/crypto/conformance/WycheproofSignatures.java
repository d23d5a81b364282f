package io.creto.messaging.crypto.conformance;

import io.creto.messaging.crypto.internal.MlDsa65;
import io.creto.messaging.crypto.signature.CompositePrivateKey;

/** Ed25519 and ML-DSA-65. */
final class WycheproofSignatures {

    private WycheproofSignatures() {}

    static void ed25519(Fields group, Run run) {
        Fields key = group.object(group.has("publicKey") ? "publicKey" : "key");
        String curve = key.text("curve");
        if (!curve.equals("edwards25519")) {
            WycheproofReader.skip(group, run, curve + " is not used");
            return;
        }
        byte[] publicKey = key.hex("pk");
        for (Fields test : group.objects("tests")) {
            run.tally().vector(WycheproofReader.id(test), () -> {
                byte[] signature = test.hex("sig");
                Ed25519Rule.expectation(Expectation.ofResult(test.text("result")), publicKey, signature, run.tally())
                        .check(run.signatures().ed25519(publicKey, test.hex("msg"), signature));
            });
        }
    }

    static void mlDsa65(Fields group, Run run) {
        String type = group.text("type");
        switch (type) {
            case "MlDsaVerify" -> verify(group, run);
            case "MlDsaSign" -> sign(group, run);
            default -> WycheproofReader.skip(group, run, "no reader for groups of type " + type);
        }
    }

    private static void verify(Fields group, Run run) {
        byte[] publicKey = group.hex("publicKey");
        for (Fields test : group.objects("tests")) {
            run.tally().vector(WycheproofReader.id(test), () -> {
                boolean accepted = test.has("msg")
                        ? run.signatures().mlDsa65(publicKey, test.hexOrEmpty("ctx"), test.hex("msg"), test.hex("sig"))
                        : run.signatures().mlDsa65Mu(publicKey, test.hex("mu"), test.hex("sig"));
                Expectation.ofResult(test.text("result")).check(accepted);
            });
        }
    }

    private static void sign(Fields group, Run run) {
        boolean seedForm = group.has("privateSeed");
        byte[] privateKey = group.hex(seedForm ? "privateSeed" : "privateKey");
        for (Fields test : group.objects("tests")) {
            if (Expectation.ofResult(test.text("result")) == Expectation.ACCEPT) {
                run.tally().vector(WycheproofReader.id(test), () -> {
                    byte[] publicKey = group.hex("publicKey");
                    MismatchException.unlessEqual("public key", publicKey, publicKeyOf(seedForm, privateKey));
                    MismatchException.unlessEqual("sig", test.hex("sig"), signature(seedForm, privateKey, test));
                    Expectation.ACCEPT.check(verifies(publicKey, test, run));
                });
            } else if (seedForm) {
                run.tally()
                        .vector(
                                WycheproofReader.id(test),
                                () -> Expectation.REFUSE.check(Refusal.accepts(
                                        IllegalArgumentException.class, () -> signLikeProduction(privateKey, test))));
            } else {
                run.tally().skip(1, "invalid expanded private keys: production takes seeds alone");
            }
        }
    }

    private static byte[] publicKeyOf(boolean seedForm, byte[] privateKey) {
        return seedForm
                ? new MlDsa65.PrivateKey(privateKey).publicKey()
                : ReferenceMlDsa.of(privateKey).publicKey();
    }

    private static byte[] signature(boolean seedForm, byte[] privateKey, Fields test) throws Exception {
        byte[] rnd = test.has("rnd") ? test.hex("rnd") : new byte[ReferenceMlDsa.RND_BYTES];
        if (!test.has("msg")) {
            return ReferenceMlDsa.of(privateKey).signMu(test.hex("mu"), rnd);
        }
        return seedForm
                ? new MlDsa65.PrivateKey(privateKey).sign(test.hexOrEmpty("ctx"), test.hex("msg"), new FixedRandom(rnd))
                : ReferenceMlDsa.of(privateKey).sign(test.hexOrEmpty("ctx"), test.hex("msg"), rnd);
    }

    private static boolean verifies(byte[] publicKey, Fields test, Run run) throws Exception {
        boolean pure = !test.has("msg")
                || run.signatures().mlDsa65(publicKey, test.hexOrEmpty("ctx"), test.hex("msg"), test.hex("sig"));
        return pure && (!test.has("mu") || run.signatures().mlDsa65Mu(publicKey, test.hex("mu"), test.hex("sig")));
    }

    /** A seed of another length is refused where seeds enter, a context that is too long where it is signed. */
    private static void signLikeProduction(byte[] seed, Fields test) {
        CompositePrivateKey.fromSeed(Signatures.concat(seed, new byte[32]));
        new MlDsa65.PrivateKey(seed)
                .sign(test.hexOrEmpty("ctx"), test.hex("msg"), new FixedRandom(new byte[ReferenceMlDsa.RND_BYTES]));
    }
}
