package io.creto.messaging.jobs.mailbox;

import io.creto.messaging.jobs.announce.Announcements;
import io.creto.messaging.jobs.announce.RejectionRecords;
import io.creto.messaging.jobs.mailbox.HeldQueue.Conversation;
import io.creto.messaging.jobs.mailbox.Pending.Found;
import io.creto.messaging.jobs.state.HeldMessage;
import io.creto.messaging.jobs.state.PendingMessage;
import io.creto.messaging.jobs.state.Recipient;
import io.creto.messaging.jobs.state.ShardSlice;
import io.creto.messaging.jobs.verify.Holding;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.SlicedEnvelope;
import io.creto.messaging.v1.Verdict;
import io.creto.messaging.v1.VerdictState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what becomes of the messages of one delivery shard.
 *
 * <pre>
 *   message ─┬─ recipient or its key not known, or one before it waits ► held ≤ 5 s, in order ─┐
 *            ├─ revoked, key ended ───────────────────────────────────► REJECTED ◄───────────┤
 *            └─ else ─► delivered, ROUTED, pending ◄──────────────────────────────────────────┘
 *                          ├─ acknowledged by its recipient in time ─► ACKNOWLEDGED, FAILED
 *                          └─ log time passes expires_at ────────────► EXPIRED
 * </pre>
 *
 * <p>Every decision is as of the ingest time, so it is the same after any recovery. Not thread-safe.
 */
final class Mailbox {
    private static final String FULL = "too many messages are pending or wait for this recipient";
    private static final String NO_REDRIVE = "REDRIVE is not offered by this version";
    private static final long SECOND_MS = 1000;

    private final MailboxMemory memory;
    private final MailboxOutput output;

    Mailbox(MailboxMemory memory, MailboxOutput output) {
        this.memory = memory;
        this.output = output;
    }

    /** A slice has arrived. */
    void take(ShardSlice slice) throws Exception {
        MailboxEvent event = new MailboxEvent(slice);
        for (int i = 0; i < slice.getLeafHashesCount(); i++) {
            EnvelopeHeader header = event.header(i);
            switch (header.getKind()) {
                case MESSAGE_KIND_ACKNOWLEDGE -> event.acknowledge(i, header);
                case MESSAGE_KIND_REDRIVE ->
                    event.refuse(i, header, RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION, NO_REDRIVE);
                default -> event.message(i, header);
            }
        }
        event.finish(slice.getSlice().getIngestTimeMs());
    }

    /** News of a recipient have arrived, at a log time. */
    void learn(Recipient recipient, long logTimeMs) throws Exception {
        if (memory.recipient(recipient.getAgent())
                .filter(known -> Recipients.cameLate(known, recipient, logTimeMs))
                .isPresent()) {
            output.learntLate();
        }
        memory.keep(recipient);
        release(recipient.getAgent(), Long.MIN_VALUE);
    }

    /** Log time has passed {@code watermarkMs}. */
    void wake(long watermarkMs) throws Exception {
        for (String recipient : new HeldQueue(memory).overdue(watermarkMs)) {
            release(recipient, watermarkMs);
        }
        Pending pending = new Pending(memory, output);
        List<Found> expired = pending.expire(watermarkMs / SECOND_MS);
        pending.store();
        MailboxVerdicts.expired(expired, watermarkMs).forEach(output::announce);
    }

    /** Decides on what waits for a recipient, in each conversation in order, up to the first that has to wait on. */
    private void release(String recipient, long watermarkMs) throws Exception {
        HeldQueue held = new HeldQueue(memory);
        Set<Conversation> stalled = new HashSet<>();
        for (HeldMessage waiting : held.of(recipient)) {
            if (stalled.contains(Conversation.of(waiting))) {
                continue;
            }
            boolean overdue = HeldQueue.deadline(waiting) <= watermarkMs;
            ShardSlice slice = held.message(waiting);
            MailboxEvent event = new MailboxEvent(slice);
            EnvelopeHeader header = event.header(0);
            Optional<Obstacle> obstacle = event.obstacle(header);
            if (obstacle.isPresent() && obstacle.get().absence() && !overdue) {
                stalled.add(Conversation.of(waiting));
                continue;
            }
            event.settle(0, header, obstacle);
            event.finish(overdue ? HeldQueue.deadline(waiting) : waiting.getIngestTimeMs());
            held.remove(waiting);
        }
        held.store();
    }

    /** One slice on its way through: what is delivered of it, and what is said of it. */
    private final class MailboxEvent {
        private final ShardSlice slice;
        private final BatchHeader batch;
        private final Pending pending = new Pending(memory, output);
        private final Receipts receipts = new Receipts(pending, output);
        private final List<SlicedEnvelope> delivered = new ArrayList<>();
        private final List<EnvelopeVerdict> verdicts = new ArrayList<>();
        private final List<ShardSlice> early = new ArrayList<>();

