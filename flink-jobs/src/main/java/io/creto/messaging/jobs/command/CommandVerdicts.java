package io.creto.messaging.jobs.command;

import io.creto.messaging.jobs.announce.Announcements;
import io.creto.messaging.jobs.announce.RejectionRecords;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.schemas.WireLimits;
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
        return announcement(
                command, about(command, VerdictState.VERDICT_STATE_APPLIED).setAppliedVersion(version), !asked);
    }

    /**
     * The command is refused.
     *
     * @param recordOnly whether its signer has no part in the delivery partition of the sender whom it names
     */
    public static Announcement refused(Command command, CommandRefusedException refusal, boolean recordOnly) {
        String detail = String.valueOf(refusal.getMessage());
        return announcement(
                command,
                about(command, VerdictState.VERDICT_STATE_REJECTED)
                        .setReason(refusal.reason())
                        .setDetail(detail.substring(0, Math.min(detail.length(), WireLimits.MAX_TEXT_BYTES)))
                        .setRetryAfterMs(refusal.retryAfterMs()),
                recordOnly);
    }

    private static EnvelopeVerdict.Builder about(Command command, VerdictState state) {
        return EnvelopeVerdict.newBuilder()
                .setSender(command.sender())
                .setMessageId(command.header().getMessageId())
                .setLeafHash(command.leafHash())
                .setState(state);
    }

    private static Announcement announcement(Command command, EnvelopeVerdict.Builder verdict, boolean recordOnly) {
        Verdict told = RejectionRecords.verdict(command.batch(), List.of(verdict.build()), command.appendedAtMs());
        return Announcements.of(command.batch().getLane(), told).toBuilder()
                .setRecordOnly(recordOnly)
                .build();
    }
}
