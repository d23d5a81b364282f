package io.creto.messaging.benchmarks.fleet;

import io.creto.messaging.crypto.kem.EncapsulationKey;
import io.creto.messaging.crypto.sealing.EnvelopeSealer;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Report;
import java.security.SecureRandom;

/** Really sealed messages of the normal lane, with random payloads. Thread-safe. */
public final class SealedMessages {
    /** Payload of each message, bytes. */
    public static final int PAYLOAD_BYTES = 1024;

    private final SecureRandom random;
    private final EnvelopeSealer sealer;

    public SealedMessages(SecureRandom random) {
        this.random = random;
        this.sealer = new EnvelopeSealer(random);
    }

    /**
     * Seals one.
     *
     * @param key the recipient's
     * @param report what the sender wants to hear
     */
    public Envelope envelope(AgentId sender, AgentId recipient, EncapsulationKey key, Report report, long createdAtMs)
            throws WireException {
        byte[] payload = new byte[PAYLOAD_BYTES];
        random.nextBytes(payload);
        EnvelopeHeader header = EnvelopeHeader.newBuilder()
                .setVersion(WireLimits.VERSION)
                .setSuite(WireLimits.SUITE)
                .setMessageId(MessageId.create(createdAtMs, random).toByteString())
                .setSender(sender.toString())
                .setKind(MessageKind.MESSAGE_KIND_MESSAGE)
                .setLane(Lane.LANE_NORMAL)
                .setRecipient(recipient.toString())
                .setRecipientKeyId(key.keyId().bytes())
                .setCreatedAtMs(createdAtMs)
                .setExpiresAtMs(createdAtMs + WireLimits.DEFAULT_TTL_MS)
                .setReport(report)
                .build();
        return sealer.seal(header, payload, key);
    }
}
