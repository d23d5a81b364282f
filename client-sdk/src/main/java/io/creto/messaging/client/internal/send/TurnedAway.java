package io.creto.messaging.client.internal.send;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Since when the gateway lets this agent in no more. It is believed when verdicts on what may have got through have had time to
 * come. Not thread-safe.
 */
final class TurnedAway {
    static final Duration BELIEVE_AFTER = Duration.ofSeconds(3);

    private @Nullable Long sinceMs;

    /** It has been let in. */
    void answered() {
        sinceMs = null;
    }

    /** It has been turned away now; whether that is believed. */
    boolean believed(long nowMs) {
        if (sinceMs == null) {
            sinceMs = nowMs;
        }
        return nowMs - sinceMs >= BELIEVE_AFTER.toMillis();
    }
}
