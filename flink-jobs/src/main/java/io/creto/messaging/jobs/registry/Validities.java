package io.creto.messaging.jobs.registry;

import io.creto.messaging.v1.Validity;

/** Intervals of log time: closed at their beginning, open at their end. */
final class Validities {
    private static final long NO_END = 0;

    private Validities() {}

    static Validity since(long fromMs) {
        return Validity.newBuilder().setFromMs(fromMs).build();
    }

    static Validity between(long fromMs, long untilMs) {
        return Validity.newBuilder()
                .setFromMs(fromMs)
                .setUntilMs(Math.max(fromMs, untilMs))
                .build();
    }

    static boolean covers(Validity validity, long atMs) {
        return validity.getFromMs() <= atMs && (validity.getUntilMs() == NO_END || atMs < validity.getUntilMs());
    }

    /** Ends at a time, unless it ended before; what has not begun becomes empty. */
    static Validity ended(Validity validity, long atMs) {
        boolean over = validity.getUntilMs() != NO_END && validity.getUntilMs() <= atMs;
        return over ? validity : between(validity.getFromMs(), atMs);
    }
}
