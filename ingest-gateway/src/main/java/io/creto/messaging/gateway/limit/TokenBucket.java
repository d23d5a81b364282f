package io.creto.messaging.gateway.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/** Fills evenly up to a burst, and is taken from. Thread-safe, without locks. The only place that knows the library. */
final class TokenBucket {
    private final Bucket bucket;
    private final long burst;

    /**
     * A full one.
     *
     * @param perSecond tokens that come, 1 to 1000000000
     * @param burst tokens that it holds, from 1
     */
    TokenBucket(long perSecond, long burst, TimeMeter clock) {
        this.burst = burst;
        bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(clock)
                .build();
    }

    /** Takes all of it or nothing; 0 if it was taken, else the nanoseconds until it can be. */
    long tryTake(long tokens) {
        return bucket.tryConsume(tokens) ? 0 : waitFor(tokens);
    }

    /** Takes it, on credit if need be; the nanoseconds until nothing is owed, 0 if nothing is. */
    long takeOnCredit(long tokens) {
        return bucket.consumeIgnoringRateLimits(tokens);
    }

    /** The nanoseconds until so much could be taken, 0 if it can. */
    long waitFor(long tokens) {
        return bucket.estimateAbilityToConsume(tokens).getNanosToWaitForRefill();
    }

    /** The nanoseconds until it is like a new one. */
    long untilFull() {
        return waitFor(burst);
    }
}
