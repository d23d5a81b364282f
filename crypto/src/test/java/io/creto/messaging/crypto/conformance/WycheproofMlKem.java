package io.creto.messaging.crypto.conformance;

import io.creto.messaging.crypto.kem.DecapsulationKey;

/** ML-KEM-768: key generation, encapsulation and decapsulation from a seed or an expanded key. */
final class WycheproofMlKem {

    /** Runs one vector. */
    @FunctionalInterface
    private interface Case {
        void run(Fields test, Expectation expected) throws Exception;
    }

    private WycheproofMlKem() {}

    static void group(Fields group, Run run) {
        run.tally().markProviderIndependent();
        String parameterSet = group.text("parameterSet");
        if (!parameterSet.equals("ML-KEM-768")) {
            WycheproofReader.skip(group, run, parameterSet + " is not used");
            return;
        }
        String type = group.text("type");
        switch (type) {
            case "MLKEMKeyGen" -> each(group, run, WycheproofMlKem::keyGeneration);
            case "MLKEMEncapsTest" -> each(group, run, WycheproofMlKem::encapsulation);
            case "MLKEMTest" -> each(group, run, WycheproofMlKem::decapsulation);
            case "MLKEMDecapsValidationTest" -> each(group, run, WycheproofMlKem::expandedDecapsulation);
            default -> WycheproofReader.skip(group, run, "no reader for groups of type " + type);
        }
    }

    private static void each(Fields group, Run run, Case body) {
        for (Fields test : group.objects("tests")) {
            run.tally()
                    .vector(WycheproofReader.id(test), () -> body.run(test, Expectation.ofResult(test.text("result"))));
        }
    }

    private static void keyGeneration(Fields test, Expectation expected) throws Exception {
        expected.check(Kem.acceptsSeed(test.hex("seed")));
        if (expected == Expectation.ACCEPT) {
            Kem.checkKeyPair(test.hex("seed"), test.hex("ek"), test.hex("dk"));
        }
    }

    private static void encapsulation(Fields test, Expectation expected) throws Exception {
        expected.check(Kem.acceptsEncapsulationKey(test.hex("ek")));
        if (expected == Expectation.ACCEPT) {
            Kem.checkEncapsulation(test.hex("ek"), test.hex("m"), test.hex("c"), test.hex("K"));
        }
    }

    private static void decapsulation(Fields test, Expectation expected) throws Exception {
        expected.check(Refusal.accepts(
                IllegalArgumentException.class,
                () -> DecapsulationKey.fromSeed(test.hex("seed")).decapsulate(test.hex("c"))));
        if (expected == Expectation.ACCEPT) {
            DecapsulationKey key = DecapsulationKey.fromSeed(test.hex("seed"));
            MismatchException.unlessEqual(
                    "ek", test.hex("ek"), key.encapsulationKey().encoded().toByteArray());
            MismatchException.unlessEqual("K", test.hex("K"), key.decapsulate(test.hex("c")));
        }
    }

    private static void expandedDecapsulation(Fields test, Expectation expected) throws Exception {
        expected.check(Refusal.accepts(
                IllegalArgumentException.class, () -> Kem.decapsulateExpanded(test.hex("dk"), test.hex("c"))));
        if (expected == Expectation.ACCEPT) {
            MismatchException.unlessEqual("K", test.hex("K"), Kem.decapsulateExpanded(test.hex("dk"), test.hex("c")));
        }
    }
}
