package io.creto.messaging.client;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.batch.EnvelopeLeaf;
import io.creto.messaging.crypto.merkle.MerkleTree;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import java.util.List;
import java.util.stream.IntStream;

/** What the dataflow makes of a batch, without a look at its signature. */
public final class Slices {
    private Slices() {}

    /** Each envelope of a batch in a slice of its own. */
    public static List<Slice> single(SignedBatch batch, long ingestTimeMs) {
        byte[][] leaves =
                batch.getEnvelopesList().stream().map(EnvelopeLeaf::hash).toArray(byte[][]::new);
        MerkleTree tree = MerkleTree.ofLeafHashes(leaves);
        return IntStream.range(0, leaves.length)
                .mapToObj(index -> Slice.newBuilder()
                        .setBatchHeader(batch.getHeader())
                        .setSignature(batch.getSignature())
                        .setIngestTimeMs(ingestTimeMs)
                        .addEnvelopes(SlicedEnvelope.newBuilder()
                                .setEnvelope(batch.getEnvelopes(index))
                                .setIndex(index)
                                .addAllPath(tree.path(index).stream()
                                        .map(ByteString::copyFrom)
                                        .toList()))
                        .build())
                .toList();
    }
}
