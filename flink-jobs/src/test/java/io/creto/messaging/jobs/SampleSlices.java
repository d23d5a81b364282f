package io.creto.messaging.jobs;

import static io.creto.messaging.jobs.SampleAgents.NOW;

import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.batch.VerifiedBatch;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;

/** Batches as they leave the verification: one slice of all envelopes. */
public final class SampleSlices {
    private SampleSlices() {}

    public static Slice of(SampleAgents signer, Envelope... envelopes) {
        SignedBatch batch = signer.batch(1, envelopes);
        Slice.Builder slice = Slice.newBuilder()
                .setBatchHeader(batch.getHeader())
                .setSignature(batch.getSignature())
                .setIngestTimeMs(NOW);
        try {
            VerifiedBatch verified = VerifiedBatch.verify(batch, signer.key().publicKey());
            for (int i = 0; i < envelopes.length; i++) {
                slice.addEnvelopes(SlicedEnvelope.newBuilder()
                        .setEnvelope(envelopes[i])
                        .setIndex(i)
                        .addAllPath(verified.path(i)));
            }
        } catch (WireException | VerificationException e) {
            throw new IllegalStateException(e);
        }
        return slice.build();
    }
}