        MailboxEvent(ShardSlice slice) throws WireException {
            this.slice = slice;
            this.batch = BatchParser.header(slice.getSlice().getBatchHeader());
        }

        EnvelopeHeader header(int i) throws WireException {
            return EnvelopeParser.header(
                    slice.getSlice().getEnvelopes(i).getEnvelope().getHeader());
        }

        Optional<Obstacle> obstacle(EnvelopeHeader header) throws Exception {
            return Obstacle.of(
                    memory.recipient(header.getRecipient()),
                    header,
                    slice.getSlice().getIngestTimeMs());
        }

        /** A message or channel key. */
        void message(int i, EnvelopeHeader header) throws Exception {
            if (slice.getRepeat()) {
                repeat(i, header);
                return;
            }
            HeldQueue held = new HeldQueue(memory);
            Optional<Obstacle> obstacle = obstacle(header);
            boolean unsure = obstacle.isPresent() && obstacle.get().absence();
            Conversation conversation = new Conversation(
                    batch.getSigner(), header.getSender(), header.getRecipient(), header.getLaneValue());
            if (unsure || held.waits(conversation)) {
                if (held.add(conversation, Slices.only(slice, i))) {
                    held.store();
                    output.held();
                    output.wakeAt(second(Holding.deadline(slice.getSlice().getIngestTimeMs())));
                } else {
                    refuse(i, header, RejectionReason.REJECTION_REASON_MAILBOX_FULL, FULL);
                }
            } else {
                settle(i, header, obstacle);
            }
        }

        /**
         * A message that came before: told again if it is pending, because then it was delivered. Else nothing is said: it
         * waits, or what became of it was announced, and deciding again could contradict that.
         */
        void repeat(int i, EnvelopeHeader header) throws Exception {
            boolean delivered = pending.find(header.getSender(), header.getMessageId())
                    .filter(found -> found.message().getLeafHash().equals(slice.getLeafHashes(i)))
                    .isPresent();
            if (delivered) {
                routed(i, header);
            }
        }

        /** Delivers a message, or refuses it for what stands in its way. */
        void settle(int i, EnvelopeHeader header, Optional<Obstacle> obstacle) throws Exception {
            if (obstacle.isPresent()) {
                refuse(i, header, obstacle.get().reason(), obstacle.get().detail());
            } else if (!pending.add(batch, pendingMessage(i, header))) {
                refuse(i, header, RejectionReason.REJECTION_REASON_MAILBOX_FULL, FULL);
            } else {
                delivered.add(slice.getSlice().getEnvelopes(i));
                routed(i, header);
                early.addAll(pending.early(header.getSender(), header.getMessageId()));
            }
        }

        void routed(int i, EnvelopeHeader header) {
            if (MailboxVerdicts.wantsRouted(header)) {
                verdicts.add(MailboxVerdicts.of(header, slice.getLeafHashes(i), VerdictState.VERDICT_STATE_ROUTED));
            }
        }

        /** An acknowledgement. What became of it is not kept, so a repeat is told nothing. */
        void acknowledge(int i, EnvelopeHeader header) throws Exception {
            if (slice.getRepeat()) {
                return;
            }
            EnvelopeVerdict verdict = receipts.take(Slices.only(slice, i), header);
            if (verdict.getState() != VerdictState.VERDICT_STATE_ROUTED || MailboxVerdicts.wantsRouted(header)) {
                verdicts.add(verdict);
            }
        }

        void refuse(int i, EnvelopeHeader header, RejectionReason reason, String detail) {
            output.refused(reason);
            verdicts.add(RejectionRecords.refused(header, slice.getLeafHashes(i), reason, detail));
        }

        /** Says what has been decided: the delivery, its verdict, and what receipts that were here before it make of it. */
        void finish(long decidedAtMs) throws Exception {
            if (!delivered.isEmpty()) {
                output.deliver(slice, Slices.of(slice.getSlice(), delivered));
            }
            if (!verdicts.isEmpty()) {
                Verdict verdict = RejectionRecords.verdict(batch, verdicts, decidedAtMs);
                output.announce(Announcements.of(MailboxVerdicts.lane(slice.getLane()), verdict));
            }
            for (ShardSlice receipt : early) {
                receipts.take(
                        receipt,
                        EnvelopeParser.header(
                                receipt.getSlice().getEnvelopes(0).getEnvelope().getHeader()));
            }
            pending.store();
        }

        private PendingMessage pendingMessage(int i, EnvelopeHeader header) {
            return PendingMessage.newBuilder()
                    .setMessageId(header.getMessageId())
                    .setSender(header.getSender())
                    .setRecipient(header.getRecipient())
                    .setLeafHash(slice.getLeafHashes(i))
                    .setExpiresAtMs(header.getExpiresAtMs())
                    .setReceipt(header.getReport() == Report.REPORT_ACKNOWLEDGED)
                    .build();
        }

        private static long second(long timeMs) {
            return (timeMs + SECOND_MS - 1) / SECOND_MS * SECOND_MS;
        }
    }
}
