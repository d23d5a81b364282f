package io.creto.messaging.jobs.announce;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.authz.AccessDecision;
import io.creto.messaging.jobs.authz.OverQuota;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.verify.BatchVerification.Refused;
import io.creto.messaging.jobs.verify.EnvelopeVerification.Refusal;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.DeadLetter;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Verdict;
import io.creto.messaging.v1.VerdictState;
import java.util.List;

/** The records in which a refusal is told (wire format, "Delivery"; contract of {@code verdict.proto}). */
public final class RejectionRecords {
    private static final int CONTINUED_MASK = 0xC0;
    private static final int CONTINUED = 0x80;

    private RejectionRecords() {}

    /** The verdict on a batch that is refused as a whole. */
    public static Verdict verdict(BatchHeader header, Refused refused, long decidedAtMs) {
        return head(header, decidedAtMs)
                .setBatchReason(refused.reason())
                .setBatchDetail(text(refused.detail()))
                .build();
    }

    /** The verdict on some envelopes of a batch; at least one. */
    public static Verdict verdict(BatchHeader header, List<EnvelopeVerdict> envelopes, long decidedAtMs) {
        return head(header, decidedAtMs).addAllEnvelopes(envelopes).build();
    }

    /** The verdict on an envelope that the verification refused. */
    public static EnvelopeVerdict refused(Refusal refusal) {
        return EnvelopeVerdict.newBuilder()
                .setSender(refusal.sender())
                .setMessageId(refusal.messageId())
                .setLeafHash(refusal.leafHash())
                .setState(VerdictState.VERDICT_STATE_REJECTED)
                .setReason(refusal.reason())
                .setDetail(text(refusal.detail()))
                .build();
    }

    /** The refusal of an envelope behind the verification. */
    public static EnvelopeVerdict refused(
            EnvelopeHeader header, ByteString leafHash, RejectionReason reason, String detail) {
        return EnvelopeVerdict.newBuilder()
                .setSender(header.getSender())
                .setMessageId(header.getMessageId())
                .setLeafHash(leafHash)
                .setState(VerdictState.VERDICT_STATE_REJECTED)
                .setReason(reason)
                .setDetail(text(detail))
                .build();
    }

    /** The verdict on an envelope that a policy did not permit. */
    public static EnvelopeVerdict denied(EnvelopeHeader header, ByteString leafHash, AccessDecision decision) {
        boolean unavailable = decision.answer() == AccessDecision.Answer.UNAVAILABLE;
        return EnvelopeVerdict.newBuilder()
                .setSender(header.getSender())
                .setMessageId(header.getMessageId())
                .setLeafHash(leafHash)
                .setState(VerdictState.VERDICT_STATE_REJECTED)
                .setReason(
                        unavailable
                                ? RejectionReason.REJECTION_REASON_POLICY_UNAVAILABLE
                                : RejectionReason.REJECTION_REASON_DENIED)
                .setPolicy(decision.policy())
                .setRule(decision.rule())
                .setPolicyVersion(decision.version())
                .setDetail(text(decision.reason()))
                .build();
    }

    /** The verdict on an envelope whose signer has sent too much. */
    public static EnvelopeVerdict overQuota(EnvelopeHeader header, ByteString leafHash, OverQuota quota) {
        return refused(header, leafHash, RejectionReason.REJECTION_REASON_QUOTA_EXCEEDED, quota.reason()).toBuilder()
                .setPolicy(quota.policy())
                .setPolicyVersion(quota.version())
                .setRetryAfterMs(quota.retryAfterMs())
                .build();
    }

    /** The note on an envelope that goes on though policies could not be asked. */
    public static EnvelopeVerdict unchecked(EnvelopeHeader header, ByteString leafHash) {
        return EnvelopeVerdict.newBuilder()
                .setSender(header.getSender())
                .setMessageId(header.getMessageId())
                .setLeafHash(leafHash)
                .setState(VerdictState.VERDICT_STATE_UNCHECKED)
                .setDetail("policies cannot be read, and this deployment fails open")
                .build();
    }

    /**
     * Whether a batch refused for this reason is kept as it came: its bytes are bad, not its time, order or signer. The signer that
     * such a batch names has not proven to be it, so the refusal is recorded and not delivered to that signer.
     */
    public static boolean isBadBytes(RejectionReason reason) {
        return switch (reason) {
            case REJECTION_REASON_MALFORMED,
                    REJECTION_REASON_TOO_LARGE,
                    REJECTION_REASON_UNSUPPORTED_VERSION,
                    REJECTION_REASON_ROOT_MISMATCH,
                    REJECTION_REASON_BAD_SIGNATURE_CLASSICAL,
                    REJECTION_REASON_BAD_SIGNATURE_POST_QUANTUM,
                    REJECTION_REASON_BAD_SIGNATURE_BOTH -> true;
            default -> false;
        };
    }

    /** A record as it came, cut to what a dead letter holds. */
    public static DeadLetter deadLetter(Arrival arrival, RejectionReason reason, String detail) {
        ByteString record = arrival.getRecord();
        return DeadLetter.newBuilder()
                .setReason(reason)
                .setDetail(text(detail))
                .setRecordedAtMs(arrival.getIngestTimeMs())
                .setTopic(arrival.getTopic())
                .setPartition(arrival.getPartition())
                .setOffset(arrival.getOffset())
                .setRecord(record.substring(0, Math.min(record.size(), WireLimits.MAX_BATCH_BYTES)))
                .build();
    }

    private static Verdict.Builder head(BatchHeader header, long decidedAtMs) {
        return Verdict.newBuilder()
                .setBatchId(header.getBatchId())
                .setSigner(header.getSigner())
                .setDecidedAtMs(decidedAtMs);
    }

    /** Cut to what readers accept, between characters: a text may quote what somebody sent. */
    private static String text(String detail) {
        ByteString utf8 = ByteString.copyFromUtf8(detail);
        int end = Math.min(utf8.size(), WireLimits.MAX_TEXT_BYTES);
        while (end < utf8.size() && (utf8.byteAt(end) & CONTINUED_MASK) == CONTINUED) {
            end--;
        }
        return utf8.substring(0, end).toStringUtf8();
    }
}
