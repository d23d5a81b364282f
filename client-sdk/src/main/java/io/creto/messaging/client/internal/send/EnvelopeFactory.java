package io.creto.messaging.client.internal.send;

import com.google.protobuf.Message;
import io.creto.messaging.client.RecipientKey;
import io.creto.messaging.crypto.sealing.EnvelopeSealer;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Report;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Makes the envelopes of one sender. Each asks to hear when it is routed or applied. Thread-safe. */
final class EnvelopeFactory {
    private final AgentId sender;
    private final InstantSource clock;
    private final SecureRandom random;
    private final EnvelopeSealer sealer;

    EnvelopeFactory(AgentId sender, InstantSource clock, SecureRandom random) {
        this.sender = sender;
        this.clock = clock;
        this.random = random;
        this.sealer = new EnvelopeSealer(random);
    }

    /**
     * An envelope with its id.
     *
     * @param id of the envelope
     * @param envelope to be sent
     */
    record Made(MessageId id, Envelope envelope) {}

    /**
     * Seals a payload.
     *
     * @param replaces the first id of a chain of re-sends; absent in a first send
     * @throws IllegalArgumentException if the payload is too large
     */
    Made sealed(byte[] payload, RecipientKey recipient, Lane lane, long expiresAtMs, @Nullable MessageId replaces) {
        long now = clock.millis();
        MessageId id = MessageId.create(now, random);
        EnvelopeHeader.Builder header = header(id, MessageKind.MESSAGE_KIND_MESSAGE, lane, now, expiresAtMs)
                .setRecipient(recipient.owner().toString())
                .setRecipientKeyId(recipient.key().keyId().bytes());
        if (replaces != null) {
            header.setReplaces(replaces.toByteString());
        }
        try {
            return new Made(id, sealer.seal(header.build(), payload, recipient.key()));
        } catch (WireException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * A command to the system.
     *
     * @param createdAtMs the sender's time
     * @throws IllegalArgumentException if the command breaks its contract
     */
    Made command(MessageKind kind, Message body, Lane lane, long createdAtMs, long expiresAtMs) {
        MessageId id = MessageId.create(createdAtMs, random);
        Envelope envelope = Envelope.newBuilder()
                .setHeader(header(id, kind, lane, createdAtMs, expiresAtMs)
                        .setSystem(true)
                        .build()
                        .toByteString())
                .setBody(body.toByteString())
                .build();
        try {
            EnvelopeParser.envelope(lane, envelope);
        } catch (WireException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return new Made(id, envelope);
    }

    private EnvelopeHeader.Builder header(MessageId id, MessageKind kind, Lane lane, long nowMs, long expiresAtMs) {
        return EnvelopeHeader.newBuilder()
                .setVersion(WireLimits.VERSION)
                .setSuite(WireLimits.SUITE)
                .setMessageId(id.toByteString())
                .setSender(sender.toString())
                .setKind(kind)
                .setLane(lane)
                .setCreatedAtMs(nowMs)
                .setExpiresAtMs(expiresAtMs)
                .setReport(Report.REPORT_ROUTED);
    }
}
