package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.outcome;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.creto.messaging.crypto.sealing.EnvelopeOpener;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.Lane;
import java.util.Arrays;
import java.util.List;

/** Envelopes: nothing opens but what was sealed to Bob, and to what was sealed. */
public final class FuzzEnvelopeOpen {
    private static final String PAYLOAD = "payload";

    private FuzzEnvelopeOpen() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        Envelope envelope;
        try {
            envelope = Envelope.parseFrom(data);
        } catch (InvalidProtocolBufferException notAnEnvelope) {
            return;
        }
        outcome(() -> EnvelopeParser.envelope(Lane.LANE_NORMAL, envelope));
        outcome(() -> {
            byte[] opened = EnvelopeOpener.open(envelope, Fixtures.BOB_KEM);
            if (!Arrays.equals(opened, ByteString.copyFromUtf8(PAYLOAD).toByteArray())) {
                throw new AssertionError("opened, but never sealed");
            }
        });
    }

    static List<ByteString> seeds() {
        return List.of(
                Fixtures.sealed(PAYLOAD).toByteString(), Fixtures.command(0).toByteString());
    }
}
