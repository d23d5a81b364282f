package io.creto.messaging.crypto.conformance;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jcajce.provider.digest.SHA3;

/** CCTV's edge cases of ML-KEM-768. */
final class CctvMlKem {

    private static final int RHO_BYTES = 32;

    private CctvMlKem() {}

    /** One vector as lines of {@code name = hex}; the intermediate values between are nobody's interface. */
    static void values(VectorFile file, Run run) throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String line : file.lines()) {
            int equals = line.indexOf(" = ");
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 3));
            }
        }
        boolean fromSeed = values.containsKey("d");
        run.tally().vector(fromSeed ? "d, z, m" : "dk, c", () -> {
            if (fromSeed) {
                checkKeyPair(values, run.tally());
                Kem.checkEncapsulation(hex(values, "ek"), hex(values, "m"), hex(values, "c"), hex(values, "K"));
            }
            MismatchException.unlessEqual(
                    "K", hex(values, "K"), Kem.decapsulateExpanded(hex(values, "dk"), hex(values, "c")));
        });
    }

    /**
     * Key generation, unless it is visibly that of the draft: FIPS 203 (algorithm 13, line 1) derives rho, the end of
     * ek, from d and the byte k, its draft from d alone. The same ek then still serves encapsulation and decapsulation,
     * which did not change.
     */
    private static void checkKeyPair(Map<String, String> values, Tally tally) {
        byte[] d = hex(values, "d");
        byte[] ek = hex(values, "ek");
        byte[] draftRho = Arrays.copyOf(new SHA3.Digest512().digest(d), RHO_BYTES);
        if (Arrays.equals(draftRho, 0, RHO_BYTES, ek, Math.max(0, ek.length - RHO_BYTES), ek.length)) {
            tally.note("without key generation, which is that of the draft of FIPS 203");
        } else {
            Kem.checkKeyPair(Signatures.concat(d, hex(values, "z")), ek, hex(values, "dk"));
        }
    }

    /** Every line is an encapsulation key with a coefficient that is not reduced. */
    static void modulus(VectorFile file, Run run) throws IOException {
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            run.tally()
                    .vector("line " + (i + 1), () -> Expectation.REFUSE.check(Kem.acceptsEncapsulationKey(hex(line))));
        }
    }

    private static byte[] hex(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new MalformedVectorException("no line \"" + name + " = …\"");
        }
        return hex(value);
    }

    private static byte[] hex(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedVectorException("not hexadecimal");
        }
    }
}
