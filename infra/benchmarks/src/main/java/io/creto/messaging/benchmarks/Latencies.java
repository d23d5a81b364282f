package io.creto.messaging.benchmarks;

import java.util.Arrays;

/**
 * How long something took, milliseconds.
 *
 * @param count how many were measured
 * @param p50 half took no longer
 * @param p99 99 of 100 took no longer
 * @param max the longest
 */
public record Latencies(int count, double p50, double p99, double max) {
    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * Of measured times.
     *
     * @param nanos in any order
     * @throws IllegalArgumentException if there are none
     */
    public static Latencies of(long[] nanos) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latencies(sorted.length, at(sorted, 0.50), at(sorted, 0.99), at(sorted, 1));
    }

    /** The nearest rank: the smallest that the share took no longer than. */
    private static double at(long[] sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(rank, 1) - 1] / NANOS_PER_MILLI;
    }
}
