package io.creto.messaging.crypto.batch;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.merkle.MerkleTree;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import java.security.MessageDigest;
import java.util.List;

/**
 * A whole batch whose root and signature have been verified, once for all of its envelopes. It hands out the inclusion
 * paths with which others verify single envelopes. Immutable and thread-safe.
 *
 * <p>Guarantee and non-guarantee are those of {@link VerifiedHeader}. The envelopes' own headers and bodies are proven
 * to be what was signed, but are not parsed here.
 */
public final class VerifiedBatch {
    private final VerifiedHeader verified;
    private final List<Envelope> envelopes;
    private final MerkleTree tree;

    private VerifiedBatch(VerifiedHeader verified, List<Envelope> envelopes, MerkleTree tree) {
        this.verified = verified;
        this.envelopes = envelopes;
        this.tree = tree;
    }

    /**
     * Verifies a batch. The tree is checked first: it costs a hundredth of the signature.
     *
     * @param batch as {@link BatchParser#signedBatch} returned it
     * @param key the key that its header names
     * @throws WireException if the header is not well-formed
     * @throws VerificationException ROOT_MISMATCH if count or root do not fit the envelopes; else as
     *     {@link VerifiedHeader#verify}
     */
    public static VerifiedBatch verify(SignedBatch batch, CompositePublicKey key)
            throws WireException, VerificationException {
        BatchHeader header = BatchParser.header(batch.getHeader());
        if (batch.getEnvelopesCount() != header.getCount()) {
            throw new VerificationException(RejectionReason.REJECTION_REASON_ROOT_MISMATCH);
        }
        MerkleTree tree = MerkleTree.ofLeafHashes(EnvelopeLeaf.hashes(batch.getEnvelopesList()));
        if (!MessageDigest.isEqual(tree.root(), header.getRoot().toByteArray())) {
            throw new VerificationException(RejectionReason.REJECTION_REASON_ROOT_MISMATCH);
        }
        VerifiedHeader verified = VerifiedHeader.verify(batch.getHeader(), batch.getSignature(), key);
        return new VerifiedBatch(verified, batch.getEnvelopesList(), tree);
    }

    /** The header, strictly parsed. */
    public BatchHeader header() {
        return verified.header();
    }

    /** The envelopes, in the order of the tree. */
    public List<Envelope> envelopes() {
        return envelopes;
    }

    /**
     * The inclusion path of an envelope, from the bottom up.
     *
     * @throws IndexOutOfBoundsException unless 0 ≤ index &lt; count
     */
    public List<ByteString> path(int index) {
        return tree.path(index).stream().map(UnsafeByteOperations::unsafeWrap).toList();
    }

    /**
     * The leaf hash of an envelope, 32 bytes: what an acknowledgement names.
     *
     * @throws IndexOutOfBoundsException unless 0 ≤ index &lt; count
     */
    public ByteString leafHash(int index) {
        return UnsafeByteOperations.unsafeWrap(tree.leafHash(index));
    }
}
