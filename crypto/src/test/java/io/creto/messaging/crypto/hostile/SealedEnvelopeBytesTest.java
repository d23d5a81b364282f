package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.refusal;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_MALFORMED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.sealing.EnvelopeOpener;
import io.creto.messaging.crypto.sealing.OpenException;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.KeyPart;
import io.creto.messaging.v1.SealedBody;
import org.junit.jupiter.api.Test;

/** Sealed envelopes, cut and with flipped bits. */
final class SealedEnvelopeBytesTest {
    private static final Envelope VALID = Fixtures.sealed("payload");

    @Test
    void everyTruncationOfTheHeaderIsMalformed() {
        Bits.truncations(
                VALID.getHeader(), (cut, at) -> assertThat(openWithHeader(cut)).isEqualTo(REJECTION_REASON_MALFORMED));
    }

    @Test
    void everyTruncationOfTheBodyIsMalformed() {
        Bits.truncations(
                VALID.getBody(), (cut, at) -> assertThat(openWithBody(cut)).isEqualTo(REJECTION_REASON_MALFORMED));
    }

    @Test
    void everyTruncationOfTheKeyPartIsMalformed() {
        Bits.truncations(
                body().getKey(),
                (cut, at) -> assertThat(openWithBody(body().setKey(cut).build().toByteString()))
                        .isEqualTo(REJECTION_REASON_MALFORMED));
    }

    @Test
    void everyTruncationOfTheCiphertextIsNotAuthenticOrShorterThanItsTag() {
        Bits.truncations(
                body().getCiphertext(),
                (cut, at) -> assertThat(
                                openWithBody(body().setCiphertext(cut).build().toByteString()))
                        .isEqualTo(at < 16 ? REJECTION_REASON_MALFORMED : OpenException.Reason.NOT_AUTHENTIC));
    }

    @Test
    void everyBitFlipOfTheHeaderIsRefused() {
        Layout layout = Layout.of(EnvelopeHeader.getDescriptor(), VALID.getHeader());
        int keyId = layout.start("recipient_key_id");
        Bits.flips(VALID.getHeader(), (flipped, at) -> {
            Enum<?> reason = openWithHeader(flipped);
            if (at == keyId) {
                assertThat(reason).isEqualTo(REJECTION_REASON_UNSUPPORTED_VERSION);
            } else if (layout.fieldAt(at).equals("recipient_key_id")) {
                assertThat(reason).isEqualTo(REJECTION_REASON_MALFORMED);
            } else {
                assertThat(reason)
                        .isIn(
                                REJECTION_REASON_MALFORMED,
                                REJECTION_REASON_UNSUPPORTED_VERSION,
                                OpenException.Reason.NOT_AUTHENTIC);
            }
        });
    }

    @Test
    void everyBitFlipOfNonceAndCiphertextIsNotAuthenticAndOfTheFramingMalformed() {
        Layout layout = Layout.of(SealedBody.getDescriptor(), VALID.getBody());
        Bits.flips(VALID.getBody(), bit -> !layout.fieldAt(bit / Byte.SIZE).equals("key"), (flipped, at) -> {
            boolean framing = layout.fieldAt(at).equals(Layout.FRAMING);
            assertThat(openWithBody(flipped))
                    .isEqualTo(framing ? REJECTION_REASON_MALFORMED : OpenException.Reason.NOT_AUTHENTIC);
        });
    }

    @Test
    void everyBitFlipOfKemCiphertextAndWrappedKeyIsNotAuthenticAndOfTheKeyIdNamed() {
        ByteString keyPart = body().getKey();
        Layout layout = Layout.of(KeyPart.getDescriptor(), keyPart);
        int keyId = layout.start("kem_wrap.key_id");
        Bits.flips(keyPart, (flipped, at) -> {
            Enum<?> reason = openWithBody(body().setKey(flipped).build().toByteString());
            switch (layout.fieldAt(at)) {
                case "kem_wrap.kem_ciphertext", "kem_wrap.wrapped_key" ->
                    assertThat(reason).isEqualTo(OpenException.Reason.NOT_AUTHENTIC);
                default ->
                    assertThat(reason)
                            .isEqualTo(at == keyId ? REJECTION_REASON_UNSUPPORTED_VERSION : REJECTION_REASON_MALFORMED);
            }
        });
    }

    private static SealedBody.Builder body() {
        try {
            return SealedBody.newBuilder().mergeFrom(VALID.getBody());
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static Enum<?> openWithHeader(ByteString header) {
        return open(VALID.toBuilder().setHeader(header).build());
    }

    private static Enum<?> openWithBody(ByteString body) {
        return open(VALID.toBuilder().setBody(body).build());
    }

    private static Enum<?> open(Envelope envelope) {
        return refusal(() -> EnvelopeOpener.open(envelope, Fixtures.BOB_KEM));
    }
}
