package io.creto.messaging.crypto.keystore;

/**
 * What deriving a key from a passphrase costs (Argon2id, RFC 9106). Bounded, because a file names its own cost before
 * anything in it is authentic.
 *
 * @param memoryKib memory in KiB, 8 × parallelism to {@value #MAX_MEMORY_KIB}
 * @param iterations passes, 1 to {@value #MAX_ITERATIONS}
 * @param parallelism lanes, 1 to {@value #MAX_PARALLELISM}
 */
public record Argon2Cost(int memoryKib, int iterations, int parallelism) {
    static final int MAX_MEMORY_KIB = 256 * 1024;
    static final int MAX_ITERATIONS = 16;
    static final int MAX_PARALLELISM = 16;

    /** The second recommended option of RFC 9106, section 4: 64 MiB, 3 passes, 4 lanes. */
    public static final Argon2Cost DEFAULT = new Argon2Cost(64 * 1024, 3, 4);

    /** @throws IllegalArgumentException outside the bounds */
    public Argon2Cost {
        if (!isWithinBounds(memoryKib, iterations, parallelism)) {
            throw new IllegalArgumentException("Argon2id cost out of bounds: " + memoryKib + " KiB, " + iterations
                    + " passes, " + parallelism + " lanes");
        }
    }

    static boolean isWithinBounds(int memoryKib, int iterations, int parallelism) {
        return parallelism >= 1
                && parallelism <= MAX_PARALLELISM
                && memoryKib >= 8 * parallelism
                && memoryKib <= MAX_MEMORY_KIB
                && iterations >= 1
                && iterations <= MAX_ITERATIONS;
    }
}
