package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.refusal;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_KEY_NOT_VALID;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.hostile.Edwards25519.Point;
import io.creto.messaging.crypto.internal.CryptoBackend;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.crypto.signature.SignatureContext;
import io.creto.messaging.crypto.signature.SignatureInternals;
import io.creto.messaging.crypto.signature.SignatureVerdict;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The edges of Ed25519 where libraries differ: here every provider refuses, and for the same reason. */
final class Ed25519EdgesTest {
    private static final List<Point> TORSION = Edwards25519.torsion();
    private static final List<Point> NOT_IDENTITY = TORSION.subList(1, TORSION.size());
    private static final BigInteger NONCE = new BigInteger(250, new Random(21));
    private static final ForgedEd25519 FORGED = new ForgedEd25519(ByteString.copyFromUtf8("message"));

    static List<CryptoBackend> backends() {
        return Fixtures.backends();
    }

    @Test
    void theEightTorsionPointsAreEightAndOfSmallOrder() {
        assertThat(TORSION.stream().map(point -> ByteString.copyFrom(point.encode())))
                .doesNotHaveDuplicates();
        assertThat(TORSION)
                .hasSize(8)
                .allMatch(point -> point.times(BigInteger.valueOf(8)).isIdentity());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void honestSignatureOfTheSameArithmeticIsValid(CryptoBackend backend) {
        assertThat(verdict(backend, FORGED, FORGED.withTorsionInR(NONCE, Edwards25519.IDENTITY)))
                .isEqualTo(SignatureVerdict.VALID);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void sFromLOnIsBadClassical(CryptoBackend backend) {
        assertThat(verdict(backend, FORGED, FORGED.withSTooLarge(NONCE, 0))).isEqualTo(SignatureVerdict.VALID);
        for (int n = 1; n <= 15; n++) {
            assertThat(verdict(backend, FORGED, FORGED.withSTooLarge(NONCE, n)))
                    .as("S + %d L", n)
                    .isEqualTo(SignatureVerdict.BAD_CLASSICAL);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void sAtItsBoundsIsBadClassical(CryptoBackend backend) {
        BigInteger highest = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        for (BigInteger s :
                List.of(BigInteger.ZERO, Edwards25519.L.subtract(BigInteger.ONE), Edwards25519.L, highest)) {
            assertThat(verdict(backend, FORGED, FORGED.withS(NONCE, s)))
                    .as("S = %s", s)
                    .isEqualTo(SignatureVerdict.BAD_CLASSICAL);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void torsionInRIsBadClassicalForEveryPointAndMessage(CryptoBackend backend) {
        Random random = new Random(22);
        for (int number = 0; number < 28; number++) {
            ForgedEd25519 forged = new ForgedEd25519(ByteString.copyFromUtf8("message " + number));
            for (Point torsion : NOT_IDENTITY) {
                BigInteger nonce = new BigInteger(250, random);
                assertThat(verdict(backend, forged, forged.withTorsionInR(nonce, torsion)))
                        .isEqualTo(SignatureVerdict.BAD_CLASSICAL);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void lowOrderRIsBadClassicalInEveryEncoding(CryptoBackend backend) {
        for (byte[] encoded : lowOrderEncodings()) {
            assertThat(verdict(backend, FORGED, FORGED.withZeroNonce(encoded)))
                    .as("R = %s", ByteString.copyFrom(encoded))
                    .isEqualTo(SignatureVerdict.BAD_CLASSICAL);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void identityAsRWithAMatchingSIsBadClassical(CryptoBackend backend) {
        assertThat(verdict(backend, FORGED, FORGED.withZeroNonce(Edwards25519.IDENTITY.encode())))
                .isEqualTo(SignatureVerdict.BAD_CLASSICAL);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void lowOrderAIsRefusedAtLoadInEveryEncoding(CryptoBackend backend) {
        for (byte[] encoded : lowOrderEncodings()) {
            assertKeyRefused(backend, encoded);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void mixedOrderAIsRefusedAtLoad(CryptoBackend backend) {
        Random random = new Random(23);
        for (int number = 0; number < 8; number++) {
            Point honest = Edwards25519.BASE.times(new BigInteger(250, random));
            for (Point torsion : NOT_IDENTITY) {
                assertKeyRefused(backend, honest.plus(torsion).encode());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void yFromPOnIsRefusedAtLoad(CryptoBackend backend) {
        IntStream.range(0, 19)
                .mapToObj(excess -> Edwards25519.P.add(BigInteger.valueOf(excess)))
                .flatMap(y -> Stream.of(y, y.setBit(255)))
                .forEach(y -> assertKeyRefused(backend, Edwards25519.littleEndian(y)));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void pointsOffTheCurveAreRefusedAtLoad(CryptoBackend backend) {
        assertKeyRefused(backend, Edwards25519.littleEndian(BigInteger.TWO));
        assertKeyRefused(backend, Edwards25519.littleEndian(BigInteger.TWO.setBit(255)));
    }

    private static List<byte[]> lowOrderEncodings() {
        return Stream.concat(TORSION.stream().map(Point::encode), Edwards25519.nonCanonicalTorsion().stream())
                .toList();
    }

    private static void assertKeyRefused(CryptoBackend backend, byte[] classical) {
        ByteString honest = Fixtures.ALICE_KEY.publicKey().encoded();
        ByteString key =
                honest.substring(0, CompositePublicKey.BYTES - classical.length).concat(ByteString.copyFrom(classical));
        assertThat(refusal(() -> SignatureInternals.parse(key, backend)))
                .as("A = %s", ByteString.copyFrom(classical))
                .isEqualTo(REJECTION_REASON_KEY_NOT_VALID);
    }

    private static SignatureVerdict verdict(CryptoBackend backend, ForgedEd25519 forged, ByteString signature) {
        return Fixtures.under(backend, Fixtures.ALICE_KEY).verify(SignatureContext.BATCH, forged.message(), signature);
    }
}
