package io.creto.messaging.crypto.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.internal.CryptoBackend;
import io.creto.messaging.crypto.internal.CryptoBackends;
import io.creto.messaging.v1.RejectionReason;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompositeKeyTest {
    private static final SecureRandom RANDOM = TestRandom.seeded(1);
    private static final CompositePrivateKey KEY = CompositePrivateKey.generate(RANDOM);
    private static final ByteString MESSAGE = ByteString.copyFromUtf8("header bytes");
    private static final ByteString SIGNATURE = KEY.sign(SignatureContext.BATCH, MESSAGE, RANDOM);

    static Stream<CryptoBackend> backends() {
        return Stream.concat(Stream.of(CryptoBackends.bouncyCastle()), CryptoBackends.corretto().stream());
    }

    @Test
    void sizesAreThoseOfTheSuite() {
        assertThat(KEY.publicKey().encoded().size()).isEqualTo(1952 + 32);
        assertThat(SIGNATURE.size()).isEqualTo(3309 + 64);
        assertThat(KEY.exportSeed()).hasSize(64);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void ownSignatureVerifiesUnderEveryBackend(CryptoBackend backend) throws VerificationException {
        CompositePublicKey key = CompositePublicKey.parse(KEY.publicKey().encoded(), backend);
        assertThat(key.verify(SignatureContext.BATCH, MESSAGE, SIGNATURE)).isEqualTo(SignatureVerdict.VALID);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void verdictNamesTheHalfThatFailed(CryptoBackend backend) throws VerificationException {
        CompositePublicKey key = CompositePublicKey.parse(KEY.publicKey().encoded(), backend);
        assertThat(key.verify(SignatureContext.BATCH, MESSAGE, flipped(3309 + 40)))
                .isEqualTo(SignatureVerdict.BAD_CLASSICAL);
        assertThat(key.verify(SignatureContext.BATCH, MESSAGE, flipped(100)))
                .isEqualTo(SignatureVerdict.BAD_POST_QUANTUM);
        assertThat(key.verify(SignatureContext.BATCH, ByteString.EMPTY, SIGNATURE))
                .isEqualTo(SignatureVerdict.BAD_BOTH);
        assertThat(key.verify(SignatureContext.BATCH, MESSAGE, SIGNATURE.substring(1)))
                .isEqualTo(SignatureVerdict.BAD_BOTH);
    }

    @ParameterizedTest
    @EnumSource
    void signatureCountsForItsContextOnly(SignatureContext context) {
        ByteString signature = KEY.sign(context, MESSAGE, RANDOM);
        for (SignatureContext other : SignatureContext.values()) {
            assertThat(KEY.publicKey().verify(other, MESSAGE, signature))
                    .isEqualTo(other == context ? SignatureVerdict.VALID : SignatureVerdict.BAD_BOTH);
        }
    }

    @Test
    void refusalIsOpaqueButItsReasonIsNot() {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(SignatureVerdict.BAD_CLASSICAL::orThrow)
                .withMessage("verification failed")
                .satisfies(e ->
                        assertThat(e.reason()).isEqualTo(RejectionReason.REJECTION_REASON_BAD_SIGNATURE_CLASSICAL));
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(SignatureVerdict.BAD_BOTH::orThrow)
                .withMessage("verification failed");
    }

    @Test
    void seedGivesTheSameKeyAgain() {
        byte[] seed = KEY.exportSeed();
        assertThat(CompositePrivateKey.fromSeed(seed).publicKey()).isEqualTo(KEY.publicKey());
        seed[0] ^= 1;
        assertThat(CompositePrivateKey.fromSeed(seed).publicKey()).isNotEqualTo(KEY.publicKey());
    }

    @Test
    void seedOfAnotherLengthIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> CompositePrivateKey.fromSeed(new byte[63]));
    }

    @Test
    void signingIsHedged() {
        assertThat(KEY.sign(SignatureContext.BATCH, MESSAGE, RANDOM)).isNotEqualTo(SIGNATURE);
    }

    @Test
    void publicKeyOfAnotherLengthIsRefused() {
        assertKeyRefused(KEY.publicKey().encoded().substring(1));
        assertKeyRefused(KEY.publicKey().encoded().concat(ByteString.copyFrom(new byte[1])));
        assertKeyRefused(ByteString.EMPTY);
    }

    @Test
    void publicKeyWithAnEd25519HalfOfSmallOrderIsRefused() {
        ByteString mlDsa = KEY.publicKey().encoded().substring(0, 1952);
        byte[] identity = new byte[32];
        identity[0] = 1;
        assertKeyRefused(mlDsa.concat(ByteString.copyFrom(identity)));
        assertKeyRefused(mlDsa.concat(ByteString.copyFrom(
                HexFormat.of().parseHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"))));
    }

    @Test
    void destroyedKeySignsNoMoreAndShowsNothing() {
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        String seed = HexFormat.of().formatHex(key.exportSeed());
        key.destroy();
        assertThat(key.isDestroyed()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> key.sign(SignatureContext.BATCH, MESSAGE, RANDOM));
        assertThatIllegalStateException().isThrownBy(key::exportSeed);
        assertThat(key.toString())
                .doesNotContain(seed.substring(0, 8))
                .contains(key.publicKey().keyId().toString());
    }

    private static ByteString flipped(int at) {
        byte[] bytes = SIGNATURE.toByteArray();
        bytes[at] ^= 1;
        return ByteString.copyFrom(bytes);
    }

    private static void assertKeyRefused(ByteString encoded) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> CompositePublicKey.parse(encoded))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectionReason.REJECTION_REASON_KEY_NOT_VALID));
    }

    @Test
    void contextLongerThan255BytesIsRefused() {
        byte[] context = new byte[256];
        Arrays.fill(context, (byte) 'x');
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompositeMessage.representative(
                        CryptoBackends.bouncyCastle(), new byte[] {'l'}, context, new byte[0]));
    }
}
