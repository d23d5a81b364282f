package io.creto.messaging.gateway.admission;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.IngestRecord;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.SignedBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Decides whether a batch gets in: structure and sizes only, by the parsers of the contract. Signatures, sequences and
 * rights are the jobs' to check.
 */
public final class Admission {
    private Admission() {}

    /**
     * Admits a batch, or refuses what {@link BatchParser#signedBatch(ByteString)} refuses.
     *
     * @param batch a serialized SignedBatch
     */
    public static AdmittedBatch admit(ByteString batch) throws WireException {
        SignedBatch parsed = BatchParser.signedBatch(batch);
        BatchHeader header = BatchParser.header(parsed.getHeader());
        return new AdmittedBatch(
                copy(header.getBatchId()),
                header.getSigner(),
                header.getLane(),
                header.getCount(),
                batch.size(),
                recordValue(batch));
    }

    /**
     * The id of a batch that was refused, for the answer to its sender; empty where it cannot be read. Says nothing about the
     * rest of the bytes.
     */
    public static Optional<ByteString> readBatchId(ByteString batch) {
        return field(batch, SignedBatch.HEADER_FIELD_NUMBER)
                .flatMap(header -> field(header, BatchHeader.BATCH_ID_FIELD_NUMBER))
                .filter(id -> id.size() == WireLimits.ID_BYTES)
                .map(Admission::copy);
    }

    /**
     * Whether a batch that was admitted enrols its signer and does nothing else. What the enrolment is worth, the registry
     * decides.
     */
    public static boolean isEnrolment(ByteString batch) {
        try {
            SignedBatch parsed = BatchParser.signedBatch(batch);
            BatchHeader header = BatchParser.header(parsed.getHeader());
            if (header.getCount() != 1) {
                return false;
            }
            EnvelopeHeader envelope = EnvelopeParser.envelope(header.getLane(), parsed.getEnvelopes(0));
            return envelope.getKind() == MessageKind.MESSAGE_KIND_ENROL
                    && envelope.getSender().equals(header.getSigner());
        } catch (WireException e) {
            return false;
        }
    }

    /** An IngestRecord is its field's tag and length, and then the batch as it came: nothing is written anew. */
    private static byte[] recordValue(ByteString batch) {
        byte[] value = new byte[CodedOutputStream.computeBytesSize(IngestRecord.BATCH_FIELD_NUMBER, batch)];
        CodedOutputStream output = CodedOutputStream.newInstance(value);
        try {
            output.writeBytes(IngestRecord.BATCH_FIELD_NUMBER, batch);
            output.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array of the computed size holds it
        }
        return value;
    }

    private static Optional<ByteString> field(ByteString message, int number) {
        CodedInputStream input = message.newCodedInput();
        input.enableAliasing(true);
        int wanted = (number << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED;
        try {
            for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
                if (tag == wanted) {
                    return Optional.of(input.readBytes());
                }
                if (!input.skipField(tag)) {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        } catch (IOException notReadable) {
            return Optional.empty();
        }
    }

    /** A parsed field shares memory with the whole request; what outlives the request must not. */
    private static ByteString copy(ByteString id) {
        return ByteString.copyFrom(id.toByteArray());
    }
}
