package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;

/** Reads slices: the values of the command logs, and what delivery records, receipts and evidence contain. */
public final class SliceParser {
    private static final StrictWire<Slice> SLICE =
            StrictWire.of(Slice.getDescriptor(), Slice.parser(), WireLimits.MAX_RECORD_BYTES);

    private SliceParser() {}

    /**
     * Reads a slice. Neither signature nor paths are verified here, and envelopes stay bytes, to be read by {@link
     * EnvelopeParser#envelope} once they are. Refuses what {@link BatchParser#header} refuses of its batch header, an
     * oversized part with TOO_LARGE, and with MALFORMED: a signature of other than 3373 bytes, no ingest time, no envelope,
     * indices that do not rise or reach the batch's count, paths above 8 hashes, hashes of other lengths, recipient hashes that stand
     * twice or without a channel sequence, an envelope with
     * both or neither of body and body hash, a channel sequence with other than one envelope.
     */
    public static Slice slice(ByteString bytes) throws WireException {
        Slice slice = SLICE.parse(bytes);
        check(slice, "slice");
        return slice;
    }

    /** As {@link #slice(ByteString)}; copies the bytes once. */
    public static Slice slice(byte[] bytes) throws WireException {
        return slice(ByteString.copyFrom(bytes));
    }

    /** Checks one that stands inside another message. */
    static void check(Slice slice, String path) throws WireException {
        BatchHeader header = BatchParser.header(slice.getBatchHeader());
        Check.size(slice.getSignature(), WireLimits.SIGNATURE_BYTES, path + ".signature");
        Check.time(slice.getIngestTimeMs(), path + ".ingest_time_ms");
        Check.count(slice.getEnvelopesCount(), 1, WireLimits.MAX_BATCH_COUNT, path + ".envelopes");
        long previous = -1;
        for (SlicedEnvelope envelope : slice.getEnvelopesList()) {
            long index = Integer.toUnsignedLong(envelope.getIndex());
            Check.range(index, previous + 1, header.getCount() - 1L, path + ".envelopes.index");
            check(envelope, path + ".envelopes");
            boolean fansOut = slice.getChannelSequence() != 0 || envelope.getRecipientHashesCount() == 0;
            Check.absent(fansOut, path + ".envelopes.recipient_hashes", "without channel_sequence");
            previous = index;
        }
        Check.range(slice.getPolicyVersion(), 0, Long.MAX_VALUE, path + ".policy_version");
        Check.range(slice.getChannelSequence(), 0, Long.MAX_VALUE, path + ".channel_sequence");
        boolean lone = slice.getChannelSequence() == 0 || slice.getEnvelopesCount() == 1;
        Check.rule(lone, path + ".channel_sequence", "given for several envelopes, must be one");
    }

    /** Checks a slice whose bodies somebody is to read: a delivery, a receipt, evidence. */
    static void checkWhole(Slice slice, String path) throws WireException {
        check(slice, path);
        for (SlicedEnvelope envelope : slice.getEnvelopesList()) {
            Check.absent(envelope.getBodyHash().isEmpty(), path + ".envelopes.body_hash", "where the body is read");
        }
    }

    /** Checks a slice that carries one command as evidence. */
    static void checkCommand(Slice slice, String path) throws WireException {
        checkWhole(slice, path);
        Check.rule(slice.getEnvelopesCount() == 1, path + ".envelopes", "several envelopes, must be one");
    }

    private static void check(SlicedEnvelope envelope, String path) throws WireException {
        Check.present(envelope.hasEnvelope(), path + ".envelope");
        if (envelope.getBodyHash().isEmpty()) {
            BatchParser.checkSizes(envelope.getEnvelope(), path + ".envelope");
        } else {
            Check.size(
                    envelope.getEnvelope().getHeader(),
                    1,
                    WireLimits.MAX_ENVELOPE_HEADER_BYTES,
                    path + ".envelope.header");
            Check.absent(envelope.getEnvelope().getBody().isEmpty(), path + ".envelope.body", "beside body_hash");
            Check.size(envelope.getBodyHash(), WireLimits.HASH_BYTES, path + ".body_hash");
        }
        Check.count(envelope.getPathCount(), 0, WireLimits.MAX_PATH_LENGTH, path + ".path");
        for (ByteString hash : envelope.getPathList()) {
            Check.size(hash, WireLimits.HASH_BYTES, path + ".path");
        }
        for (ByteString hash : envelope.getRecipientHashesList()) {
            Check.size(hash, WireLimits.RECIPIENT_HASH_BYTES, path + ".recipient_hashes");
        }
        Check.distinct(envelope.getRecipientHashesList(), path + ".recipient_hashes");
    }
}
