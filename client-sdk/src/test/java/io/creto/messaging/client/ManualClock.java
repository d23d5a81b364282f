package io.creto.messaging.client;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test sets. */
public final class ManualClock implements InstantSource {
    private final AtomicLong now = new AtomicLong(SampleAgent.NOW);

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(now.get());
    }

    public void advance(long millis) {
        now.addAndGet(millis);
    }
}
