package io.creto.messaging.crypto;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** Randomness that is the same in every run. */
public final class TestRandom {

    private TestRandom() {}

    /** A source whose bytes follow from the seed alone. */
    public static SecureRandom seeded(long seed) {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed);
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
