package io.creto.messaging.crypto.sealing;

import io.creto.messaging.crypto.internal.AesGcm;
import io.creto.messaging.crypto.internal.AesKeyWrap;
import io.creto.messaging.crypto.internal.Digests;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.SealedBodyParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.KemWrap;
import io.creto.messaging.v1.KeyPart;
import io.creto.messaging.v1.SealedBody;
import java.util.Arrays;
import java.util.Optional;

/**
 * Opens envelopes that {@link EnvelopeSealer} sealed.
 *
 * <p>Guarantee: a payload is returned only if header, key part, nonce and ciphertext are the ones that were sealed
 * together to this key. Not guaranteed: who sealed it; verify the batch first.
 */
public final class EnvelopeOpener {

    private EnvelopeOpener() {}

    /**
     * Opens an envelope.
     *
     * @param envelope as it travelled
     * @param key the decapsulation key that its header names
     * @return the payload
     * @throws WireException if header, body or key part is not well-formed, or the two key ids in it differ
     * @throws OpenException OTHER_KEY if it is sealed to another key, NOT_AUTHENTIC for everything else
     * @throws IllegalStateException if the key has been destroyed
     */
    public static byte[] open(Envelope envelope, DecapsulationKey key) throws WireException, OpenException {
        EnvelopeHeader header = EnvelopeParser.header(envelope.getHeader());
        SealedBody body = SealedBodyParser.body(envelope.getBody());
        KeyPart keyPart = SealedBodyParser.keyPart(body.getKey());
        SealedBodyParser.checkAgainst(header, keyPart);
        KemWrap wrap = keyPart.getKemWrap();
        if (!keyPart.hasKemWrap() || !KeyId.parse(wrap.getKeyId()).equals(key.keyId())) {
            throw new OpenException(OpenException.Reason.OTHER_KEY);
        }
        byte[] headerHash = Digests.sha256(envelope.getHeader());
        Optional<byte[]> unwrapped = unwrap(wrap, headerHash, key);
        // A key that did not unwrap is replaced by one that opens nothing: both failures then take the same way and
        // time.
        byte[] contentKey = unwrapped.orElseGet(() -> new byte[AesGcm.KEY_BYTES]);
        try {
            Optional<byte[]> payload = ContentCipher.open(contentKey, headerHash, body);
            if (unwrapped.isEmpty() || payload.isEmpty()) {
                throw new OpenException(OpenException.Reason.NOT_AUTHENTIC);
            }
            return payload.get();
        } finally {
            Arrays.fill(contentKey, (byte) 0);
        }
    }

    private static Optional<byte[]> unwrap(KemWrap wrap, byte[] headerHash, DecapsulationKey key) {
        byte[] sharedSecret = key.decapsulate(wrap.getKemCiphertext().toByteArray());
        byte[] kek = KeyEncryptionKey.derive(sharedSecret, key.keyId(), headerHash);
        try {
            return AesKeyWrap.unwrap(kek, wrap.getWrappedKey().toByteArray());
        } finally {
            Arrays.fill(kek, (byte) 0);
            Arrays.fill(sharedSecret, (byte) 0);
        }
    }
}
