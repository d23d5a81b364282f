package io.creto.messaging.crypto.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * CCTV's edge cases of Ed25519, where implementations differ. The file names no verdict, only what is unusual about a
 * signature. Each of its flags puts A or R outside of what our rule allows (wire format, "Suite 1"), so: accept where
 * there is none, refuse where there is any.
 */
final class CctvEd25519 {
    private static final Set<String> FLAGS = Set.of(
            "low_order_A",
            "low_order_R",
            "low_order_component_A",
            "low_order_component_R",
            "low_order_residue",
            "non_canonical_A",
            "non_canonical_R",
            "reencoded_k");

    private CctvEd25519() {}

    static void read(VectorFile file, Run run) throws IOException {
        JsonNode root = file.json();
        if (!root.isArray()) {
            throw new MalformedVectorException("not a list of vectors");
        }
        for (Fields test : Fields.objects(root)) {
            run.tally().vector("number " + test.integer("number"), () -> {
                byte[] message = test.text("msg").getBytes(StandardCharsets.UTF_8);
                expectation(test.texts("flags"))
                        .check(run.signatures().ed25519(test.hex("key"), message, test.hex("sig")));
            });
        }
    }

    private static Expectation expectation(List<String> flags) {
        for (String flag : flags) {
            if (!FLAGS.contains(flag)) {
                throw new MalformedVectorException("unknown flag \"" + flag + "\"");
            }
        }
        return Expectation.accept(flags.isEmpty());
    }
}
