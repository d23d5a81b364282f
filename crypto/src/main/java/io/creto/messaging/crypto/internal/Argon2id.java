package io.creto.messaging.crypto.internal;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id version 1.3 (RFC 9106). */
public final class Argon2id {

    private Argon2id() {}

    /**
     * Derives a key from a password.
     *
     * @param password any bytes; the caller wipes them
     * @param salt 16 bytes recommended
     * @param memoryKib memory in KiB
     * @param iterations passes over the memory
     * @param parallelism lanes
     * @param length bytes to derive
     */
    public static byte[] derive(
            byte[] password, byte[] salt, int memoryKib, int iterations, int parallelism, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(salt)
                .withMemoryAsKB(memoryKib)
                .withIterations(iterations)
                .withParallelism(parallelism)
                .build());
        byte[] derived = new byte[length];
        generator.generateBytes(password, derived);
        return derived;
    }
}
