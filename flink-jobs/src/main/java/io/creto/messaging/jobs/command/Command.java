package io.creto.messaging.jobs.command;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import io.creto.messaging.crypto.batch.EnvelopeLeaf;
import io.creto.messaging.jobs.state.LoggedCommand;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.CommandParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Slice;

/**
 * A verified command, read. What it adds counts from its ingest time; what it changes or takes away from {@link
 * #changesAtMs()} on, when everybody can have learnt of it (architecture §5).
 *
 * @param slice the command with the proof of its signature: evidence
 * @param batch header of the batch that it came in
 * @param header of its envelope
 * @param body the command itself
 * @param appendedAtMs append time in the command log, which orders commands
 */
public record Command(Slice slice, BatchHeader batch, EnvelopeHeader header, Message body, long appendedAtMs) {
    /** How long after its append time a change counts, log time. */
    public static final long NOTICE_MS = 1_000;

    /**
     * Reads a command.
     *
     * @throws WireException if it is not what {@link CommandLogs} has read
     */
    public static Command of(LoggedCommand logged) throws WireException {
        Slice slice = logged.getSlice();
        Envelope envelope = slice.getEnvelopes(0).getEnvelope();
        EnvelopeHeader header = EnvelopeParser.header(envelope.getHeader());
        return new Command(
                slice,
                BatchParser.header(slice.getBatchHeader()),
                header,
                CommandParser.command(header, envelope.getBody()),
                logged.getAppendedAtMs());
    }

    /** Who acts, {@code fleet/name}. */
    public String sender() {
        return header.getSender();
    }

    /** Whether the sender is of a fleet. */
    public boolean isFrom(String fleet) {
        return sender().startsWith(fleet + "/");
    }

    /** Append time of its batch: the time that decides. */
    public long ingestTimeMs() {
        return slice.getIngestTimeMs();
    }

    /** From when on it counts, if it changes something or takes something away. */
    public long changesAtMs() {
        return appendedAtMs + NOTICE_MS;
    }

    /** The leaf hash, which names its exact bytes, 32 bytes. */
    public ByteString leafHash() {
        return UnsafeByteOperations.unsafeWrap(
                EnvelopeLeaf.hash(slice.getEnvelopes(0).getEnvelope()));
    }
}
