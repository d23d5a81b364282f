package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.outcome;
import static io.creto.messaging.crypto.hostile.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.WireFormat;
import com.sun.management.ThreadMXBean;
import io.creto.messaging.crypto.batch.VerifiedBatch;
import io.creto.messaging.crypto.hostile.Parsers.Parser;
import io.creto.messaging.crypto.hostile.Refusals.Attempt;
import io.creto.messaging.crypto.sealing.EnvelopeOpener;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.SealedBody;
import io.creto.messaging.v1.SignedBatch;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What hostile input makes the process allocate: never more than a small multiple of its own size. */
final class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long FIXED_BYTES = 64 << 10;
    private static final int PER_INPUT_BYTE = 16;
    /** As many elements as a reader admits, for each an empty message and its builder of some 200 bytes. */
    private static final long ELEMENT_BYTES = 2 << 20;

    private static final int WARM_UPS = 3;
    private static final int HIGHEST_NUMBER = 45;
    private static final ByteString VERSION_AND_SUITE = Wire.number(1, 1).concat(Wire.number(2, 1));
    private static final ByteString A_FEW = Wire.bytes(1, 2, 3, 4);
    private static final int MIB = 1 << 20;

    static List<Parser> parsers() {
        return Parsers.all();
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void lengthsOfTwoGibibytesInEveryField(Parser parser) {
        for (int number = 1; number <= HIGHEST_NUMBER; number++) {
            for (long length : new long[] {MIB, Integer.MAX_VALUE, 1L << 31, 0xFFFF_FFFFL, Long.MAX_VALUE, -1}) {
                ByteString field = Wire.claiming(number, length, A_FEW);
                assertRefusedInBounds(parser, field);
                assertRefusedInBounds(parser, VERSION_AND_SUITE.concat(field));
            }
        }
    }

    /** Not refused by a reader for whom the field above holds bytes. */
    @ParameterizedTest
    @MethodSource("parsers")
    void lengthsOfTwoGibibytesOneLevelDown(Parser parser) {
        for (int outer = 1; outer <= HIGHEST_NUMBER; outer++) {
            for (int inner = 1; inner <= 4; inner++) {
                assertInBounds(parser, Wire.field(outer, Wire.claiming(inner, Integer.MAX_VALUE, A_FEW)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void deepNesting(Parser parser) {
        for (int number : new int[] {1, 2, 3, 4, 5, 10, 11, 12, 20}) {
            ByteString nested = ByteString.EMPTY;
            for (int depth = 0; depth < 200; depth++) {
                nested = Wire.field(number, nested);
            }
            assertInBounds(parser, ByteString.copyFrom(nested.toByteArray()));
            assertRefusedInBounds(parser, Wire.repeat(Wire.tag(number, WireFormat.WIRETYPE_START_GROUP), 100_000));
        }
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void millionsOfEmptyElementsOfEveryField(Parser parser) {
        for (int number = 1; number <= HIGHEST_NUMBER; number++) {
            ByteString element = Wire.field(number, ByteString.EMPTY);
            int largest = WireLimits.MAX_RECORD_BYTES / element.size();
            for (int count : new int[] {8_000, largest}) {
                assertInBounds(parser, Wire.repeat(element, count));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void manyEmptyElementsOneLevelDown(Parser parser) {
        for (int outer : new int[] {1, 2, 3, 4, 5, 10, 11, 12, 20}) {
            for (int inner = 1; inner <= 25; inner++) {
                ByteString elements = Wire.repeat(Wire.field(inner, ByteString.EMPTY), 100_000);
                assertInBounds(parser, Wire.field(outer, elements));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void twoMebibytesOfNothingKnown(Parser parser) {
        assertRefusedInBounds(parser, ByteString.copyFrom(new byte[WireLimits.MAX_RECORD_BYTES]));
        assertRefusedInBounds(parser, Wire.repeat(Wire.bytes(0xFF), WireLimits.MAX_RECORD_BYTES));
        assertRefusedInBounds(parser, Wire.repeat(Wire.bytes(0x80), WireLimits.MAX_RECORD_BYTES));
    }

    @Test
    void batchOfTheLargestCountWithABadRoot() {
        SignedBatch valid = Fixtures.batch(Fixtures.commands(WireLimits.MAX_BATCH_COUNT));
        ByteString bytes = valid.toBuilder()
                .setEnvelopes(255, valid.getEnvelopes(254))
                .build()
                .toByteString();
        assertThat(allocated(
                        () -> VerifiedBatch.verify(BatchParser.signedBatch(bytes), Fixtures.ALICE_KEY.publicKey())))
                .isLessThan(bound(bytes.size()));
    }

    @Test
    void largestCiphertextThatDoesNotOpen() throws Exception {
        Envelope valid = Fixtures.sealed("payload");
        ByteString ciphertext = ByteString.copyFrom(new byte[WireLimits.MAX_PAYLOAD_BYTES]);
        ByteString body = SealedBody.parseFrom(valid.getBody()).toBuilder()
                .setCiphertext(ciphertext)
                .build()
                .toByteString();
        Envelope large = valid.toBuilder().setBody(body).build();
        // ML-KEM's matrices take some 300 KB, whatever the input.
        assertThat(allocated(() -> EnvelopeOpener.open(large, Fixtures.BOB_KEM)))
                .isLessThan(bound(body.size()));
    }

    private static void assertRefusedInBounds(Parser parser, ByteString input) {
        refusal(() -> parser.reader().read(input));
        assertInBounds(parser, input);
    }

    private static void assertInBounds(Parser parser, ByteString input) {
        assertThat(allocated(() -> parser.reader().read(input)))
                .as(() -> parser + ": " + input.size() + " bytes, beginning with "
                        + input.substring(0, Math.min(8, input.size())))
                .isLessThan(ELEMENT_BYTES + bound(input.size()));
    }

    private static long bound(int inputBytes) {
        return FIXED_BYTES + (long) PER_INPUT_BYTE * inputBytes;
    }

    /** Bytes allocated by the last of some runs, the others being for warming up. */
    private static long allocated(Attempt attempt) {
        long bytes = Long.MAX_VALUE;
        for (int i = 0; i <= WARM_UPS && bytes > FIXED_BYTES; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            outcome(attempt);
            bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        return bytes;
    }
}
