package io.creto.messaging.crypto.conformance;

import io.creto.messaging.crypto.merkle.ConsistencyProof;
import io.creto.messaging.crypto.merkle.InclusionProof;
import java.io.IOException;
import java.math.BigInteger;

/** Inclusion and consistency proofs: one vector in each file, a folder of them for each tree. */
final class MerkleReader implements VectorReader {

    @Override
    public void read(VectorFile file, Run run) throws IOException {
        String kind = file.segment(1);
        boolean inclusion = kind.equals("inclusion");
        if (!file.isJson() || !(inclusion || kind.equals("consistency"))) {
            run.tally().skipFile(VectorReader.whyNoVectors(file));
            return;
        }
        run.tally().shareRow(file.name().substring(0, file.name().lastIndexOf('/')) + "/*.json");
        run.tally().markProviderIndependent();
        Fields test = file.jsonObject();
        run.tally()
                .vector(
                        test.optionalText("desc").orElse("proof"),
                        () -> Expectation.accept(!test.bool("wantErr"))
                                .check(inclusion ? isIncluded(test) : isConsistent(test)));
    }

    private static boolean isIncluded(Fields test) {
        return InclusionProof.verify(
                test.base64("leafHash"),
                signed(test.number("leafIdx")),
                signed(test.number("treeSize")),
                test.base64List("proof"),
                test.base64("root"));
    }

    private static boolean isConsistent(Fields test) {
        return ConsistencyProof.verify(
                signed(test.number("size1")),
                signed(test.number("size2")),
                test.base64("root1"),
                test.base64("root2"),
                test.base64List("proof"));
    }

    /** The vectors count in 64 bits without a sign, we in 63: what lies beyond arrives negative, as it would from a wire. */
    private static long signed(BigInteger number) {
        if (number.signum() < 0 || number.bitLength() > Long.SIZE) {
            throw new MalformedVectorException(number + " is not of 64 bits");
        }
        return number.longValue();
    }
}
