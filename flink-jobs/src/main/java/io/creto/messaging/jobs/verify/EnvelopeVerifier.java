package io.creto.messaging.jobs.verify;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.Outcome;
import io.creto.messaging.jobs.state.RefusedEnvelope;
import io.creto.messaging.jobs.verify.BatchVerification.Refused;
import io.creto.messaging.jobs.verify.BatchVerification.Verified;
import io.creto.messaging.jobs.verify.EnvelopeVerification.Refusal;
import io.creto.messaging.schemas.MessageKinds;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies the envelopes of a verified batch, each for itself: not expired at ingest time, and the sender is the signer, or
 * is active and delegates the scope that the kind needs to this key of the signer (wire format, "Batch").
 */
public final class EnvelopeVerifier {
    private EnvelopeVerifier() {}

    /** Finds what is recorded of the agents that delegate to a signer. */
    @FunctionalInterface
    public interface Delegators {
        /** The record of an agent, if it is known to delegate or to have delegated to the signer. */
        Optional<SignerRecord> find(String agent) throws Exception;
    }

    /**
     * Verifies all envelopes of a batch.
     *
     * @throws Exception only what {@code delegators} throws
     */
    public static EnvelopeVerification verify(Verified verified, Delegators delegators) throws Exception {
        Slice.Builder accepted = slice(verified);
        List<ByteString> leafHashes = new ArrayList<>();
        List<Refusal> refused = new ArrayList<>();
        boolean undelegated = false;
        for (int i = 0; i < verified.headers().size(); i++) {
            EnvelopeHeader header = verified.headers().get(i);
            Optional<Refused> refusal = judge(verified, header, delegators);
            if (refusal.isEmpty()) {
                accepted.addEnvelopes(envelope(verified, i));
                leafHashes.add(verified.batch().leafHash(i));
            } else {
                refused.add(refusal(
                        verified, i, refusal.get().reason(), refusal.get().detail()));
                undelegated |= refusal.get().reason() == RejectionReason.REJECTION_REASON_NOT_DELEGATED
                        && MessageKinds.scope(header.getKind()).isPresent();
            }
        }
        Admitted admitted = admitted(verified, accepted, leafHashes).build();
        return new EnvelopeVerification(admitted, List.copyOf(refused), undelegated);
    }

    /** A stored outcome again, for the same bytes: what was accepted is marked as a repeat. */
    public static EnvelopeVerification repeat(Verified verified, Outcome outcome) {
        List<Refusal> refused = new ArrayList<>(outcome.getRefusedCount());
        Set<Integer> indices = new HashSet<>();
        for (RefusedEnvelope envelope : outcome.getRefusedList()) {
            indices.add(envelope.getIndex());
            RejectionReason reason = RejectionReason.forNumber(envelope.getReason());
            refused.add(refusal(
                    verified,
                    envelope.getIndex(),
                    reason == null ? RejectionReason.REJECTION_REASON_INTERNAL : reason,
                    "said again of the same bytes"));
        }
        Slice.Builder accepted = slice(verified);
        List<ByteString> leafHashes = new ArrayList<>();
        for (int i = 0; i < verified.headers().size(); i++) {
            if (!indices.contains(i)) {
                accepted.addEnvelopes(envelope(verified, i));
                leafHashes.add(verified.batch().leafHash(i));
            }
        }
        Admitted admitted =
                admitted(verified, accepted, leafHashes).setRepeat(true).build();
        return new EnvelopeVerification(admitted, List.copyOf(refused), false);
    }

    private static Optional<Refused> judge(Verified verified, EnvelopeHeader header, Delegators delegators)
            throws Exception {
        long at = verified.ingestTimeMs();
        if (at > header.getExpiresAtMs()) {
            String detail = "expired at " + header.getExpiresAtMs() + ", before its ingest time " + at;
            return Optional.of(new Refused(RejectionReason.REJECTION_REASON_EXPIRED, detail));
        }
        String signer = verified.batch().header().getSigner();
        if (header.getSender().equals(signer)) {
            return Optional.empty();
        }
        Optional<DelegationScope> scope = MessageKinds.scope(header.getKind());
        if (scope.isEmpty()) {
            return undelegated(header.getKind() + " cannot be delegated, the sender must sign it");
        }
        Optional<SignerRecord> sender = delegators.find(header.getSender());
        Optional<Refused> standing = sender.flatMap(record -> Standing.of(record, header.getSender(), at));
        if (standing.isPresent()) {
            return standing;
        }
        boolean delegated = sender.isPresent()
                && sender.get().delegates(scope.get(), verified.batch().header().getSignerKeyId(), at);
        return delegated
                ? Optional.empty()
                : undelegated(header.getSender() + " did not delegate " + scope.get() + " to " + signer
                        + " at ingest time " + at);
    }

    private static Optional<Refused> undelegated(String detail) {
        return Optional.of(new Refused(RejectionReason.REJECTION_REASON_NOT_DELEGATED, detail));
    }

    private static SlicedEnvelope envelope(Verified verified, int index) {
        return SlicedEnvelope.newBuilder()
                .setEnvelope(verified.batch().envelopes().get(index))
                .setIndex(index)
                .addAllPath(verified.batch().path(index))
                .build();
    }

    private static Admitted.Builder admitted(Verified verified, Slice.Builder slice, List<ByteString> leafHashes) {
        return Admitted.newBuilder()
                .setSlice(slice)
                .setSigner(verified.batch().header().getSigner())
                .addAllLeafHashes(leafHashes);
    }

    private static Slice.Builder slice(Verified verified) {
        return Slice.newBuilder()
                .setBatchHeader(verified.signed().getHeader())
                .setSignature(verified.signed().getSignature())
                .setIngestTimeMs(verified.ingestTimeMs());
    }

    private static Refusal refusal(Verified verified, int index, RejectionReason reason, String detail) {
        EnvelopeHeader header = verified.headers().get(index);
        return new Refusal(
                index,
                header.getSender(),
                header.getMessageId(),
                verified.batch().leafHash(index),
                reason,
                detail);
    }
}
