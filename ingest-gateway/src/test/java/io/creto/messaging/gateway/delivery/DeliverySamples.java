package io.creto.messaging.gateway.delivery;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.Directive;
import io.creto.messaging.v1.DirectiveKind;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import io.creto.messaging.v1.Verdict;
import java.util.List;

/** Records as they stand in delivery topics, as far as the gateway looks into them. */
public final class DeliverySamples {
    private static final byte[] PADDING = new byte[4096];

    private DeliverySamples() {}

    /** A message with this number for each recipient. */
    public static DeliveryRecord slice(long number, String... recipients) {
        return slice(number, 0, recipients);
    }

    /** The same, each with a body of so many bytes, at most 4096. */
    public static DeliveryRecord slice(long number, int bytes, String... recipients) {
        Slice.Builder slice = Slice.newBuilder().setIngestTimeMs(number);
        for (String recipient : recipients) {
            slice.addEnvelopes(SlicedEnvelope.newBuilder()
                    .setIndex(slice.getEnvelopesCount())
                    .setEnvelope(Envelope.newBuilder()
                            .setHeader(EnvelopeHeader.newBuilder()
                                    .setRecipient(recipient)
                                    .build()
                                    .toByteString())
                            .setBody(ByteString.copyFrom(PADDING, 0, bytes))));
        }
        return DeliveryRecord.newBuilder().setSlice(slice).build();
    }

    /** The number of a message. */
    public static long number(DeliveryRecord record) {
        return record.getSlice().getIngestTimeMs();
    }

    /** Whom the messages of a record are for. */
    public static List<String> recipients(DeliveryRecord record) {
        return record.getSlice().getEnvelopesList().stream()
                .map(sliced -> sliced.getEnvelope().getHeader())
                .map(DeliverySamples::recipient)
                .toList();
    }

    private static String recipient(ByteString header) {
        try {
            return EnvelopeHeader.parseFrom(header).getRecipient();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    public static DeliveryRecord verdict(String signer) {
        return DeliveryRecord.newBuilder()
                .setVerdict(Verdict.newBuilder().setSigner(signer))
                .build();
    }

    public static DeliveryRecord directive(String agent) {
        return DeliveryRecord.newBuilder()
                .setDirective(Directive.newBuilder()
                        .setKind(DirectiveKind.DIRECTIVE_KIND_REVOKED)
                        .setAgent(agent))
                .build();
    }

    static Addressed addressed(long offset, DeliveryRecord record) {
        try {
            return Addressed.read(offset, record.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
