package io.creto.messaging.jobs.verify;

import io.creto.messaging.crypto.batch.VerifiedBatch;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import java.util.List;

/** What {@link BatchVerifier} says of a batch as a whole. */
public sealed interface BatchVerification {

    /**
     * The signer signed it, and could at its ingest time.
     *
     * @param signed the batch as it travelled
     * @param batch the same, its root and signature verified
     * @param headers the envelopes' headers, in the same order
     * @param ingestTimeMs append time of the batch
     * @param enrolment whether it is an enrolment, verified with the key that it carries: its signer has no history yet
     */
    record Verified(
            SignedBatch signed, VerifiedBatch batch, List<EnvelopeHeader> headers, long ingestTimeMs, boolean enrolment)
            implements BatchVerification {}

    /**
     * Refused for good. A refused batch leaves no trace in the sequence.
     *
     * @param reason why
     * @param detail for people, never payload
     */
    record Refused(RejectionReason reason, String detail) implements BatchVerification {}

    /**
     * The signer or its key is not recorded. What adds counts from its command's ingest time, so absence is believed only
     * after a while (architecture §5); then the batch is refused with this reason.
     *
     * @param reason UNKNOWN_SIGNER or KEY_NOT_VALID
     * @param detail for people, never payload
     */
    record Unknown(RejectionReason reason, String detail) implements BatchVerification {}
}
