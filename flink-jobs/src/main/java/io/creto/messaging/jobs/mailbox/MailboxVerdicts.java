package io.creto.messaging.jobs.mailbox;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.announce.Announcements;
import io.creto.messaging.jobs.mailbox.Pending.Found;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.PendingMessage;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.Verdict;
import io.creto.messaging.v1.VerdictState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

    /** The expiry of messages, one announcement a batch. */
    static List<Announcement> expired(List<Found> messages, long decidedAtMs) {
        Map<ByteString, Verdict.Builder> verdicts = new LinkedHashMap<>();
        Map<ByteString, Lane> lanes = new HashMap<>();
        for (Found found : messages) {
            ByteString batch = found.batch().getBatchId();
            lanes.put(batch, lane(found.batch().getLane()));
            verdicts.computeIfAbsent(
                            batch,
                            id -> Verdict.newBuilder()
                                    .setBatchId(id)
                                    .setSigner(found.batch().getSigner())
                                    .setDecidedAtMs(decidedAtMs))
                    .addEnvelopes(of(found.message(), VerdictState.VERDICT_STATE_EXPIRED));
        }
        List<Announcement> announcements = new ArrayList<>();
        verdicts.forEach((batch, verdict) ->
                announcements.add(Announcements.of(Objects.requireNonNull(lanes.get(batch)), verdict.build())));
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
