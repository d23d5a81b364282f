package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.refusal;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_BAD_SIGNATURE_BOTH;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_BAD_SIGNATURE_CLASSICAL;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_BAD_SIGNATURE_POST_QUANTUM;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_KEY_NOT_VALID;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.crypto.batch.VerifiedHeader;
import io.creto.messaging.crypto.internal.CryptoBackend;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.crypto.signature.SignatureContext;
import io.creto.messaging.v1.RejectionReason;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Composite signatures of which a half is missing, wrong or made for something else: the verdict names that half. */
final class CompositeHalvesTest {
    private static final int ML_DSA_BYTES = 3309;
    private static final int ED25519_BYTES = 64;
    private static final ByteString HEADER =
            Fixtures.batch(Fixtures.commands(1)).getHeader();
    private static final ByteString GENUINE = sign(Fixtures.ALICE_KEY, SignatureContext.BATCH, HEADER);

    static List<CryptoBackend> backends() {
        return Fixtures.backends();
    }

    @ParameterizedTest
    @MethodSource("backends")
    void halfMissing(CryptoBackend backend) {
        assertRefused(backend, postQuantum(GENUINE), REJECTION_REASON_BAD_SIGNATURE_BOTH);
        assertRefused(backend, classical(GENUINE), REJECTION_REASON_BAD_SIGNATURE_BOTH);
        assertRefused(backend, ByteString.EMPTY, REJECTION_REASON_BAD_SIGNATURE_BOTH);
        assertRefused(backend, GENUINE.concat(ByteString.copyFrom(new byte[1])), REJECTION_REASON_BAD_SIGNATURE_BOTH);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void halfOfZeros(CryptoBackend backend) {
        ByteString noClassical = postQuantum(GENUINE).concat(zeros(ED25519_BYTES));
        ByteString noPostQuantum = zeros(ML_DSA_BYTES).concat(classical(GENUINE));
        assertRefused(backend, noClassical, REJECTION_REASON_BAD_SIGNATURE_CLASSICAL);
        assertRefused(backend, noPostQuantum, REJECTION_REASON_BAD_SIGNATURE_POST_QUANTUM);
        assertRefused(backend, zeros(GENUINE.size()), REJECTION_REASON_BAD_SIGNATURE_BOTH);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void halvesInTheOtherOrder(CryptoBackend backend) {
        assertRefused(backend, classical(GENUINE).concat(postQuantum(GENUINE)), REJECTION_REASON_BAD_SIGNATURE_BOTH);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void halfByAnotherSender(CryptoBackend backend) {
        assertHalvesOf(backend, sign(Fixtures.MALLORY_KEY, SignatureContext.BATCH, HEADER));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void halfOverAnotherMessage(CryptoBackend backend) {
        ByteString other = Fixtures.batch(Fixtures.commands(2)).getHeader();
        assertHalvesOf(backend, sign(Fixtures.ALICE_KEY, SignatureContext.BATCH, other));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void anotherContextForEveryOrderedPair(CryptoBackend backend) {
        CompositePublicKey key = Fixtures.under(backend, Fixtures.ALICE_KEY);
        for (SignatureContext made : SignatureContext.values()) {
            ByteString signature = sign(Fixtures.ALICE_KEY, made, HEADER);
            for (SignatureContext asked : SignatureContext.values()) {
                if (made == asked) {
                    assertThat(key.verify(asked, HEADER, signature).isValid()).isTrue();
                    continue;
                }
                ByteString genuine = sign(Fixtures.ALICE_KEY, asked, HEADER);
                assertThat(reason(key, asked, signature))
                        .as("made as %s, verified as %s", made, asked)
                        .isEqualTo(REJECTION_REASON_BAD_SIGNATURE_BOTH);
                assertThat(reason(key, asked, postQuantum(genuine).concat(classical(signature))))
                        .isEqualTo(REJECTION_REASON_BAD_SIGNATURE_CLASSICAL);
                assertThat(reason(key, asked, postQuantum(signature).concat(classical(genuine))))
                        .isEqualTo(REJECTION_REASON_BAD_SIGNATURE_POST_QUANTUM);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void keyOtherThanTheHeaderNames(CryptoBackend backend) {
        CompositePublicKey other = Fixtures.under(backend, Fixtures.MALLORY_KEY);
        assertThat(refusal(() -> VerifiedHeader.verify(HEADER, GENUINE, other)))
                .isEqualTo(REJECTION_REASON_KEY_NOT_VALID);
    }

    /** One half, the other half and both halves of a foreign signature in place of the genuine. */
    private static void assertHalvesOf(CryptoBackend backend, ByteString foreign) {
        ByteString foreignClassical = postQuantum(GENUINE).concat(classical(foreign));
        ByteString foreignPostQuantum = postQuantum(foreign).concat(classical(GENUINE));
        assertRefused(backend, foreignClassical, REJECTION_REASON_BAD_SIGNATURE_CLASSICAL);
        assertRefused(backend, foreignPostQuantum, REJECTION_REASON_BAD_SIGNATURE_POST_QUANTUM);
        assertRefused(backend, foreign, REJECTION_REASON_BAD_SIGNATURE_BOTH);
    }

    private static void assertRefused(CryptoBackend backend, ByteString signature, RejectionReason expected) {
        CompositePublicKey key = Fixtures.under(backend, Fixtures.ALICE_KEY);
        assertThat(refusal(() -> VerifiedHeader.verify(HEADER, signature, key))).isEqualTo(expected);
    }

    private static Enum<?> reason(CompositePublicKey key, SignatureContext context, ByteString signature) {
        return refusal(() -> key.verify(context, HEADER, signature).orThrow());
    }

    private static ByteString sign(CompositePrivateKey key, SignatureContext context, ByteString message) {
        return key.sign(context, message, TestRandom.seeded(24));
    }

    private static ByteString postQuantum(ByteString signature) {
        return signature.substring(0, ML_DSA_BYTES);
    }

    private static ByteString classical(ByteString signature) {
        return signature.substring(ML_DSA_BYTES);
    }

    private static ByteString zeros(int bytes) {
        return ByteString.copyFrom(new byte[bytes]);
    }
}
