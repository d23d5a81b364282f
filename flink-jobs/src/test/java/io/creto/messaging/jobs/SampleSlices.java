package io.creto.messaging.jobs;

import static io.creto.messaging.jobs.SampleAgents.NOW;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.batch.EnvelopeLeaf;
import io.creto.messaging.crypto.batch.VerifiedBatch;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;

/** Batches as they leave the verification: one slice of all envelopes. */
public final class SampleSlices {
    private SampleSlices() {}

    public static Slice of(SampleAgents signer, Envelope... envelopes) {
        return of(signer, signer.batch(1, envelopes), NOW);
    }

    public static Admitted admitted(SampleAgents signer, Envelope... envelopes) {
        return admitted(signer, signer.batch(1, envelopes), NOW);
    }

    public static Admitted admitted(SampleAgents signer, SignedBatch batch, long ingestTimeMs) {
        return Admitted.newBuilder()
                .setSlice(of(signer, batch, ingestTimeMs))
                .setSigner(signer.id())
                .addAllLeafHashes(batch.getEnvelopesList().stream()
                        .map(envelope -> ByteString.copyFrom(EnvelopeLeaf.hash(envelope)))
                        .toList())
                .build();
    }

    private static Slice of(SampleAgents signer, SignedBatch batch, long ingestTimeMs) {
        Slice.Builder slice = Slice.newBuilder()
                .setBatchHeader(batch.getHeader())
                .setSignature(batch.getSignature())
                .setIngestTimeMs(ingestTimeMs);
        try {
            VerifiedBatch verified = VerifiedBatch.verify(batch, signer.key().publicKey());
            for (int i = 0; i < batch.getEnvelopesCount(); i++) {
                slice.addEnvelopes(SlicedEnvelope.newBuilder()
                        .setEnvelope(batch.getEnvelopes(i))
                        .setIndex(i)
                        .addAllPath(verified.path(i)));
            }
        } catch (WireException | VerificationException e) {
            throw new IllegalStateException(e);
        }
        return slice.build();
    }
}
