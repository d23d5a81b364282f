package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.refusal;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_MALFORMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.crypto.batch.VerifiedBatch;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.crypto.sealing.EnvelopeOpener;
import io.creto.messaging.crypto.sealing.OpenException;
import io.creto.messaging.crypto.sealing.OpenException.Reason;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.KemWrap;
import io.creto.messaging.v1.KeyPart;
import io.creto.messaging.v1.SealedBody;
import io.creto.messaging.v1.SignedBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sealed envelopes put together from parts that are all genuine, or of keys that are not meant. */
final class SealedEnvelopeMixTest {
    private static final Envelope FIRST = Fixtures.sealed("first payload");
    private static final Envelope SECOND = Fixtures.sealed(
            Fixtures.messageHeader().setMessageId(Fixtures.id(7)).build(), new byte[] {1, 2, 3}, Fixtures.BOB_KEM);

    @Test
    void bothOpenAsTheyAre() throws Exception {
        assertThat(EnvelopeOpener.open(FIRST, Fixtures.BOB_KEM)).asString().isEqualTo("first payload");
        assertThat(EnvelopeOpener.open(SECOND, Fixtures.BOB_KEM)).containsExactly(1, 2, 3);
    }

    @Test
    void headerOfAnother() {
        assertNotAuthentic(FIRST.toBuilder().setHeader(SECOND.getHeader()).build());
    }

    @Test
    void bodyOfAnother() {
        assertNotAuthentic(FIRST.toBuilder().setBody(SECOND.getBody()).build());
    }

    @Test
    void keyPartOfAnother() {
        assertNotAuthentic(withBody(body(FIRST).setKey(body(SECOND).getKey())));
    }

    @Test
    void nonceOfAnother() {
        assertNotAuthentic(withBody(body(FIRST).setNonce(body(SECOND).getNonce())));
    }

    @Test
    void ciphertextOfAnother() {
        assertNotAuthentic(withBody(body(FIRST).setCiphertext(body(SECOND).getCiphertext())));
    }

    @Test
    void tagOfAnother() {
        ByteString first = body(FIRST).getCiphertext();
        ByteString second = body(SECOND).getCiphertext();
        ByteString mixed = first.substring(0, first.size() - 16).concat(second.substring(second.size() - 16));
        assertNotAuthentic(withBody(body(FIRST).setCiphertext(mixed)));
    }

    @Test
    void kemCiphertextOfAnother() {
        assertNotAuthentic(withWrap(wrap(FIRST).setKemCiphertext(wrap(SECOND).getKemCiphertext())));
    }

    @Test
    void wrappedKeyOfAnother() {
        assertNotAuthentic(withWrap(wrap(FIRST).setWrappedKey(wrap(SECOND).getWrappedKey())));
    }

    /** The same two halves of the additional data, once with one header and once with one key part exchanged. */
    @Test
    void additionalDataCoversHeaderAndKeyPart() {
        Envelope sameHeader = Fixtures.sealed("another payload under the same header");
        assertNotAuthentic(withBody(body(FIRST).setKey(body(sameHeader).getKey())));
        assertNotAuthentic(sameHeader.toBuilder().setHeader(SECOND.getHeader()).build());
    }

    /** The key part's meaning is the same, its bytes are not: only its hash in the additional data can tell. */
    @Test
    void keyPartWrittenInAnotherOrderOfFields() {
        KemWrap wrap = wrap(FIRST).build();
        ByteString keyId =
                KemWrap.newBuilder().setKeyId(wrap.getKeyId()).build().toByteString();
        ByteString rest = wrap.toBuilder().clearKeyId().build().toByteString();
        ByteString reordered = rest.concat(keyId);
        ByteString keyPart = ByteString.copyFrom(new byte[] {0x0A})
                .concat(varint(reordered.size()))
                .concat(reordered);
        assertThat(keyPart).isNotEqualTo(body(FIRST).getKey());
        assertNotAuthentic(withBody(body(FIRST).setKey(keyPart)));
    }

    @Test
    void recipientKeyIdAndKeyIdOfTheWrapApart() {
        ByteString other = Fixtures.CAROL_KEM.keyId().bytes();
        assertMalformed(withWrap(wrap(FIRST).setKeyId(other)));
        assertMalformed(withHeader(Fixtures.messageHeader().setRecipientKeyId(other)));
    }

    @Test
    void sealedToAnotherKey() {
        assertThat(refusal(() -> EnvelopeOpener.open(FIRST, Fixtures.CAROL_KEM)))
                .isEqualTo(Reason.OTHER_KEY);
    }

    /** Both key ids name the victim's key, but the encapsulation was made to another. */
    @Test
    void bothKeyIdsExchangedForAnotherKeys() throws Exception {
        ByteString carol = Fixtures.CAROL_KEM.keyId().bytes();
        Envelope claimed = withWrap(wrap(FIRST).setKeyId(carol)).toBuilder()
                .setHeader(Fixtures.messageHeader()
                        .setRecipientKeyId(carol)
                        .build()
                        .toByteString())
                .build();
        assertThat(refusal(() -> EnvelopeOpener.open(claimed, Fixtures.CAROL_KEM)))
                .isEqualTo(Reason.NOT_AUTHENTIC);
    }

