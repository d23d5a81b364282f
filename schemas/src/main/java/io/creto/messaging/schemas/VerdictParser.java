package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.DeadLetter;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.FailureReason;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Verdict;
import io.creto.messaging.v1.VerdictState;

/** Reads verdicts (topic {@code verdicts}; delivery records contain them too) and dead letters. */
public final class VerdictParser {
    private static final StrictWire<Verdict> VERDICT =
            StrictWire.of(Verdict.getDescriptor(), Verdict.parser(), WireLimits.MAX_RECORD_BYTES);
    private static final StrictWire<DeadLetter> DEAD_LETTER =
            StrictWire.of(DeadLetter.getDescriptor(), DeadLetter.parser(), WireLimits.MAX_RECORD_BYTES);
    private static final int MAX_TOPIC_NAME = 249;

    private VerdictParser() {}

    /**
     * Reads a verdict. Refuses texts and lists above their limits with TOO_LARGE, and with MALFORMED: ids, agents, hashes and
     * times against their form, neither or both of a batch reason and envelopes, no state, REJECTED without reason or a reason without REJECTED or FAILED, a
     * receipt that {@link SliceParser#slice} refuses.
     */
    public static Verdict verdict(ByteString bytes) throws WireException {
        Verdict verdict = VERDICT.parse(bytes);
        check(verdict, "verdict.");
        return verdict;
    }

    /**
     * Reads a dead letter. Refuses texts above their limits with TOO_LARGE, and with MALFORMED: no reason (for a slice: neither
     * or both of reason and failure), attempts without failure, times and
     * offsets against their form, no content, a slice that {@link SliceParser#slice} refuses.
     */
    public static DeadLetter deadLetter(ByteString bytes) throws WireException {
        DeadLetter letter = DEAD_LETTER.parse(bytes);
        String path = "dead_letter.";
        Check.prose(letter.getDetail(), WireLimits.MAX_TEXT_BYTES, path + "detail");
        Check.time(letter.getRecordedAtMs(), path + "recorded_at_ms");
        Check.name(letter.getTopic(), 1, MAX_TOPIC_NAME, path + "topic");
        Check.range(Integer.toUnsignedLong(letter.getPartition()), 0, Integer.MAX_VALUE, path + "partition");
        Check.range(letter.getOffset(), 0, Long.MAX_VALUE, path + "offset");
        boolean gaveUp = letter.getFailure() != FailureReason.FAILURE_REASON_UNSPECIFIED;
        Check.absent(gaveUp || letter.getAttempts() == 0, path + "attempts", "without failure");
        Check.range(Integer.toUnsignedLong(letter.getAttempts()), 0, Integer.MAX_VALUE, path + "attempts");
        switch (letter.getContentCase()) {
            case RECORD -> {
                Check.given(letter.getReason(), path + "reason");
                Check.absent(!gaveUp, path + "failure", "for a record");
                Check.size(letter.getRecord(), 0, WireLimits.MAX_BATCH_BYTES, path + "record");
            }
            case SLICE -> {
                boolean refused = letter.getReason() != RejectionReason.REJECTION_REASON_UNSPECIFIED;
                Check.rule(refused != gaveUp, path + "failure", "must be given without reason and only then");
                SliceParser.check(letter.getSlice(), path + "slice");
            }
            case CONTENT_NOT_SET -> throw WireException.malformed(path + "content", "absent, must be given");
        }
        return letter;
    }

    /** Checks one that stands inside another message. */
    static void check(Verdict verdict, String path) throws WireException {
        MessageId.check(verdict.getBatchId(), path + "batch_id");
        AgentId.check(verdict.getSigner(), path + "signer");
        Check.time(verdict.getDecidedAtMs(), path + "decided_at_ms");
        boolean whole = verdict.getBatchReason() != RejectionReason.REJECTION_REASON_UNSPECIFIED;
        Check.rule(
                whole == (verdict.getEnvelopesCount() == 0),
                path + "batch_reason",
                "must be given without envelopes and only then");
        Check.prose(verdict.getBatchDetail(), WireLimits.MAX_TEXT_BYTES, path + "batch_detail");
        Check.count(verdict.getEnvelopesCount(), 0, WireLimits.MAX_BATCH_COUNT, path + "envelopes");
        for (EnvelopeVerdict envelope : verdict.getEnvelopesList()) {
            check(envelope, path + "envelopes.");
        }
        if (verdict.hasReceipt()) {
            SliceParser.checkWhole(verdict.getReceipt(), path + "receipt");
        }
    }

    private static void check(EnvelopeVerdict verdict, String path) throws WireException {
        AgentId.check(verdict.getSender(), path + "sender");
        MessageId.check(verdict.getMessageId(), path + "message_id");
        Check.size(verdict.getLeafHash(), WireLimits.HASH_BYTES, path + "leaf_hash");
        Check.given(verdict.getState(), path + "state");
        String why = "for " + verdict.getState();
        RejectionReason reason = verdict.getReason();
        switch (verdict.getState()) {
            case VERDICT_STATE_REJECTED -> Check.given(reason, path + "reason");
            case VERDICT_STATE_FAILED -> {}
            default -> Check.absent(reason == RejectionReason.REJECTION_REASON_UNSPECIFIED, path + "reason", why);
        }
        Check.prose(verdict.getDetail(), WireLimits.MAX_TEXT_BYTES, path + "detail");
        Check.name(verdict.getPolicy(), 0, WireLimits.MAX_NAME_BYTES, path + "policy");
        Check.name(verdict.getRule(), 0, WireLimits.MAX_NAME_BYTES, path + "rule");
        Check.range(verdict.getPolicyVersion(), 0, Long.MAX_VALUE, path + "policy_version");
        Check.range(verdict.getRetryAfterMs(), 0, WireLimits.MAX_TIME_MS, path + "retry_after_ms");
        Check.range(verdict.getAppliedVersion(), 0, Long.MAX_VALUE, path + "applied_version");
        boolean applied = verdict.getState() == VerdictState.VERDICT_STATE_APPLIED;
        Check.absent(applied || verdict.getAppliedVersion() == 0, path + "applied_version", why);
        if (reason == RejectionReason.REJECTION_REASON_STALE_ROSTER) {
            Check.size(verdict.getRosterHash(), WireLimits.HASH_BYTES, path + "roster_hash");
        } else {
            Check.absent(verdict.getRosterHash().isEmpty(), path + "roster_hash", "for " + reason);
        }
    }
}
