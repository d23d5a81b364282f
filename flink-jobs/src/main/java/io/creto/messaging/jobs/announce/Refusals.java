package io.creto.messaging.jobs.announce;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Slice;
import java.util.ArrayList;
import java.util.List;

/** Refusals of all envelopes of a slice. */
public final class Refusals {
    private Refusals() {}

    /**
     * Refuses them.
     *
     * @param leafHashes of the envelopes, in the same order
     * @throws WireException if the slice does not hold what has been verified
     */
    public static Announcement of(
            Slice slice, List<ByteString> leafHashes, RejectionReason reason, String detail, long decidedAtMs)
            throws WireException {
        List<EnvelopeVerdict> refused = new ArrayList<>(slice.getEnvelopesCount());
        for (int i = 0; i < slice.getEnvelopesCount(); i++) {
            EnvelopeHeader header =
                    EnvelopeParser.header(slice.getEnvelopes(i).getEnvelope().getHeader());
            refused.add(RejectionRecords.refused(header, leafHashes.get(i), reason, detail));
        }
        BatchHeader batch = BatchParser.header(slice.getBatchHeader());
        return Announcements.of(batch.getLane(), RejectionRecords.verdict(batch, refused, decidedAtMs));
    }
}
