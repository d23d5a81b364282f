package io.creto.messaging.benchmarks.crypto;

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
import java.util.ArrayList;
import java.util.List;

/** Envelopes as an agent sends them: sealed, with names of ordinary length. */
final class SampleEnvelopes {
    static final AgentId SENDER = AgentId.of("benchmarks", "sender-0001");
    static final long NOW_MS = 1_700_000_000_000L;

    private static final AgentId RECIPIENT = AgentId.of("benchmarks", "recipient-0001");

    private SampleEnvelopes() {}

    static EnvelopeHeader header(EncapsulationKey recipient, SecureRandom random) {
        return EnvelopeHeader.newBuilder()
                .setVersion(WireLimits.VERSION)
                .setSuite(WireLimits.SUITE)
                .setMessageId(MessageId.create(NOW_MS, random).toByteString())
                .setSender(SENDER.toString())
                .setKind(MessageKind.MESSAGE_KIND_MESSAGE)
                .setLane(Lane.LANE_NORMAL)
                .setRecipient(RECIPIENT.toString())
                .setRecipientKeyId(recipient.keyId().bytes())
                .setCreatedAtMs(NOW_MS)
                .setExpiresAtMs(NOW_MS + WireLimits.DEFAULT_TTL_MS)
                .setReport(Report.REPORT_ROUTED)
                .build();
    }

    static List<Envelope> sealed(int count, int payloadBytes, EncapsulationKey recipient, SecureRandom random)
            throws WireException {
        EnvelopeSealer sealer = new EnvelopeSealer(random);
        List<Envelope> envelopes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] payload = new byte[payloadBytes];
            random.nextBytes(payload);
            envelopes.add(sealer.seal(header(recipient, random), payload, recipient));
        }
        return envelopes;
    }
}
