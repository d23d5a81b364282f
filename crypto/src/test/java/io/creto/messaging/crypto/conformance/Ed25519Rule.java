package io.creto.messaging.crypto.conformance;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * Our edge rule for Ed25519 (wire format, "Suite 1"), computed apart from every provider with nothing but
 * {@link BigInteger}: S &lt; L; A and R canonical, of prime order and not the identity. Vectors that a looser verifier
 * accepts and this rule does not are expected to be refused; see {@link #expectation}.
 */
final class Ed25519Rule {
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final BigInteger SQRT_MINUS_ONE =
            BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);
    private static final int POINT_BYTES = 32;

    private Ed25519Rule() {}

    /**
     * What we expect of a vector. One that its source accepts and our rule does not is expected to be refused, and noted
     * in the table.
     */
    static Expectation expectation(Expectation ofSource, byte[] publicKey, byte[] signature, Tally tally) {
        if (ofSource == Expectation.ACCEPT && !allows(publicKey, signature)) {
            tally.note("accepted by their source, refused by our rule on S, A and R");
            return Expectation.REFUSE;
        }
        return ofSource;
    }

    static boolean allows(byte[] publicKey, byte[] signature) {
        return signature.length == 2 * POINT_BYTES
                && littleEndian(signature, POINT_BYTES).compareTo(L) < 0
                && isOfPrimeOrder(publicKey)
                && isOfPrimeOrder(Arrays.copyOf(signature, POINT_BYTES));
    }

    private static boolean isOfPrimeOrder(byte[] encoded) {
        return decode(encoded)
                .filter(point -> !point.isIdentity() && point.times(L).isIdentity())
                .isPresent();
    }

    /** RFC 8032, section 5.1.3; empty for what is not canonical or not on the curve. */
    private static Optional<Point> decode(byte[] encoded) {
        if (encoded.length != POINT_BYTES) {
            return Optional.empty();
        }
        BigInteger number = littleEndian(encoded, 0);
        boolean odd = number.testBit(255);
        BigInteger y = number.clearBit(255);
        if (y.compareTo(P) >= 0) {
            return Optional.empty();
        }
        BigInteger ySquared = y.multiply(y).mod(P);
        BigInteger xSquared = ySquared.subtract(BigInteger.ONE)
                .multiply(D.multiply(ySquared).add(BigInteger.ONE).modInverse(P))
                .mod(P);
        BigInteger x = xSquared.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(xSquared)) {
            x = x.multiply(SQRT_MINUS_ONE).mod(P);
        }
        if (!x.multiply(x).mod(P).equals(xSquared) || (x.signum() == 0 && odd)) {
            return Optional.empty();
        }
        return Optional.of(Point.affine(x.testBit(0) == odd ? x : P.subtract(x), y));
    }

    private static BigInteger littleEndian(byte[] bytes, int offset) {
        byte[] reversed = new byte[POINT_BYTES];
        for (int i = 0; i < POINT_BYTES; i++) {
            reversed[POINT_BYTES - 1 - i] = bytes[offset + i];
        }
        return new BigInteger(1, reversed);
    }

    /** Extended coordinates, with the complete addition of RFC 8032, section 5.1.4. */
    private record Point(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {

        static Point affine(BigInteger x, BigInteger y) {
            return new Point(x, y, BigInteger.ONE, x.multiply(y).mod(P));
        }

        boolean isIdentity() {
            return x.signum() == 0 && y.equals(z);
        }

        Point plus(Point other) {
            BigInteger a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
            BigInteger b = y.add(x).multiply(other.y.add(other.x)).mod(P);
            BigInteger c =
                    t.multiply(BigInteger.TWO).multiply(D).multiply(other.t).mod(P);
            BigInteger d = z.multiply(BigInteger.TWO).multiply(other.z).mod(P);
            BigInteger e = b.subtract(a);
            BigInteger f = d.subtract(c);
            BigInteger g = d.add(c);
            BigInteger h = b.add(a);
            return new Point(
                    e.multiply(f).mod(P),
                    g.multiply(h).mod(P),
                    f.multiply(g).mod(P),
                    e.multiply(h).mod(P));
        }

        Point times(BigInteger factor) {
            Point sum = affine(BigInteger.ZERO, BigInteger.ONE);
            for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
                sum = sum.plus(sum);
                if (factor.testBit(bit)) {
                    sum = sum.plus(this);
                }
            }
            return sum;
        }
    }
}
