package io.creto.messaging.crypto.batch;

import io.creto.messaging.crypto.internal.CryptoBackends;
import io.creto.messaging.crypto.internal.Digests;
import io.creto.messaging.crypto.merkle.MerkleTree.NodeHasher;
import io.creto.messaging.v1.Envelope;
import java.security.MessageDigest;
import java.util.List;

/**
 * An envelope as a leaf of its batch's tree: {@code H(0x00 ‖ SHA-256(header) ‖ SHA-256(body))}. Header and body are
 * hashed apart, so that a header stays verifiable after its body has been discarded.
 */
public final class EnvelopeLeaf {

    private EnvelopeLeaf() {}

    /** The leaf hash of one envelope, 32 bytes. */
    public static byte[] hash(Envelope envelope) {
        return new Hasher().hash(envelope);
    }

    static byte[][] hashes(List<Envelope> envelopes) {
        Hasher hasher = new Hasher();
        byte[][] hashes = new byte[envelopes.size()][];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = hasher.hash(envelopes.get(i));
        }
        return hashes;
    }

    private static final class Hasher {
        private final MessageDigest sha256 = CryptoBackends.active().sha256();
        private final NodeHasher nodes = new NodeHasher();

        byte[] hash(Envelope envelope) {
            Digests.update(sha256, envelope.getHeader());
            byte[] header = sha256.digest();
            Digests.update(sha256, envelope.getBody());
            return nodes.leaf(header, sha256.digest());
        }
    }
}
