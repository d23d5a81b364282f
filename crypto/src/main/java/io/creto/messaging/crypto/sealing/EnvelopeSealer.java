package io.creto.messaging.crypto.sealing;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.creto.messaging.crypto.internal.AesGcm;
import io.creto.messaging.crypto.internal.AesKeyWrap;
import io.creto.messaging.crypto.internal.Digests;
import io.creto.messaging.crypto.kem.Encapsulation;
import io.creto.messaging.crypto.kem.EncapsulationKey;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.KemWrap;
import io.creto.messaging.v1.KeyPart;
import io.creto.messaging.v1.RejectionReason;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Seals payloads to one recipient: a fresh ML-KEM-768 encapsulation gives a secret, the secret wraps a fresh content
 * key, the content key encrypts the payload (wire format, "Suite 1").
 *
 * <p>Guarantee: only the holder of the recipient's decapsulation key learns the payload; header, key part and payload
 * cannot be exchanged between envelopes. Not guaranteed: who sealed it (that is the batch's signature), the payload's
 * length (it shows), or secrecy of past messages once the decapsulation key is lost.
 *
 * <p>Thread-safe.
 */
public final class EnvelopeSealer {
    private final SecureRandom random;

    /** @param random source of encapsulations, content keys and nonces */
    public EnvelopeSealer(SecureRandom random) {
        this.random = random;
    }

    /**
     * Seals a payload.
     *
     * @param header of a kind that is sealed to a recipient; its {@code recipient_key_id} names the recipient's key
     * @param payload at most {@link WireLimits#MAX_PAYLOAD_BYTES} bytes; may be empty
     * @param recipient the key to seal to
     * @throws WireException MALFORMED or UNSUPPORTED_VERSION if the header is not well-formed or names another key;
     *     TOO_LARGE if the payload is
     */
    public Envelope seal(EnvelopeHeader header, byte[] payload, EncapsulationKey recipient) throws WireException {
        ByteString headerBytes = header.toByteString();
        EnvelopeParser.header(headerBytes);
        if (!header.getRecipientKeyId().equals(recipient.keyId().bytes())) {
            throw new WireException(
                    RejectionReason.REJECTION_REASON_MALFORMED,
                    "envelope_header.recipient_key_id",
                    "is not the id of the key to seal to, " + recipient.keyId());
        }
        if (payload.length > WireLimits.MAX_PAYLOAD_BYTES) {
            throw new WireException(
                    RejectionReason.REJECTION_REASON_TOO_LARGE,
                    "payload",
                    payload.length + " bytes, allowed are " + WireLimits.MAX_PAYLOAD_BYTES);
        }
        byte[] contentKey = new byte[AesGcm.KEY_BYTES];
        random.nextBytes(contentKey);
        try {
            byte[] headerHash = Digests.sha256(headerBytes);
            ByteString keyPart = keyPart(contentKey, headerHash, recipient);
            return Envelope.newBuilder()
                    .setHeader(headerBytes)
                    .setBody(ContentCipher.seal(contentKey, headerHash, keyPart, payload, random)
                            .toByteString())
                    .build();
        } finally {
            Arrays.fill(contentKey, (byte) 0);
        }
    }

    private ByteString keyPart(byte[] contentKey, byte[] headerHash, EncapsulationKey recipient) {
        try (Encapsulation encapsulation = recipient.encapsulate(random)) {
            KemWrap wrap = KemWrap.newBuilder()
                    .setKeyId(recipient.keyId().bytes())
                    .setKemCiphertext(UnsafeByteOperations.unsafeWrap(encapsulation.ciphertext()))
                    .setWrappedKey(UnsafeByteOperations.unsafeWrap(
                            wrap(contentKey, encapsulation.sharedSecret(), recipient.keyId(), headerHash)))
                    .build();
            return KeyPart.newBuilder().setKemWrap(wrap).build().toByteString();
        }
    }

    /** Wraps under the key that follows from the shared secret, which is wiped. */
    private static byte[] wrap(byte[] contentKey, byte[] sharedSecret, KeyId recipientKey, byte[] headerHash) {
        byte[] kek = KeyEncryptionKey.derive(sharedSecret, recipientKey, headerHash);
        try {
            return AesKeyWrap.wrap(kek, contentKey);
        } finally {
            Arrays.fill(kek, (byte) 0);
            Arrays.fill(sharedSecret, (byte) 0);
        }
    }
}
