package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.refusal;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_BAD_SIGNATURE_BOTH;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_BAD_SIGNATURE_CLASSICAL;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_BAD_SIGNATURE_POST_QUANTUM;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_KEY_NOT_VALID;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_MALFORMED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_ROOT_MISMATCH;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_TOO_LARGE;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.batch.VerifiedBatch;
import io.creto.messaging.crypto.internal.CryptoBackend;
import io.creto.messaging.crypto.internal.CryptoBackends;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed batches, cut and with flipped bits. */
final class BatchBytesTest {
    private static final int ML_DSA_BYTES = 3309;
    private static final Set<RejectionReason> OF_HEADER = Set.of(
            REJECTION_REASON_MALFORMED,
            REJECTION_REASON_UNSUPPORTED_VERSION,
            REJECTION_REASON_KEY_NOT_VALID,
            REJECTION_REASON_ROOT_MISMATCH,
            REJECTION_REASON_BAD_SIGNATURE_BOTH);
    private static final Set<RejectionReason> OF_FRAMING =
            Set.of(REJECTION_REASON_MALFORMED, REJECTION_REASON_TOO_LARGE, REJECTION_REASON_UNSUPPORTED_VERSION);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64})
    void everyTruncationIsMalformed(int envelopes) {
        CompositePublicKey key = Fixtures.ALICE_KEY.publicKey();
        Bits.truncations(
                signed(envelopes),
                (cut, at) -> assertThat(refusal(() -> verify(cut, key))).isEqualTo(REJECTION_REASON_MALFORMED));
    }

    static Stream<Arguments> sizesAndBackends() {
        return Stream.of(1, 2, 3, 64)
                .flatMap(size -> Fixtures.backends().stream().map(backend -> Arguments.of(size, backend)));
    }

    @ParameterizedTest
    @MethodSource("sizesAndBackends")
    void everyBitFlipIsRefusedForWhatItHits(int envelopes, CryptoBackend backend) throws Exception {
        ByteString valid = signed(envelopes);
        CompositePublicKey key = Fixtures.under(backend, Fixtures.ALICE_KEY);
        Layout layout = Layout.of(SignedBatch.getDescriptor(), valid);
        int signature = layout.start("signature");
        verify(valid, key);
        Bits.flips(valid, chosen(layout, envelopes, backend), (flipped, at) -> {
            Enum<?> reason = refusal(() -> verify(flipped, key));
            switch (layout.fieldAt(at)) {
                case "signature" ->
                    assertThat(reason)
                            .isEqualTo(
                                    at < signature + ML_DSA_BYTES
                                            ? REJECTION_REASON_BAD_SIGNATURE_POST_QUANTUM
                                            : REJECTION_REASON_BAD_SIGNATURE_CLASSICAL);
                case "envelopes.header", "envelopes.body" ->
                    assertThat(reason).isEqualTo(REJECTION_REASON_ROOT_MISMATCH);
                case "header" -> assertThat(OF_HEADER).contains((RejectionReason) reason);
                default -> assertThat(OF_FRAMING).contains((RejectionReason) reason);
            }
        });
    }

    /**
     * All bits. Only what is long and the same again is sampled: signatures of the larger batches and under the slower
     * provider, and envelopes, which no key is involved in, under the provider not in use.
     */
    private static IntPredicate chosen(Layout layout, int envelopes, CryptoBackend backend) {
        boolean active = backend == CryptoBackends.active();
        IntPredicate few = Bits.sample(envelopes, 64);
        return bit -> switch (layout.fieldAt(bit / Byte.SIZE)) {
            case "signature" -> (active && envelopes == 1) || few.test(bit);
            case "envelopes.header", "envelopes.body" -> active || few.test(bit);
            default -> true;
        };
    }

    private static ByteString signed(int envelopes) {
        return Fixtures.batch(Fixtures.commands(envelopes)).toByteString();
    }

    private static void verify(ByteString bytes, CompositePublicKey key) throws WireException, VerificationException {
        VerifiedBatch.verify(BatchParser.signedBatch(bytes), key);
    }
}
