package io.creto.messaging.jobs.verify;

import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.verify.BatchVerification.Refused;
import io.creto.messaging.jobs.verify.BatchVerification.Verified;
import io.creto.messaging.jobs.verify.EnvelopeVerification.Refusal;
import java.util.List;

/** What {@link Admission} says, as it says it. */
public interface AdmissionOutput {
    /** Envelopes are admitted; in the order of the signer's sequence in the lane. */
    void accepted(Admitted admitted);

    /** A batch is refused as a whole. */
    void refused(Arrival batch, Refused refused, long decidedAtMs);

    /** Envelopes of an admitted batch are refused; at least one. */
    void refused(Verified batch, List<Refusal> envelopes);

    /** A batch is held; {@link Admission#wake} is to be called when log time has reached {@code atMs}. */
    void held(long atMs);

    /** A batch that was admitted before came again. */
    void repeated();

    /** What was learnt took something away before the log time at which it was learnt: batches may have been decided without it. */
    void learntLate();
}
