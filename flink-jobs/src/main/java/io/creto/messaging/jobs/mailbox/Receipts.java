package io.creto.messaging.jobs.mailbox;

import com.google.protobuf.InvalidProtocolBufferException;
import io.creto.messaging.jobs.announce.Announcements;
import io.creto.messaging.jobs.announce.RejectionRecords;
import io.creto.messaging.jobs.mailbox.Pending.Found;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.PendingMessage;
import io.creto.messaging.jobs.state.ShardSlice;
import io.creto.messaging.v1.Acknowledge;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.Handling;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.Verdict;
import io.creto.messaging.v1.VerdictState;
import java.util.Optional;

/**
 * Settles messages by the acknowledgements of their recipients. One counts if its recipient sends it, it names the exact bytes,
 * and its ingest time is not after the message's expiry (architecture §5). Lives for one event.
 */
final class Receipts {
    private static final String NOT_YOURS = "the message named went to another agent, or its bytes were others";
    private static final String TOO_MANY = "too many acknowledgements wait for their messages";

    private final Pending pending;
    private final MailboxOutput output;

    Receipts(Pending pending, MailboxOutput output) {
        this.pending = pending;
        this.output = output;
    }

    /** The acknowledgement in an envelope that has been read strictly before. */
    static Acknowledge acknowledge(ShardSlice slice, int index) throws InvalidProtocolBufferException {
        return Acknowledge.parseFrom(
                slice.getSlice().getEnvelopes(index).getEnvelope().getBody());
    }

    /**
     * Takes an acknowledgement.
     *
     * @param receipt a slice of the one acknowledgement
     * @param header its header
     * @return its own verdict: ROUTED if it is in order, whether or not its message was found
     */
    EnvelopeVerdict take(ShardSlice receipt, EnvelopeHeader header) throws Exception {
        Acknowledge acknowledge = acknowledge(receipt, 0);
        Optional<Found> found = pending.find(acknowledge.getSender(), acknowledge.getMessageId());
        if (found.isEmpty()) {
            return pending.addEarly(receipt)
                    ? verdict(receipt, header, VerdictState.VERDICT_STATE_ROUTED)
                    : refused(receipt, header, RejectionReason.REJECTION_REASON_MAILBOX_FULL, TOO_MANY);
        }
        return settle(found.get(), acknowledge, receipt, header);
    }

    private EnvelopeVerdict settle(Found found, Acknowledge acknowledge, ShardSlice receipt, EnvelopeHeader header)
            throws Exception {
        PendingMessage message = found.message();
        if (!message.getRecipient().equals(header.getSender())
                || !message.getLeafHash().equals(acknowledge.getLeafHash())) {
            return refused(receipt, header, RejectionReason.REJECTION_REASON_DENIED, NOT_YOURS);
        }
        if (receipt.getSlice().getIngestTimeMs() > message.getExpiresAtMs()) {
            return verdict(receipt, header, VerdictState.VERDICT_STATE_HANDLED_LATE);
        }
        if (acknowledge.getOutcome() != Handling.HANDLING_IN_PROGRESS) {
            pending.remove(message);
        }
        output.announce(announcement(found, acknowledge, receipt.getSlice()));
        return verdict(receipt, header, VerdictState.VERDICT_STATE_ROUTED);
    }

    /** What the message's signer hears, with the proof. */
    private static Announcement announcement(Found found, Acknowledge acknowledge, Slice receipt) {
        PendingMessage message = found.message();
        VerdictState state = switch (acknowledge.getOutcome()) {
            case HANDLING_HANDLED -> VerdictState.VERDICT_STATE_ACKNOWLEDGED;
            case HANDLING_FAILED -> VerdictState.VERDICT_STATE_FAILED;
            default -> VerdictState.VERDICT_STATE_IN_PROGRESS;
        };
        Verdict verdict = Verdict.newBuilder()
                .setBatchId(found.batch().getBatchId())
                .setSigner(found.batch().getSigner())
                .setDecidedAtMs(receipt.getIngestTimeMs())
                .addEnvelopes(MailboxVerdicts.of(message, state).toBuilder().setDetail(acknowledge.getDetail()))
                .setReceipt(receipt)
                .build();
        boolean wanted = message.getReceipt() || state == VerdictState.VERDICT_STATE_FAILED;
        return Announcements.of(MailboxVerdicts.lane(found.batch().getLane()), verdict).toBuilder()
                .setRecordOnly(!wanted)
                .build();
    }

    private EnvelopeVerdict refused(ShardSlice receipt, EnvelopeHeader header, RejectionReason reason, String detail) {
        output.refused(reason);
        return RejectionRecords.refused(header, receipt.getLeafHashes(0), reason, detail);
    }

    private static EnvelopeVerdict verdict(ShardSlice receipt, EnvelopeHeader header, VerdictState state) {
        return MailboxVerdicts.of(header, receipt.getLeafHashes(0), state);
    }
}
