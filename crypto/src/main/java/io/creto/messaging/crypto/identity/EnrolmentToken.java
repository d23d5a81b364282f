package io.creto.messaging.crypto.identity;

import io.creto.messaging.crypto.Secret;
import io.creto.messaging.crypto.internal.Digests;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.RejectionReason;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * A single-use enrolment token: the seed of a one-time composite key. The admin's envelope names only its key id, so
 * reading the log gives nobody a token; the new agent proves possession by co-signing its enrolment.
 *
 * <p>Its text form is {@code creto-token-v1.} and the base64url of seed ‖ first 4 bytes of SHA-256(seed), so that a
 * mistyped token is told from a wrong one. Thread-safe.
 */
public final class EnrolmentToken implements Secret {
    private static final String PREFIX = "creto-token-v1.";
    private static final int CHECKSUM_BYTES = 4;
    private static final int RAW_BYTES = CompositePrivateKey.SEED_BYTES + CHECKSUM_BYTES;

    private final CompositePrivateKey key;

    private EnrolmentToken(CompositePrivateKey key) {
        this.key = key;
    }

    /** Makes a new token. */
    public static EnrolmentToken generate(SecureRandom random) {
        return new EnrolmentToken(CompositePrivateKey.generate(random));
    }

    /**
     * Reads a token's text form. Surrounding white space is ignored.
     *
     * @throws WireException MALFORMED if it is not a token or was mistyped; the message does not repeat it
     */
    public static EnrolmentToken parse(String text) throws WireException {
        byte[] raw = decode(text.strip());
        byte[] seed = Arrays.copyOf(raw, CompositePrivateKey.SEED_BYTES);
        try {
            byte[] expected = Arrays.copyOfRange(raw, CompositePrivateKey.SEED_BYTES, RAW_BYTES);
            if (!MessageDigest.isEqual(checksum(seed), expected)) {
                throw malformed("is mistyped: its checksum does not fit");
            }
            return new EnrolmentToken(CompositePrivateKey.fromSeed(seed));
        } finally {
            Arrays.fill(raw, (byte) 0);
            Arrays.fill(seed, (byte) 0);
        }
    }

    /**
     * The text form, for the new agent's eyes only.
     *
     * @throws IllegalStateException after {@link #destroy()}
     */
    public String reveal() {
        byte[] seed = key.exportSeed();
        byte[] raw =
                ByteBuffer.allocate(RAW_BYTES).put(seed).put(checksum(seed)).array();
        try {
            return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
        } finally {
            Arrays.fill(raw, (byte) 0);
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** What the admin's command names. */
    public KeyId keyId() {
        return key.publicKey().keyId();
    }

    /**
     * Makes the body of the enrolment envelope. The batch around it has count 1 and is signed with the new key.
     *
     * @param agent who enrols
     * @param newKey its identity key
     * @param random hedges the signature
     */
    public Enrol enrol(AgentId agent, CompositePrivateKey newKey, SecureRandom random) {
        KeyBinding binding = KeyBinding.ofEnrolment(agent, newKey.publicKey(), key, random);
        return Enrol.newBuilder()
                .setPublicKey(newKey.publicKey().encoded())
                .setTokenKeyId(keyId().bytes())
                .setTokenPublicKey(key.publicKey().encoded())
                .setBinding(binding.bytes())
                .setTokenSignature(binding.signature())
                .build();
    }

    @Override
    public void destroy() {
        key.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return key.isDestroyed();
    }

    @Override
    public String toString() {
        return "EnrolmentToken[" + keyId() + "]";
    }

    private static byte[] decode(String text) throws WireException {
        if (!text.startsWith(PREFIX)) {
            throw malformed("does not begin with " + PREFIX);
        }
        try {
            byte[] raw = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
            if (raw.length == RAW_BYTES) {
                return raw;
            }
        } catch (IllegalArgumentException notBase64) {
            // the same refusal as for a wrong length
        }
        throw malformed("is incomplete or mistyped");
    }

    private static byte[] checksum(byte[] seed) {
        return Arrays.copyOf(Digests.sha256(seed), CHECKSUM_BYTES);
    }

    private static WireException malformed(String what) {
        return new WireException(RejectionReason.REJECTION_REASON_MALFORMED, "enrolment_token", what);
    }
}
