package io.creto.messaging.client.internal.receive;

import io.creto.messaging.v1.EnvelopeHeader;
import java.util.HexFormat;

/** Names a message in reports. */
final class Where {
    private Where() {}

    /** Sender and id. */
    static String of(EnvelopeHeader header) {
        return header.getSender() + " "
                + HexFormat.of().formatHex(header.getMessageId().toByteArray());
    }
}
