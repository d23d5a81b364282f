package io.creto.messaging.client.internal.receive;

import com.google.protobuf.ByteString;
import io.creto.messaging.client.ReceiveFailure;
import io.creto.messaging.client.internal.receive.Inbox.Arrival;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.DeliveryParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import java.util.ArrayList;
import java.util.List;

/**
 * What a record of a delivery partition holds for this agent: a partition is shared, and most of it is for others. Nothing is
 * verified here. Pure apart from its reports.
 */
final class Intake {
    private final String me;
    private final Reports reports;

    Intake(AgentId me, Reports reports) {
        this.me = me.toString();
        this.reports = reports;
    }

    /** The envelopes for this agent, each with its own proof. */
    List<Arrival> arrivals(ByteString value, String where) {
        if (DeliveryParser.isVerdict(value)) {
            return List.of(); // read elsewhere, by whom it concerns
        }
        try {
            DeliveryRecord parsed = DeliveryParser.record(value);
            return parsed.hasSlice() ? arrivals(parsed.getSlice(), where) : List.of();
        } catch (WireException e) {
            boolean unsupported = e.reason() == RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION;
            ReceiveFailure failure = unsupported ? ReceiveFailure.UNSUPPORTED : ReceiveFailure.MALFORMED;
            reports.failed(failure, where, String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private List<Arrival> arrivals(Slice slice, String where) throws WireException {
        String signer = BatchParser.header(slice.getBatchHeader()).getSigner();
        List<Arrival> mine = new ArrayList<>();
        for (SlicedEnvelope sliced : slice.getEnvelopesList()) {
            try {
                EnvelopeHeader header =
                        EnvelopeParser.header(sliced.getEnvelope().getHeader());
                if (header.getRecipient().equals(me)) {
                    Slice alone = slice.toBuilder()
                            .clearEnvelopes()
                            .addEnvelopes(sliced)
                            .build();
                    mine.add(new Arrival(alone, header, signer));
                }
            } catch (WireException e) {
                reports.failed(ReceiveFailure.MALFORMED, where, String.valueOf(e.getMessage()));
            }
        }
        return mine;
    }
}
