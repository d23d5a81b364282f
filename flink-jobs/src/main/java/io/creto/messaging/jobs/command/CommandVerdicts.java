package io.creto.messaging.jobs.command;

import io.creto.messaging.jobs.announce.Announcements;
import io.creto.messaging.jobs.announce.RejectionRecords;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.Verdict;
import io.creto.messaging.v1.VerdictState;
import java.util.List;

/** What the signer of a command hears of it, in the lane of its batch. */
public final class CommandVerdicts {
    private CommandVerdicts() {}

    /**
     * The command is in force; recorded alone if its sender does not want to hear so.
     *
     * @param version that a later read names as {@code min_version}
     */
    public static Announcement applied(Command command, long version) {
        Report report = command.header().getReport();
        boolean asked = report == Report.REPORT_ROUTED || report == Report.REPORT_ACKNOWLEDGED;
        EnvelopeVerdict verdict = EnvelopeVerdict.newBuilder()
                .setSender(command.sender())
                .setMessageId(command.header().getMessageId())
                .setLeafHash(command.leafHash())
                .setState(VerdictState.VERDICT_STATE_APPLIED)
                .setAppliedVersion(version)
                .build();
        return announcement(command, verdict, !asked);
    }

    /**
     * The command is refused.
     *
     * @param recordOnly whether its signer has no part in the delivery partition of the sender whom it names
     */
    public static Announcement refused(Command command, CommandRefusedException refusal, boolean recordOnly) {
        String detail = String.valueOf(refusal.getMessage());
        EnvelopeVerdict verdict =
                RejectionRecords.refused(command.header(), command.leafHash(), refusal.reason(), detail).toBuilder()
                        .setRetryAfterMs(refusal.retryAfterMs())
                        .build();
        return announcement(command, verdict, recordOnly);
    }

    private static Announcement announcement(Command command, EnvelopeVerdict verdict, boolean recordOnly) {
        Verdict told = RejectionRecords.verdict(command.batch(), List.of(verdict), command.appendedAtMs());
        return Announcements.of(command.batch().getLane(), told).toBuilder()
                .setRecordOnly(recordOnly)
                .build();
    }
}
