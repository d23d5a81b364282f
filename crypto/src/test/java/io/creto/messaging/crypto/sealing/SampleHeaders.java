package io.creto.messaging.crypto.sealing;

import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Report;
import java.security.SecureRandom;

/** Headers of sealed messages. */
final class SampleHeaders {
    static final SecureRandom RANDOM = TestRandom.seeded(4);
    static final DecapsulationKey RECIPIENT = DecapsulationKey.generate(RANDOM);

    private static final long NOW_MS = 1_700_000_000_000L;

    private SampleHeaders() {}

    static EnvelopeHeader.Builder message(KeyId recipientKey) {
        return EnvelopeHeader.newBuilder()
                .setVersion(WireLimits.VERSION)
                .setSuite(WireLimits.SUITE)
                .setMessageId(MessageId.create(NOW_MS, RANDOM).toByteString())
                .setSender("acme/worker-1")
                .setKind(MessageKind.MESSAGE_KIND_MESSAGE)
                .setLane(Lane.LANE_NORMAL)
                .setRecipient("acme/worker-2")
                .setRecipientKeyId(recipientKey.bytes())
                .setCreatedAtMs(NOW_MS)
                .setExpiresAtMs(NOW_MS + WireLimits.DEFAULT_TTL_MS)
                .setReport(Report.REPORT_ROUTED);
    }
}
