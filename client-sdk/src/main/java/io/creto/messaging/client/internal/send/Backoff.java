package io.creto.messaging.client.internal.send;

import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: the n-th wait in a row is uniform in (0, min(cap, base · 2^n)]. Not thread-safe.
 */
final class Backoff {
    private static final int MAX_DOUBLINGS = 20;

    private final long baseMs;
    private final long capMs;
    private final RandomGenerator random;
    private int failures;

    Backoff(long baseMs, long capMs, RandomGenerator random) {
        this.baseMs = baseMs;
        this.capMs = capMs;
        this.random = random;
    }

    /** How long to wait after another failure, from 1 ms. */
    long nextMs() {
        long bound = Math.min(capMs, baseMs << Math.min(failures, MAX_DOUBLINGS));
        failures++;
        return 1 + random.nextLong(bound);
    }

    /** It went well. */
    void reset() {
        failures = 0;
    }

    boolean failing() {
        return failures > 0;
    }
}
