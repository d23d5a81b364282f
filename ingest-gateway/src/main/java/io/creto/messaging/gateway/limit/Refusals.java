package io.creto.messaging.gateway.limit;

import io.creto.messaging.gateway.fault.GatewayException;
import java.util.concurrent.TimeUnit;

/** What a caller is told that has used up its limits. */
final class Refusals {
    /** Who owes for longer asks again meanwhile: quotas change. */
    private static final long LONGEST_MS = 60_000;

    private Refusals() {}

    static GatewayException of(Excess excess) {
        return refused(what(excess.limit()), excess);
    }

    /** What one is told whose fleet has used up what its policy gives it. */
    static GatewayException of(String fleet, FleetPolicy policy, Excess excess) {
        return refused(
                "fleet %s sends %s: fleet_quota of its policy \"%s\", version %d"
                        .formatted(fleet, what(excess.limit()), policy.id(), policy.version()),
                excess);
    }

    private static String what(Limit limit) {
        return switch (limit) {
            case REQUESTS -> "too many calls or batches a second: send fewer, larger batches";
            case BYTES -> "too many bytes a second: send more slowly";
            case STREAMS -> "too many open calls: end some before you begin others";
            case CONNECTIONS -> "too many connections: close some before you open others";
            case FLEET_MESSAGES -> "too many messages a second";
            case FLEET_BYTES -> "too many bytes a second";
        };
    }

    private static GatewayException refused(String what, Excess excess) {
        long wait = TimeUnit.NANOSECONDS.toMillis(excess.waitNanos()) + roundUp(excess);
        return GatewayException.limited(what, Math.min(wait, LONGEST_MS));
    }

    private static long roundUp(Excess excess) {
        return excess.waitNanos() > 0 ? 1 : 0;
    }
}
