package io.creto.messaging.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The allowance of each caller: as long as it has open calls, and then until it is full again, when a new one would be the same.
 * Bounded by open calls, and by a number of callers without: one that is forgotten too early begins with a full allowance.
 * Thread-safe.
 */
final class Allowances {
    /** An entry takes a few hundred bytes. */
    static final int MAX_IDLE = 50_000;

    private final Rates agent;
    private final Rates stranger;
    private final TimeMeter clock;
    private final Map<CallerKey, Allowance> inUse = new ConcurrentHashMap<>();
    private final Cache<CallerKey, Allowance> idle;

    Allowances(Rates agent, Rates stranger, TimeMeter clock) {
        this.agent = agent;
        this.stranger = stranger;
        this.clock = clock;
        Ticker ticker = clock::currentTimeNanos;
        this.idle = Caffeine.newBuilder()
                .maximumSize(MAX_IDLE)
                .ticker(ticker)
                .expireAfter(Expiry.creating(
                        (CallerKey caller, Allowance allowance) -> Duration.ofNanos(allowance.untilFull())))
                .build();
    }

    /** The caller's allowance, for a call; {@link #leave} must follow. */
    Allowance enter(CallerKey caller) {
        return inUse.compute(caller, (key, found) -> {
            Allowance allowance = found == null ? remembered(key) : found;
            allowance.users++;
            return allowance;
        });
    }

    /** A call needs the allowance no more. */
    void leave(CallerKey caller) {
        inUse.computeIfPresent(caller, (key, allowance) -> {
            allowance.users--;
            if (allowance.users > 0) {
                return allowance;
            }
            idle.put(key, allowance);
            return null;
        });
    }

    /** Callers with open calls. */
    int inUse() {
        return inUse.size();
    }

    /** Callers without, whose allowance is not full. */
    long idle() {
        idle.cleanUp();
        return idle.estimatedSize();
    }

    private Allowance remembered(CallerKey caller) {
        Allowance known = idle.asMap().remove(caller);
        return known == null ? new Allowance(caller.stranger() ? stranger : agent, clock) : known;
    }
}
