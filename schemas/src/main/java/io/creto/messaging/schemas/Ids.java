package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;

/** Rules on ids that stand beside a time. */
final class Ids {
    private Ids() {}

    /** A UUIDv7 whose time lies within the clock skew of a time that has passed {@link Check#time}. */
    static void checkTimed(ByteString id, long createdAtMs, String field) throws WireException {
        long apart = Math.abs(MessageId.check(id, field) - createdAtMs);
        if (apart > WireLimits.MAX_CLOCK_SKEW_MS) {
            throw WireException.malformed(
                    field,
                    "its time is " + apart + " ms from created_at_ms, at most " + WireLimits.MAX_CLOCK_SKEW_MS
                            + " allowed");
        }
    }
}
