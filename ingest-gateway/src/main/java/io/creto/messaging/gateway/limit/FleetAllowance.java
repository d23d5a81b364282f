package io.creto.messaging.gateway.limit;

import io.creto.messaging.v1.FleetQuota;
import io.github.bucket4j.TimeMeter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a fleet's quota. A batch may go if there is something of both kinds, and then takes all that it needs, on credit
 * if need be: so a large one is never stuck, and what goes in the long run is the rate. Not thread-safe.
 */
final class FleetAllowance {
    private final FleetQuota quota;
    private final @Nullable TokenBucket messages;
    private final @Nullable TokenBucket bytes;

    /** @param quota that has passed the strict parser */
    FleetAllowance(FleetQuota quota, TimeMeter clock) {
        this.quota = quota;
        messages = bucket(quota.getMessagesPerSecond(), quota.getBurstSeconds(), clock);
        bytes = bucket(quota.getBytesPerSecond(), quota.getBurstSeconds(), clock);
    }

    /** Whether it is of the same numbers. */
    boolean isOf(FleetQuota other) {
        return quota.equals(other);
    }

    /** Takes what a batch needs; or nothing, and says when one may go again. */
    Optional<Excess> take(int envelopes, int size) {
        long messagesWait = messages == null ? 0 : messages.waitFor(1);
        long bytesWait = bytes == null ? 0 : bytes.waitFor(1);
        if (messagesWait > 0 || bytesWait > 0) {
            return Optional.of(
                    bytesWait > messagesWait
                            ? new Excess(Limit.FLEET_BYTES, bytesWait)
                            : new Excess(Limit.FLEET_MESSAGES, messagesWait));
        }
        takeAnyway(envelopes, size);
        return Optional.empty();
    }

    /** Takes it, whatever is owed. */
    void takeAnyway(int envelopes, int size) {
        if (messages != null) {
            var unused = messages.takeOnCredit(envelopes);
        }
        if (bytes != null) {
            var unused = bytes.takeOnCredit(size);
        }
    }

    /** The nanoseconds until it is like a new one. */
    long untilFull() {
        return Math.max(messages == null ? 0 : messages.untilFull(), bytes == null ? 0 : bytes.untilFull());
    }

    private static @Nullable TokenBucket bucket(long perSecond, int seconds, TimeMeter clock) {
        return perSecond == 0 ? null : new TokenBucket(perSecond, perSecond * seconds, clock);
    }
}
