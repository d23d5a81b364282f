package io.creto.messaging.crypto.conformance;

import io.creto.messaging.crypto.kem.DecapsulationKey;

/** ACVP vectors of ML-KEM-768 (FIPS 203). */
final class AcvpMlKem {

    private AcvpMlKem() {}

    static void keyGeneration(AcvpGroup group, Run run) {
        run.tally().markProviderIndependent();
        if (isNotOurs(group, run)) {
            return;
        }
        group.each(run, vector -> Kem.checkKeyPair(seed(vector), vector.answer("ek"), vector.answer("dk")));
    }

    static void encapsulationAndDecapsulation(AcvpGroup group, Run run) {
        run.tally().markProviderIndependent();
        if (isNotOurs(group, run)) {
            return;
        }
        String function = group.prompt().text("function");
        switch (function) {
            case "encapsulation" ->
                group.each(
                        run,
                        vector -> Kem.checkEncapsulation(
                                vector.question("ek"), vector.question("m"), vector.answer("c"), vector.answer("k")));
            case "decapsulation" ->
                group.each(run, vector -> MismatchException.unlessEqual("k", vector.answer("k"), decapsulate(vector)));
            case "encapsulationKeyCheck" ->
                group.each(
                        run, vector -> vector.expectation().check(Kem.acceptsEncapsulationKey(vector.question("ek"))));
            case "decapsulationKeyCheck" ->
                group.each(
                        run,
                        vector -> vector.expectation()
                                .check(Refusal.accepts(
                                        IllegalArgumentException.class, () -> Kem.reference(vector.question("dk")))));
            default -> group.skip(run, "no reader for the function " + function);
        }
    }

    private static byte[] decapsulate(AcvpGroup.Vector vector) {
        return vector.asks("dk")
                ? Kem.decapsulateExpanded(vector.question("dk"), vector.question("c"))
                : DecapsulationKey.fromSeed(seed(vector)).decapsulate(vector.question("c"));
    }

    private static byte[] seed(AcvpGroup.Vector vector) {
        return vector.asks("seed")
                ? vector.question("seed")
                : Signatures.concat(vector.question("d"), vector.question("z"));
    }

    private static boolean isNotOurs(AcvpGroup group, Run run) {
        return group.skippedUnless("ML-KEM-768", "parameterSet", run);
    }
}
