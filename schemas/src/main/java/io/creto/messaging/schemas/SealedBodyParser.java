package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.KemWrap;
import io.creto.messaging.v1.KeyPart;
import io.creto.messaging.v1.KeyPart.PartCase;
import io.creto.messaging.v1.SealedBody;
import io.creto.messaging.v1.SenderKey;

/** Reads sealed bodies and their key parts, without opening anything. */
public final class SealedBodyParser {
    private static final StrictWire<SealedBody> BODY =
            StrictWire.of(SealedBody.getDescriptor(), SealedBody.parser(), WireLimits.MAX_BODY_BYTES);
    private static final StrictWire<KeyPart> KEY_PART =
            StrictWire.of(KeyPart.getDescriptor(), KeyPart.parser(), WireLimits.MAX_KEY_PART_BYTES);
    private static final int MAX_CIPHERTEXT = WireLimits.MAX_PAYLOAD_BYTES + WireLimits.TAG_BYTES;

    private SealedBodyParser() {}

    /**
     * Reads a body; its key part stays bytes. Refuses a payload above 768 KiB or a key part above 1280 bytes with TOO_LARGE,
     * a nonce of other than 12 bytes, a ciphertext shorter than its tag and an empty key part with MALFORMED.
     */
    public static SealedBody body(ByteString bytes) throws WireException {
        SealedBody body = BODY.parse(bytes);
        Check.size(body.getKey(), 1, WireLimits.MAX_KEY_PART_BYTES, "sealed_body.key");
        Check.size(body.getNonce(), WireLimits.NONCE_BYTES, "sealed_body.nonce");
        Check.size(body.getCiphertext(), WireLimits.TAG_BYTES, MAX_CIPHERTEXT, "sealed_body.ciphertext");
        return body;
    }

    /**
     * Reads a key part. Refuses a session key (reserved) and a key id of another suite with UNSUPPORTED_VERSION, wrong
     * lengths, epoch 0 and an absent part with MALFORMED.
     */
    public static KeyPart keyPart(ByteString bytes) throws WireException {
        KeyPart part = KEY_PART.parse(bytes);
        switch (part.getPartCase()) {
            case KEM_WRAP -> check(part.getKemWrap());
            case SENDER_KEY -> check(part.getSenderKey());
            case SESSION_KEY ->
                throw WireException.unsupported("key_part.session_key", "a session key", "another part");
            case PART_NOT_SET -> throw WireException.malformed("key_part.part", "absent, must be given");
        }
        return part;
    }

    /**
     * Checks a key part against the header it came with. Refuses with MALFORMED a part other than the kind demands, and a
     * KemWrap for a key other than recipient_key_id.
     */
    public static void checkAgainst(EnvelopeHeader header, KeyPart part) throws WireException {
        PartCase demanded = MessageKinds.keyPart(header.getKind());
        if (part.getPartCase() != demanded) {
            throw WireException.malformed(
                    "key_part.part", part.getPartCase() + ", must be " + demanded + " for " + header.getKind());
        }
        boolean sameKey =
                demanded != PartCase.KEM_WRAP || part.getKemWrap().getKeyId().equals(header.getRecipientKeyId());
        Check.rule(
                sameKey,
                "key_part.kem_wrap.key_id",
                "another key than the header's recipient_key_id, must be the same");
    }

    private static void check(KemWrap wrap) throws WireException {
        String path = "key_part.kem_wrap.";
        KeyId.check(wrap.getKeyId(), path + "key_id");
        Check.size(wrap.getKemCiphertext(), WireLimits.KEM_CIPHERTEXT_BYTES, path + "kem_ciphertext");
        Check.size(wrap.getWrappedKey(), WireLimits.WRAPPED_KEY_BYTES, path + "wrapped_key");
    }

    private static void check(SenderKey key) throws WireException {
        Check.counter(key.getChannelEpoch(), "key_part.sender_key.channel_epoch");
        Check.range(key.getIndex(), 0, Long.MAX_VALUE, "key_part.sender_key.index");
    }
}
