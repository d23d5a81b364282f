package io.creto.messaging.crypto.hostile;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The curve of Ed25519 (RFC 8032, section 5.1) in plain arithmetic: slow, and only for making what no honest signer
 * makes.
 */
final class Edwards25519 {
    static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    /** Of the curve's equation, -x² + y² = 1 + d x² y². */
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    /** Order of the prime-order subgroup. */
    static final BigInteger L = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    static final Point IDENTITY = new Point(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE);
    static final Point BASE = decode(
            BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P), false);

    private static final int BYTES = 32;

    private Edwards25519() {}

    /** A point in projective coordinates. */
    record Point(BigInteger x, BigInteger y, BigInteger z) {
        Point plus(Point other) {
            BigInteger a = z.multiply(other.z).mod(P);
            BigInteger b = a.multiply(a).mod(P);
            BigInteger c = x.multiply(other.x).mod(P);
            BigInteger d = y.multiply(other.y).mod(P);
            BigInteger e = D.multiply(c).mod(P).multiply(d).mod(P);
            BigInteger f = b.subtract(e);
            BigInteger g = b.add(e);
            BigInteger cross =
                    x.add(y).multiply(other.x.add(other.y)).subtract(c).subtract(d);
            return new Point(
                    a.multiply(f).multiply(cross).mod(P),
                    a.multiply(g).multiply(d.add(c)).mod(P),
                    f.multiply(g).mod(P));
        }

        Point times(BigInteger scalar) {
            Point sum = IDENTITY;
            for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
                sum = sum.plus(sum);
                if (scalar.testBit(bit)) {
                    sum = sum.plus(this);
                }
            }
            return sum;
        }

        boolean isIdentity() {
            return x.signum() == 0 && y.equals(z);
        }

        /** The canonical encoding. */
        byte[] encode() {
            BigInteger inverse = z.modInverse(P);
            byte[] bytes = littleEndian(y.multiply(inverse).mod(P));
            if (x.multiply(inverse).mod(P).testBit(0)) {
                bytes[BYTES - 1] |= (byte) 0x80;
            }
            return bytes;
        }
    }

    /** The points of order 1, 2, 4 and 8: all eight, the identity first. */
    static List<Point> torsion() {
        for (int y = 2; ; y++) {
            Point point = IDENTITY;
            try {
                point = decode(BigInteger.valueOf(y), false).times(L);
            } catch (ArithmeticException notOnTheCurve) {
                continue;
            }
            if (!point.times(BigInteger.valueOf(4)).isIdentity()) {
                List<Point> multiples = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    multiples.add(point.times(BigInteger.valueOf(i)));
                }
                return multiples;
            }
        }
    }

    /** The encodings of points of small order that are not canonical: y from p on, and the sign of x = 0. */
    static List<byte[]> nonCanonicalTorsion() {
        BigInteger sign = BigInteger.ONE.shiftLeft(255);
        return List.of(
                littleEndian(BigInteger.ONE.add(sign)), // (0, 1)
                littleEndian(P.add(BigInteger.ONE)),
                littleEndian(P.add(BigInteger.ONE).add(sign)),
                littleEndian(P.subtract(BigInteger.ONE).add(sign)), // (0, -1)
                littleEndian(P), // (±sqrt(-1), 0)
                littleEndian(P.add(sign)));
    }

    /** The secret scalar of a 32-byte seed (RFC 8032, section 5.1.5). */
    static BigInteger secretScalar(byte[] seed) {
        byte[] scalar = Arrays.copyOf(sha512(seed), BYTES);
        scalar[0] &= (byte) 0xF8;
        scalar[BYTES - 1] &= 0x3F;
        scalar[BYTES - 1] |= 0x40;
        return fromLittleEndian(scalar);
    }

    /** k = SHA-512(R ‖ A ‖ M) mod L. */
    static BigInteger challenge(byte[] r, byte[] publicKey, byte[] message) {
        return fromLittleEndian(sha512(r, publicKey, message)).mod(L);
    }

    static byte[] littleEndian(BigInteger value) {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bytes[i] = value.shiftRight(Byte.SIZE * i).byteValue();
        }
        return bytes;
    }

    static BigInteger fromLittleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    /** The point with this y, and with this sign of x (RFC 8032, section 5.1.3). */
    private static Point decode(BigInteger y, boolean odd) {
        BigInteger square = y.multiply(y);
        BigInteger xx = square.subtract(BigInteger.ONE)
                .multiply(D.multiply(square).add(BigInteger.ONE).modInverse(P))
                .mod(P);
        BigInteger x = xx.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(xx)) {
            x = x.multiply(BigInteger.TWO.modPow(P.shiftRight(2), P)).mod(P);
        }
        if (!x.multiply(x).mod(P).equals(xx)) {
            throw new ArithmeticException("no point has this y");
        }
        return new Point(x.testBit(0) == odd ? x : P.subtract(x), y, BigInteger.ONE);
    }

    private static byte[] sha512(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
