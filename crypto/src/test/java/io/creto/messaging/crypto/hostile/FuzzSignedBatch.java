package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.outcome;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.batch.VerifiedBatch;
import io.creto.messaging.crypto.batch.VerifiedHeader;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.v1.SignedBatch;
import java.util.List;
import java.util.stream.Stream;

/** Batches, and headers beside a good signature: nothing verifies but what Alice signed. */
public final class FuzzSignedBatch {
    private static final List<SignedBatch> VALID = List.of(
            Fixtures.batch(Fixtures.commands(1)),
            Fixtures.batch(Fixtures.commands(3)),
            Fixtures.batch(List.of(Fixtures.sealed("payload"))));

    private FuzzSignedBatch() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        ByteString bytes = ByteString.copyFrom(data);
        outcome(() -> {
            SignedBatch batch = BatchParser.signedBatch(bytes);
            VerifiedBatch.verify(batch, Fixtures.ALICE_KEY.publicKey());
            if (!VALID.contains(batch)) {
                throw new AssertionError("verified, but never signed");
            }
        });
        outcome(() -> {
            VerifiedHeader.verify(bytes, VALID.get(0).getSignature(), Fixtures.ALICE_KEY.publicKey());
            if (!bytes.equals(VALID.get(0).getHeader())) {
                throw new AssertionError("verified, but never signed");
            }
        });
    }

    static List<ByteString> seeds() {
        return Stream.concat(
                        VALID.stream().map(SignedBatch::toByteString),
                        Stream.of(VALID.get(0).getHeader()))
                .toList();
    }
}
