package io.creto.messaging.jobs.quota;

import com.google.protobuf.ByteString;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.distributed.serialization.DataOutputSerializationAdapter;
import io.github.bucket4j.distributed.serialization.Scope;
import io.github.bucket4j.distributed.versioning.Version;
import io.github.bucket4j.distributed.versioning.Versions;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Fills evenly up to a burst, and is taken from, on credit if need be. Its time is given, so the same events leave the same in it.
 * The only place that knows the library. Not thread-safe.
 */
final class TokenBucket {
    private static final long NANOS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final DataOutputSerializationAdapter FORM = DataOutputSerializationAdapter.INSTANCE;

    private final BucketState state;
    private final long nowNanos;

    private TokenBucket(BucketState state, long nowNanos) {
        this.state = state;
        this.nowNanos = nowNanos;
        state.refillAllBandwidth(nowNanos);
    }

    /**
     * The bucket as it is at a time: full if it is new; if its size is another now, with the same share filled or the same owed as before.
     *
     * @param perSecond tokens that come, 1 to 1000000000
     * @param burstSeconds how many seconds' worth it holds, from 1
     * @param stored what {@link #stored} has given; empty for a new one
     */
    static TokenBucket at(long nowMs, long perSecond, long burstSeconds, ByteString stored) {
        long nowNanos = nowMs * NANOS_PER_MS;
        BucketConfiguration size = BucketConfiguration.builder()
                .addLimit(limit ->
                        limit.capacity(perSecond * burstSeconds).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
        if (stored.isEmpty()) {
            return new TokenBucket(BucketState.createInitialState(size, MathType.INTEGER_64_BITS, nowNanos), nowNanos);
        }
        BucketState before = read(stored);
        if (before.getConfiguration().equals(size)) {
            return new TokenBucket(before, nowNanos);
        }
        TokensInheritanceStrategy kept = before.getAvailableTokens() < 0
                ? TokensInheritanceStrategy.AS_IS // what is owed stays the same, or a raise would make it more
                : TokensInheritanceStrategy.PROPORTIONALLY;
        return new TokenBucket(before.replaceConfiguration(size, kept, nowNanos), nowNanos);
    }

    /** The milliseconds until nothing is owed and something is there, rounded up; 0 if that is so. */
    long waitMs() {
        long nanos = state.calculateDelayNanosAfterWillBePossibleToConsume(1, nowNanos, true);
        return (nanos + NANOS_PER_MS - 1) / NANOS_PER_MS;
    }

    /** Takes so much, whatever is there. */
    void take(long tokens) {
        state.consume(tokens);
    }

    /** What it is, to be kept: its size and how full it is, in the library's own form, which names its version. */
    ByteString stored() {
        ByteString.Output out = ByteString.newOutput();
        DataOutputStream data = new DataOutputStream(out);
        Version version = Versions.getLatest();
        try {
            BucketConfiguration.SERIALIZATION_HANDLE.serialize(
                    FORM, data, state.getConfiguration(), version, Scope.PERSISTED_STATE);
            BucketState.serialize(FORM, data, state, version, Scope.PERSISTED_STATE);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toByteString();
    }

    private static BucketState read(ByteString stored) {
        DataInputStream data = new DataInputStream(stored.newInput());
        try {
            BucketConfiguration size = BucketConfiguration.SERIALIZATION_HANDLE.deserialize(FORM, data);
            BucketState state = BucketState.deserialize(FORM, data);
            state.setConfiguration(size);
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException("what is kept is no bucket", e);
        }
    }
}
