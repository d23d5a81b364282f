package io.creto.messaging.crypto.hostile;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.crypto.hostile.Edwards25519.Point;
import io.creto.messaging.crypto.internal.CryptoBackends;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.crypto.signature.SignatureContext;
import io.creto.messaging.crypto.signature.SignatureInternals;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Composite signatures by Alice over one message whose post-quantum half is genuine and whose Ed25519 half is made with
 * her secret scalar in a way that no honest signer would.
 */
final class ForgedEd25519 {
    private static final int ML_DSA_BYTES = 3309;
    private static final int ML_DSA_KEY_BYTES = 1952;
    private static final int SEED_BYTES = 32;
    private static final BigInteger SCALAR =
            Edwards25519.secretScalar(Arrays.copyOfRange(Fixtures.ALICE_SEED, SEED_BYTES, 2 * SEED_BYTES));
    private static final byte[] PUBLIC_KEY = classicalHalf(Fixtures.ALICE_KEY.publicKey());

    private final ByteString message;
    private final ByteString postQuantum;
    private final byte[] representative;

    ForgedEd25519(ByteString message) {
        this.message = message;
        this.postQuantum = Fixtures.ALICE_KEY
                .sign(SignatureContext.BATCH, message, TestRandom.seeded(20))
                .substring(0, ML_DSA_BYTES);
        this.representative =
                SignatureInternals.representative(CryptoBackends.bouncyCastle(), SignatureContext.BATCH, message);
    }

    /** The Ed25519 half of a composite public key. */
    static byte[] classicalHalf(CompositePublicKey key) {
        return key.encoded().substring(ML_DSA_KEY_BYTES).toByteArray();
    }

    ByteString message() {
        return message;
    }

    /** R = rB + T: holds in the equation with the cofactor for every T, in the one without for the identity only. */
    ByteString withTorsionInR(BigInteger r, Point torsion) {
        byte[] point = Edwards25519.BASE.times(r).plus(torsion).encode();
        return signature(point, response(point, r));
    }

    /** These bytes as R, with r = 0: S = k·a. */
    ByteString withZeroNonce(byte[] encodedR) {
        return signature(encodedR, response(encodedR, BigInteger.ZERO));
    }

    /** An honest R with S + n·L, which is the same number modulo L. */
    ByteString withSTooLarge(BigInteger r, int n) {
        byte[] point = Edwards25519.BASE.times(r).encode();
        return signature(point, response(point, r).add(Edwards25519.L.multiply(BigInteger.valueOf(n))));
    }

    /** These bytes as S, with an honest R. */
    ByteString withS(BigInteger r, BigInteger s) {
        return signature(Edwards25519.BASE.times(r).encode(), s);
    }

    private static BigInteger mod(BigInteger value) {
        return value.mod(Edwards25519.L);
    }

    private BigInteger response(byte[] encodedR, BigInteger r) {
        BigInteger challenge = Edwards25519.challenge(encodedR, PUBLIC_KEY, representative);
        return mod(r.add(challenge.multiply(SCALAR)));
    }

    private ByteString signature(byte[] encodedR, BigInteger s) {
        return postQuantum
                .concat(ByteString.copyFrom(encodedR))
                .concat(ByteString.copyFrom(Edwards25519.littleEndian(s)));
    }
}
