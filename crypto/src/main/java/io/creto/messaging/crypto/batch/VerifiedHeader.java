package io.creto.messaging.crypto.batch;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.merkle.InclusionProof;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.crypto.signature.SignatureContext;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.RejectionReason;
import java.util.List;

/**
 * A batch header whose signature has been verified: an instance exists only after that. Envelopes of the batch are then
 * verified by their paths, without any further signature. Immutable and thread-safe.
 *
 * <p>Guarantee: the holder of the key signed exactly these header bytes as a batch. Not guaranteed: that the key was
 * valid for {@code signer} at that time, that the sender of an envelope delegated to the signer, or that the batch is
 * not a repeat; callers check those against their records.
 */
public final class VerifiedHeader {
    private final BatchHeader header;
    private final CompositePublicKey key;
    private final byte[] root;

    private VerifiedHeader(BatchHeader header, CompositePublicKey key) {
        this.header = header;
        this.key = key;
        this.root = header.getRoot().toByteArray();
    }

    /**
     * Verifies a header and its signature.
     *
     * @param headerBytes the exact bytes that travelled
     * @param signature over them
     * @param key the key that the header names
     * @throws WireException if the header is not well-formed
     * @throws VerificationException KEY_NOT_VALID if the header names another key; BAD_SIGNATURE_CLASSICAL,
     *     BAD_SIGNATURE_POST_QUANTUM or BAD_SIGNATURE_BOTH
     */
    public static VerifiedHeader verify(ByteString headerBytes, ByteString signature, CompositePublicKey key)
            throws WireException, VerificationException {
        BatchHeader header = BatchParser.header(headerBytes);
        if (!header.getSignerKeyId().equals(key.keyId().bytes())) {
            throw new VerificationException(RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
        }
        key.verify(SignatureContext.BATCH, headerBytes, signature).orThrow();
        return new VerifiedHeader(header, key);
    }

    /**
     * Verifies that an envelope is part of this batch.
     *
     * @param envelope as it travelled; its header and body are not parsed here
     * @param index its position in the batch
     * @param path its inclusion path, from the bottom up
     * @throws VerificationException ROOT_MISMATCH for any other envelope, index or path
     */
    public void verifyEnvelope(Envelope envelope, int index, List<ByteString> path) throws VerificationException {
        List<byte[]> hashes = path.stream().map(ByteString::toByteArray).toList();
        if (!InclusionProof.verify(EnvelopeLeaf.hash(envelope), index, header.getCount(), hashes, root)) {
            throw new VerificationException(RejectionReason.REJECTION_REASON_ROOT_MISMATCH);
        }
    }

    /** The header, strictly parsed. */
    public BatchHeader header() {
        return header;
    }

    /** The key that signed it. */
    public CompositePublicKey key() {
        return key;
    }
}
