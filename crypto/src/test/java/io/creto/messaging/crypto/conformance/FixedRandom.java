package io.creto.messaging.crypto.conformance;

import java.security.SecureRandom;

/**
 * Gives exactly the bytes that a vector prescribes, once. With it the production code, which takes its randomness as an
 * argument, makes the prescribed signature or encapsulation; 32 zero bytes make ML-DSA deterministic (FIPS 204, section
 * 3.4).
 */
final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;
    private boolean spent;

    FixedRandom(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    @Override
    public void nextBytes(byte[] out) {
        if (spent || out.length != bytes.length) {
            throw new IllegalStateException(
                    "asked for " + out.length + " random bytes, " + bytes.length + " are fixed");
        }
        spent = true;
        System.arraycopy(bytes, 0, out, 0, out.length);
    }
}
