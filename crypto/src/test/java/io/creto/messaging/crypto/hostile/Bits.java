package io.creto.messaging.crypto.hostile;

import com.google.protobuf.ByteString;
import java.util.Random;
import java.util.function.IntPredicate;

/** Truncations and single-bit flips. */
final class Bits {
    private Bits() {}

    /** What is done with each changed copy. */
    @FunctionalInterface
    interface Check {
        /** At the length of the prefix, or the index of the byte with the flipped bit. */
        void accept(ByteString changed, int at);
    }

    /** Every proper prefix, the empty one included. */
    static void truncations(ByteString valid, Check check) {
        for (int length = 0; length < valid.size(); length++) {
            named("cut to " + length + " bytes", valid.substring(0, length), length, check);
        }
    }

    /** Every single-bit flip. */
    static void flips(ByteString valid, Check check) {
        flips(valid, bit -> true, check);
    }

    /** The single-bit flips whose bit index is chosen. */
    static void flips(ByteString valid, IntPredicate chosen, Check check) {
        for (int bit = 0; bit < Byte.SIZE * valid.size(); bit++) {
            if (chosen.test(bit)) {
                named("flipped bit " + bit, flip(valid, bit), bit / Byte.SIZE, check);
            }
        }
    }

    static ByteString flip(ByteString valid, int bit) {
        byte[] bytes = valid.toByteArray();
        bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return ByteString.copyFrom(bytes);
    }

    /** Chooses about one bit in {@code oneIn}, the same ones each time. */
    static IntPredicate sample(long seed, int oneIn) {
        return bit -> new Random(seed + 0x9E3779B97F4A7C15L * bit).nextInt(oneIn) == 0;
    }

    private static void named(String change, ByteString changed, int at, Check check) {
        try {
            check.accept(changed, at);
        } catch (AssertionError e) {
            throw new AssertionError(change + ": " + e.getMessage(), e);
        }
    }
}