    @Test
    void senderStrippedAndSignedByAnother() throws Exception {
        EnvelopeHeader own =
                Fixtures.messageHeader().setSender(Fixtures.MALLORY.toString()).build();
        Envelope stolen = FIRST.toBuilder().setHeader(own.toByteString()).build();
        SignedBatch batch = Fixtures.batch(Fixtures.MALLORY, Fixtures.MALLORY_KEY, List.of(stolen));
        VerifiedBatch verified = VerifiedBatch.verify(batch, Fixtures.MALLORY_KEY.publicKey());
        assertNotAuthentic(verified.envelopes().get(0));
    }

    @Test
    void everyByteOfTheKemCiphertextReplaced() {
        ByteString ciphertext = wrap(FIRST).getKemCiphertext();
        for (int at = 0; at < ciphertext.size(); at++) {
            byte[] bytes = ciphertext.toByteArray();
            bytes[at] ^= (byte) (1 + at % 255);
            assertNotAuthentic(withWrap(wrap(FIRST).setKemCiphertext(ByteString.copyFrom(bytes))));
        }
    }

    @Test
    void kemCiphertextOfExtremes() {
        for (int fill : new int[] {0x00, 0x55, 0xFF}) {
            ByteString bytes = ByteString.copyFrom(Fixtures.seed(fill, 1088));
            assertNotAuthentic(withWrap(wrap(FIRST).setKemCiphertext(bytes)));
        }
    }

    /** FIPS 203's implicit rejection: a foreign ciphertext and a bad tag look exactly alike. */
    @Test
    void implicitRejectionShowsNoOtherSignThanABadTag() {
        byte[] foreign = new byte[1088];
        TestRandom.seeded(30).nextBytes(foreign);
        OpenException rejected = opening(withWrap(wrap(FIRST).setKemCiphertext(ByteString.copyFrom(foreign))));
        ByteString ciphertext = body(FIRST).getCiphertext();
        OpenException badTag =
                opening(withBody(body(FIRST).setCiphertext(Bits.flip(ciphertext, Byte.SIZE * ciphertext.size() - 1))));
        assertThat(rejected)
                .hasSameClassAs(badTag)
                .hasMessage(badTag.getMessage())
                .hasNoCause();
        assertThat(rejected.reason()).isEqualTo(badTag.reason()).isEqualTo(Reason.NOT_AUTHENTIC);
        assertThat(rejected.getStackTrace()).isEmpty();
        assertThat(badTag.getStackTrace()).isEmpty();
        assertThat(rejected.getSuppressed()).isEmpty();
    }

    @Test
    void keyOfTheWrongSeedIsAnotherKey() {
        DecapsulationKey almost = DecapsulationKey.fromSeed(flippedLastBit());
        assertThat(almost.keyId()).as("z is not part of the public key").isEqualTo(Fixtures.BOB_KEM.keyId());
        assertThat(refusal(() -> EnvelopeOpener.open(SECOND, Fixtures.CAROL_KEM)))
                .isEqualTo(Reason.OTHER_KEY);
    }

    private static byte[] flippedLastBit() {
        byte[] seed = Fixtures.BOB_KEM.exportSeed();
        seed[seed.length - 1] ^= 1;
        return seed;
    }

    private static OpenException opening(Envelope envelope) {
        return catchThrowableOfType(OpenException.class, () -> EnvelopeOpener.open(envelope, Fixtures.BOB_KEM));
    }

    private static void assertNotAuthentic(Envelope envelope) {
        assertThat(refusal(() -> EnvelopeOpener.open(envelope, Fixtures.BOB_KEM)))
                .isEqualTo(Reason.NOT_AUTHENTIC);
    }

    private static void assertMalformed(Envelope envelope) {
        assertThat(refusal(() -> EnvelopeOpener.open(envelope, Fixtures.BOB_KEM)))
                .isEqualTo(REJECTION_REASON_MALFORMED);
    }

    private static Envelope withHeader(EnvelopeHeader.Builder header) {
        return FIRST.toBuilder().setHeader(header.build().toByteString()).build();
    }

    private static Envelope withBody(SealedBody.Builder body) {
        return FIRST.toBuilder().setBody(body.build().toByteString()).build();
    }

    private static Envelope withWrap(KemWrap.Builder wrap) {
        KeyPart part = KeyPart.newBuilder().setKemWrap(wrap).build();
        return withBody(body(FIRST).setKey(part.toByteString()));
    }

    private static SealedBody.Builder body(Envelope envelope) {
        try {
            return SealedBody.newBuilder().mergeFrom(envelope.getBody());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static KemWrap.Builder wrap(Envelope envelope) {
        try {
            return KeyPart.parseFrom(body(envelope).getKey()).getKemWrap().toBuilder();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static ByteString varint(int value) {
        return ByteString.copyFrom(new byte[] {(byte) ((value & 0x7F) | 0x80), (byte) (value >>> 7)});
    }
}
