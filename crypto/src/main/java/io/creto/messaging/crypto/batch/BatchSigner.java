package io.creto.messaging.crypto.batch;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.creto.messaging.crypto.merkle.MerkleTree;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.crypto.signature.SignatureContext;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import java.security.SecureRandom;
import java.util.List;

/**
 * Signs batches for one signer: one composite signature over the root of the tree of all envelopes, so its cost is paid
 * once however many they are. Thread-safe; the key stays the caller's to destroy.
 */
public final class BatchSigner {
    /** Holds the signature's place while the batch is checked: signing is dear, and a refused batch costs a sequence. */
    private static final ByteString UNSIGNED =
            UnsafeByteOperations.unsafeWrap(new byte[CompositePublicKey.SIGNATURE_BYTES]);

    private final AgentId signer;
    private final CompositePrivateKey key;
    private final SecureRandom random;

    /**
     * @param signer whose batches these are
     * @param key the signer's identity key
     * @param random hedges the signatures
     */
    public BatchSigner(AgentId signer, CompositePrivateKey key, SecureRandom random) {
        this.signer = signer;
        this.key = key;
        this.random = random;
    }

    /**
     * Where a batch stands in its signer's history.
     *
     * @param batchId its id
     * @param incarnation from 1, rising with each start of the client
     * @param sequence from 1, without a gap per incarnation and lane
     * @param lane of the batch and all its envelopes
     * @param createdAtMs signing time, milliseconds since the epoch
     */
    public record Position(MessageId batchId, long incarnation, long sequence, Lane lane, long createdAtMs) {}

    /**
     * Signs envelopes, in this order.
     *
     * @throws WireException with the reason that {@link BatchParser#signedBatch} would refuse the batch with: a position
     *     out of range, envelopes without header or body, parts or a whole that are too large
     * @throws IllegalArgumentException for no envelope, and for more than {@link WireLimits#MAX_BATCH_COUNT}
     * @throws IllegalStateException if the key has been destroyed
     */
    public SignedBatch sign(Position position, List<Envelope> envelopes) throws WireException {
        if (envelopes.isEmpty() || envelopes.size() > WireLimits.MAX_BATCH_COUNT) {
            throw new IllegalArgumentException(
                    "a batch has 1 to " + WireLimits.MAX_BATCH_COUNT + " envelopes, not " + envelopes.size());
        }
        MerkleTree tree = MerkleTree.ofLeafHashes(EnvelopeLeaf.hashes(envelopes));
        ByteString header = header(position, envelopes.size(), tree.root()).toByteString();
        SignedBatch.Builder batch = SignedBatch.newBuilder()
                .setHeader(header)
                .setSignature(UNSIGNED)
                .addAllEnvelopes(envelopes);
        BatchParser.check(batch.buildPartial());
        return batch.setSignature(key.sign(SignatureContext.BATCH, header, random))
                .build();
    }

    private BatchHeader header(Position position, int count, byte[] root) {
        return BatchHeader.newBuilder()
                .setVersion(WireLimits.VERSION)
                .setSuite(WireLimits.SUITE)
                .setBatchId(position.batchId().toByteString())
                .setSigner(signer.toString())
                .setSignerKeyId(key.publicKey().keyId().bytes())
                .setIncarnation(position.incarnation())
                .setSequence(position.sequence())
                .setLane(position.lane())
                .setCount(count)
                .setCreatedAtMs(position.createdAtMs())
                .setRoot(UnsafeByteOperations.unsafeWrap(root))
                .build();
    }
}
