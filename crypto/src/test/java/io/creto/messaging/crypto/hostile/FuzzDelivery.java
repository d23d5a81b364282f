package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.outcome;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.batch.VerifiedBatch;
import io.creto.messaging.crypto.batch.VerifiedHeader;
import io.creto.messaging.schemas.DeliveryParser;
import io.creto.messaging.schemas.SliceParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.Directive;
import io.creto.messaging.v1.DirectiveKind;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import java.util.List;

/**
 * Delivery records and slices: whatever header and signature say, no path leads from a foreign envelope to the root that
 * Alice signed.
 */
public final class FuzzDelivery {
    private static final SignedBatch BATCH = Fixtures.batch(Fixtures.commands(5));
    private static final VerifiedHeader HEADER = header();
    private static final Slice SLICE = slice();

    private FuzzDelivery() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        ByteString bytes = ByteString.copyFrom(data);
        outcome(() -> verify(SliceParser.slice(bytes)));
        outcome(() -> verify(DeliveryParser.record(bytes).getSlice()));
    }

    static List<ByteString> seeds() {
        Directive directive = Directive.newBuilder()
                .setKind(DirectiveKind.DIRECTIVE_KIND_PREKEYS_LOW)
                .setAgent(Fixtures.ALICE.toString())
                .setDecidedAtMs(Fixtures.NOW)
                .setPeer(Fixtures.BOB.toString())
                .setRemaining(3)
                .build();
        return List.of(
                SLICE.toByteString(),
                DeliveryRecord.newBuilder().setSlice(SLICE).build().toByteString(),
                DeliveryRecord.newBuilder().setDirective(directive).build().toByteString());
    }

    private static void verify(Slice slice) {
        for (SlicedEnvelope envelope : slice.getEnvelopesList()) {
            outcome(() -> {
                HEADER.verifyEnvelope(envelope.getEnvelope(), envelope.getIndex(), envelope.getPathList());
                if (!envelope.getEnvelope().equals(BATCH.getEnvelopes(envelope.getIndex()))) {
                    throw new AssertionError("verified, but never signed");
                }
            });
        }
        outcome(() -> {
            VerifiedHeader.verify(slice.getBatchHeader(), slice.getSignature(), Fixtures.ALICE_KEY.publicKey());
            if (!slice.getBatchHeader().equals(BATCH.getHeader())) {
                throw new AssertionError("verified, but never signed");
            }
        });
    }

    private static VerifiedHeader header() {
        try {
            return VerifiedHeader.verify(BATCH.getHeader(), BATCH.getSignature(), Fixtures.ALICE_KEY.publicKey());
        } catch (WireException | VerificationException e) {
            throw new AssertionError(e);
        }
    }

    private static Slice slice() {
        Slice.Builder slice = Slice.newBuilder()
                .setBatchHeader(BATCH.getHeader())
                .setSignature(BATCH.getSignature())
                .setIngestTimeMs(Fixtures.NOW);
        try {
            VerifiedBatch verified = VerifiedBatch.verify(BATCH, Fixtures.ALICE_KEY.publicKey());
            for (int index = 1; index < BATCH.getEnvelopesCount(); index += 2) {
                slice.addEnvelopes(SlicedEnvelope.newBuilder()
                        .setEnvelope(BATCH.getEnvelopes(index))
                        .setIndex(index)
                        .addAllPath(verified.path(index)));
            }
        } catch (WireException | VerificationException e) {
            throw new AssertionError(e);
        }
        return slice.build();
    }
}
