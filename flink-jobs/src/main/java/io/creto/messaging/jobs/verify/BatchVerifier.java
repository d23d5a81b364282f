package io.creto.messaging.jobs.verify;

import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.batch.VerifiedBatch;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.jobs.state.KeyVersion;
import io.creto.messaging.jobs.verify.BatchVerification.Refused;
import io.creto.messaging.jobs.verify.BatchVerification.Unknown;
import io.creto.messaging.jobs.verify.BatchVerification.Verified;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.CommandParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verifies a batch as a whole (architecture §4, verify): structure, clock skew, the signer's standing and key at ingest
 * time, then root and ONE composite signature. Cheap checks come first. Never throws on data. Not thread-safe: it keeps
 * parsed keys.
 */
public final class BatchVerifier {
    private final KeyCache keys = new KeyCache();

    /**
     * Verifies a batch.
     *
     * @param batch as {@link BatchParser} read it
     * @param topicLane lane of the topic that it came by
     * @param ingestTimeMs its append time, the time that decides
     * @param signer the record of the signer that its header names, if known
     */
    public BatchVerification verify(
            SignedBatch batch, Lane topicLane, long ingestTimeMs, Optional<SignerRecord> signer) {
        try {
            BatchHeader header = BatchParser.header(batch.getHeader());
            if (header.getLane() != topicLane) {
                String detail = "batch_header.lane: " + header.getLane() + ", must be the topic's " + topicLane;
                return new Refused(RejectionReason.REJECTION_REASON_MALFORMED, detail);
            }
            List<EnvelopeHeader> headers = headers(batch, topicLane);
            long skew = Math.abs(header.getCreatedAtMs() - ingestTimeMs);
            if (skew > WireLimits.MAX_CLOCK_SKEW_MS) {
                String detail = "created_at is " + skew + " ms from the ingest time " + ingestTimeMs + ", at most "
                        + WireLimits.MAX_CLOCK_SKEW_MS + " allowed";
                return new Refused(RejectionReason.REJECTION_REASON_CLOCK_SKEW, detail);
            }
            boolean enrolment =
                    headers.stream().anyMatch(envelope -> envelope.getKind() == MessageKind.MESSAGE_KIND_ENROL);
            if (enrolment) {
                return enrolment(batch, header, headers, ingestTimeMs);
            }
            return signer.isEmpty()
                    ? new Unknown(RejectionReason.REJECTION_REASON_UNKNOWN_SIGNER, header.getSigner() + " is not known")
                    : known(batch, header, headers, ingestTimeMs, signer.get());
        } catch (WireException e) {
            return new Refused(e.reason(), String.valueOf(e.getMessage()));
        } catch (VerificationException e) {
            return new Refused(e.reason(), "the batch does not verify with the key that it names");
        }
    }

    /**
     * Verifies a batch whose header was admitted before: whatever the signer's standing is by now, the answer to the same bytes
     * is the same. Only root and signature are looked at, so that nobody can have others' outcomes said again.
     *
     * @param ingestTimeMs of the first time
     * @return empty if these are not the signer's bytes
     */
    public Optional<Verified> again(SignedBatch batch, long ingestTimeMs, Optional<SignerRecord> signer) {
        try {
            BatchHeader header = BatchParser.header(batch.getHeader());
            Optional<KeyVersion> key = signer.flatMap(record -> record.key(header.getSignerKeyId()));
            if (key.isEmpty()) {
                return Optional.empty();
            }
            List<EnvelopeHeader> headers = headers(batch, header.getLane());
            VerifiedBatch verified = VerifiedBatch.verify(batch, keys.parsed(key.get()));
            return Optional.of(new Verified(batch, verified, headers, ingestTimeMs, false));
        } catch (WireException | VerificationException e) {
            return Optional.empty();
        }
    }

    private static List<EnvelopeHeader> headers(SignedBatch batch, Lane lane) throws WireException {
        List<EnvelopeHeader> headers = new ArrayList<>(batch.getEnvelopesCount());
        for (Envelope envelope : batch.getEnvelopesList()) {
            headers.add(EnvelopeParser.envelope(lane, envelope));
        }
        return headers;
    }

    /** Proof of possession: the batch has one envelope, which carries the key that signed it (architecture §3). */
    private static BatchVerification enrolment(
            SignedBatch batch, BatchHeader header, List<EnvelopeHeader> headers, long ingestTimeMs)
            throws WireException, VerificationException {
        EnvelopeHeader envelope = headers.get(0);
        if (headers.size() != 1 || !envelope.getSender().equals(header.getSigner())) {
            String detail = "an enrolment, must be the only envelope of a batch that its sender signs";
            return new Refused(RejectionReason.REJECTION_REASON_MALFORMED, detail);
        }
        Enrol enrol =
                (Enrol) CommandParser.command(envelope, batch.getEnvelopes(0).getBody());
        CompositePublicKey key = CompositePublicKey.parse(enrol.getPublicKey());
        return new Verified(batch, VerifiedBatch.verify(batch, key), headers, ingestTimeMs, true);
    }

    private BatchVerification known(
            SignedBatch batch, BatchHeader header, List<EnvelopeHeader> headers, long ingestTimeMs, SignerRecord signer)
            throws WireException, VerificationException {
        Optional<Refused> standing = Standing.of(signer, header.getSigner(), ingestTimeMs);
        if (standing.isPresent()) {
            return standing.get();
        }
        Optional<KeyVersion> key = signer.key(header.getSignerKeyId());
        if (key.isEmpty()) {
            return new Unknown(
                    RejectionReason.REJECTION_REASON_KEY_NOT_VALID, "the signer's key is not one of its record");
        }
        if (!Intervals.covers(key.get().getValidity(), ingestTimeMs)) {
            return new Refused(
                    RejectionReason.REJECTION_REASON_KEY_NOT_VALID,
                    "the signer's key did not count at ingest time " + ingestTimeMs);
        }
        return new Verified(batch, VerifiedBatch.verify(batch, keys.parsed(key.get())), headers, ingestTimeMs, false);
    }
}
