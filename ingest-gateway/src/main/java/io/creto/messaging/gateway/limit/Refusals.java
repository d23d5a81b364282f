package io.creto.messaging.gateway.limit;

import io.creto.messaging.gateway.fault.GatewayException;
import java.util.concurrent.TimeUnit;

/** What a caller is told that has used up its limits. */
final class Refusals {
    private Refusals() {}

    static GatewayException of(Excess excess) {
        String what = switch (excess.limit()) {
            case REQUESTS -> "too many calls or batches a second: send fewer, larger batches";
            case BYTES -> "too many bytes a second: send more slowly";
            case STREAMS -> "too many open calls: end some before you begin others";
            case CONNECTIONS -> "too many connections: close some before you open others";
        };
        return GatewayException.limited(what, TimeUnit.NANOSECONDS.toMillis(excess.waitNanos()) + roundUp(excess));
    }

    private static long roundUp(Excess excess) {
        return excess.waitNanos() > 0 ? 1 : 0;
    }
}
