package io.creto.messaging.jobs.verify;

import io.creto.messaging.jobs.state.Interval;
import io.creto.messaging.jobs.state.StatusVersion;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.Validity;
import java.util.List;

/** Intervals of log time, closed at their beginning and open at their end. */
public final class Intervals {
    private static final long NO_END = 0;

    private Intervals() {}

    /** Whether a time lies in it. */
    public static boolean covers(Interval interval, long atMs) {
        return interval.getFromMs() <= atMs && (interval.getUntilMs() == NO_END || atMs < interval.getUntilMs());
    }

    /** The same as it travels. */
    public static Interval of(Validity validity) {
        return Interval.newBuilder()
                .setFromMs(validity.getFromMs())
                .setUntilMs(validity.getUntilMs())
                .build();
    }

    /** What is left of a validity between two times. */
    static Interval cut(Validity validity, long fromMs, long untilMs) {
        long end = validity.getUntilMs() == NO_END ? untilMs : Math.min(untilMs, validity.getUntilMs());
        return Interval.newBuilder()
                .setFromMs(Math.max(fromMs, validity.getFromMs()))
                .setUntilMs(end)
                .build();
    }

    /** Whether an agent may do less at that time by what is known now than by what was known. */
    public static boolean statusEnded(List<StatusVersion> known, List<StatusVersion> now, long atMs) {
        return rank(status(now, atMs)) < rank(status(known, atMs));
    }

    private static int rank(AgentStatus status) {
        return switch (status) {
            case AGENT_STATUS_ACTIVE -> 2;
            case AGENT_STATUS_SUSPENDED -> 1;
            default -> 0;
        };
    }

    /** The status in effect, UNSPECIFIED where none is recorded for that time. */
    public static AgentStatus status(List<StatusVersion> statuses, long atMs) {
        AgentStatus found = AgentStatus.AGENT_STATUS_UNSPECIFIED;
        for (StatusVersion status : statuses) {
            if (covers(status.getValidity(), atMs)) {
                AgentStatus named = AgentStatus.forNumber(status.getStatus());
                found = named == null ? AgentStatus.AGENT_STATUS_UNSPECIFIED : named;
            }
        }
        return found;
    }
}
