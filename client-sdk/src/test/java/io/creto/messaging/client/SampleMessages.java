package io.creto.messaging.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.creto.messaging.crypto.kem.EncapsulationKey;
import io.creto.messaging.crypto.sealing.EnvelopeSealer;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.Slice;

/** Sealed messages of one agent to another, as they are delivered. */
public final class SampleMessages {
    public static final long TTL_MS = SampleAgent.DAY;

    private final SampleAgent sender;
    private final SampleAgent recipient;

    public SampleMessages(SampleAgent sender, SampleAgent recipient) {
        this.sender = sender;
        this.recipient = recipient;
    }

    public Slice slice(String text) {
        return signedBy(sender, envelope(text, recipient.prekey().encapsulationKey()));
    }

    public static Slice signedBy(SampleAgent signer, Envelope envelope) {
        return Slices.single(signer.batch(1, SampleAgent.NOW, envelope), SampleAgent.NOW)
                .get(0);
    }

    public EnvelopeHeader.Builder header(EncapsulationKey key) {
        return EnvelopeHeader.newBuilder()
                .setVersion(1)
                .setSuite(1)
                .setMessageId(
                        MessageId.create(SampleAgent.NOW, SampleAgent.RANDOM).toByteString())
                .setSender(sender.id().toString())
                .setKind(MessageKind.MESSAGE_KIND_MESSAGE)
                .setLane(Lane.LANE_NORMAL)
                .setRecipient(recipient.id().toString())
                .setRecipientKeyId(key.keyId().bytes())
                .setCreatedAtMs(SampleAgent.NOW)
                .setExpiresAtMs(SampleAgent.NOW + TTL_MS)
                .setReport(Report.REPORT_ROUTED);
    }

    public Envelope envelope(String text, EncapsulationKey key) {
        try {
            return new EnvelopeSealer(SampleAgent.RANDOM).seal(header(key).build(), text.getBytes(UTF_8), key);
        } catch (WireException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
