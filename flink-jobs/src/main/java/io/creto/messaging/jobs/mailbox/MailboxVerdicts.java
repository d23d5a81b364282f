package io.creto.messaging.jobs.mailbox;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.announce.Announcements;
import io.creto.messaging.jobs.mailbox.Pending.Found;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.PendingBatch;
import io.creto.messaging.jobs.state.PendingMessage;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.Verdict;
import io.creto.messaging.v1.VerdictState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The verdicts of a mailbox. */
final class MailboxVerdicts {
    private MailboxVerdicts() {}

    /** On an envelope at hand. */
    static EnvelopeVerdict of(EnvelopeHeader header, ByteString leafHash, VerdictState state) {
        return EnvelopeVerdict.newBuilder()
                .setSender(header.getSender())
                .setMessageId(header.getMessageId())
                .setLeafHash(leafHash)
                .setState(state)
                .build();
    }

    /** On a message that was pending. */
    static EnvelopeVerdict of(PendingMessage message, VerdictState state) {
        return EnvelopeVerdict.newBuilder()
                .setSender(message.getSender())
                .setMessageId(message.getMessageId())
                .setLeafHash(message.getLeafHash())
                .setState(state)
                .build();
    }

    /** Whose batch something is of: ids of batches are chosen by their signers, so others may have the same. */
    private record BatchKey(String signer, ByteString batchId, int lane) {}

    /**
     * The expiry of messages, one announcement a batch; more where a signer has used a batch's id again, because a verdict
     * holds no more than a batch.
     */
    static List<Announcement> expired(List<Found> messages, long decidedAtMs) {
        List<Announcement> announcements = new ArrayList<>();
        Map<BatchKey, Verdict.Builder> verdicts = new LinkedHashMap<>();
        for (Found found : messages) {
            PendingBatch batch = found.batch();
            BatchKey key = new BatchKey(batch.getSigner(), batch.getBatchId(), batch.getLane());
            Verdict.Builder verdict = verdicts.computeIfAbsent(
                    key,
                    none -> Verdict.newBuilder()
                            .setBatchId(key.batchId())
                            .setSigner(key.signer())
                            .setDecidedAtMs(decidedAtMs));
            verdict.addEnvelopes(of(found.message(), VerdictState.VERDICT_STATE_EXPIRED));
            if (verdict.getEnvelopesCount() == WireLimits.MAX_BATCH_COUNT) {
                announcements.add(Announcements.of(lane(key.lane()), verdict.build()));
                verdicts.remove(key);
            }
        }
        verdicts.forEach((key, verdict) -> announcements.add(Announcements.of(lane(key.lane()), verdict.build())));
        return announcements;
    }

    /** A lane of state. */
    static Lane lane(int number) {
        Lane lane = Lane.forNumber(number);
        return lane == null ? Lane.UNRECOGNIZED : lane;
    }

    /** Whether the sender wants to hear that it is on its way. */
    static boolean wantsRouted(EnvelopeHeader header) {
        return header.getReport() == Report.REPORT_ROUTED || header.getReport() == Report.REPORT_ACKNOWLEDGED;
    }
}
