package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.IngestRecord;
import io.creto.messaging.v1.SignedBatch;

/** Reads batches, and the records of the ingest topics in which they stand. */
public final class BatchParser {
    private static final StrictWire<BatchHeader> HEADER =
            StrictWire.of(BatchHeader.getDescriptor(), BatchHeader.parser(), WireLimits.MAX_BATCH_HEADER_BYTES);
    private static final StrictWire<SignedBatch> BATCH = StrictWire.of(
            SignedBatch.getDescriptor(),
            SignedBatch.parser(),
            WireLimits.MAX_BATCH_BYTES,
            WireLimits.MAX_BATCH_COUNT * StrictWire.MESSAGE_WEIGHT);
    private static final StrictWire<IngestRecord> INGEST = StrictWire.of(
            IngestRecord.getDescriptor(),
            IngestRecord.parser(),
            WireLimits.MAX_RECORD_BYTES,
            WireLimits.MAX_BATCH_COUNT * StrictWire.MESSAGE_WEIGHT);

    private BatchParser() {}

    /**
     * Reads a batch header. Refuses another version or suite with UNSUPPORTED_VERSION, more than 512 bytes with TOO_LARGE,
     * and with MALFORMED: an id that is not UUIDv7 or further than 5 minutes from created_at, a signer against the grammar,
     * incarnation or sequence 0 (or above int64), no lane, a count outside 1 to 256, a root of other than 32 bytes.
     */
    public static BatchHeader header(ByteString bytes) throws WireException {
        BatchHeader header = HEADER.parse(bytes);
        AgentId.check(header.getSigner(), "batch_header.signer");
        KeyId.check(header.getSignerKeyId(), "batch_header.signer_key_id");
        Check.counter(header.getIncarnation(), "batch_header.incarnation");
        Check.counter(header.getSequence(), "batch_header.sequence");
        Check.given(header.getLane(), "batch_header.lane");
        Check.range(Integer.toUnsignedLong(header.getCount()), 1, WireLimits.MAX_BATCH_COUNT, "batch_header.count");
        Check.time(header.getCreatedAtMs(), "batch_header.created_at_ms");
        Ids.checkTimed(header.getBatchId(), header.getCreatedAtMs(), "batch_header.batch_id");
        Check.size(header.getRoot(), WireLimits.HASH_BYTES, "batch_header.root");
        return header;
    }

    /**
     * Reads a batch with its header; the envelopes' own bytes stay bytes, to be read by {@link EnvelopeParser#envelope}.
     * Refuses what {@link #header} refuses, more than 1 MiB or 256 envelopes or an oversized part of one with TOO_LARGE, a
     * signature of other than 3373 bytes, an envelope without header or body, and a number of envelopes other than the
     * header's count with MALFORMED.
     */
    public static SignedBatch signedBatch(ByteString bytes) throws WireException {
        SignedBatch batch = BATCH.parse(bytes);
        checkContent(batch);
        return batch;
    }

    /** As {@link #signedBatch(ByteString)}; copies the bytes once. */
    public static SignedBatch signedBatch(byte[] bytes) throws WireException {
        return signedBatch(ByteString.copyFrom(bytes));
    }

    /** Reads the value of a record of an ingest topic. Refuses what {@link #signedBatch} refuses, and likewise a tick. */
    public static IngestRecord ingestRecord(ByteString bytes) throws WireException {
        IngestRecord ingest = INGEST.parse(bytes);
        switch (ingest.getRecordCase()) {
            case BATCH -> check(ingest.getBatch());
            case TICK -> {
                Check.time(ingest.getTick().getCreatedAtMs(), "ingest_record.tick.created_at_ms");
                Check.name(ingest.getTick().getGateway(), 1, WireLimits.MAX_NAME_BYTES, "ingest_record.tick.gateway");
            }
            case RECORD_NOT_SET -> throw WireException.malformed("ingest_record.record", "absent, must be given");
        }
        return ingest;
    }

    /** As {@link #ingestRecord(ByteString)}; copies the bytes once. */
    public static IngestRecord ingestRecord(byte[] bytes) throws WireException {
        return ingestRecord(ByteString.copyFrom(bytes));
    }

    /** Checks a batch that was built, or read as part of a record: refuses what {@link #signedBatch} refuses. */
    public static void check(SignedBatch batch) throws WireException {
        int size = batch.getSerializedSize();
        if (size > WireLimits.MAX_BATCH_BYTES) {
            throw WireException.tooLarge("signed_batch", size, WireLimits.MAX_BATCH_BYTES, "bytes");
        }
        checkContent(batch);
    }

    /** An envelope's two parts are there and of allowed size. */
    static void checkSizes(Envelope envelope, String path) throws WireException {
        Check.size(envelope.getHeader(), 1, WireLimits.MAX_ENVELOPE_HEADER_BYTES, path + ".header");
        Check.size(envelope.getBody(), 1, WireLimits.MAX_BODY_BYTES, path + ".body");
    }

    private static void checkContent(SignedBatch batch) throws WireException {
        BatchHeader header = header(batch.getHeader());
        Check.size(batch.getSignature(), WireLimits.SIGNATURE_BYTES, "signed_batch.signature");
        int count = batch.getEnvelopesCount();
        if (count != header.getCount()) {
            throw WireException.malformed(
                    "signed_batch.envelopes", count + " elements, must be the header's count " + header.getCount());
        }
        for (Envelope envelope : batch.getEnvelopesList()) {
            checkSizes(envelope, "signed_batch.envelopes");
        }
    }
}
