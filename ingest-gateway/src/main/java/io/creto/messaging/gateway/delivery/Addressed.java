package io.creto.messaging.gateway.delivery;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A record of a delivery partition, and whom it is for. Read once for all who listen. Nothing is verified: the jobs have done that,
 * and the recipient does it again. Immutable.
 */
public final class Addressed {
    private final long offset;
    private final DeliveryRecord record;
    /** For a slice of each envelope in its order, otherwise of the record. */
    private final List<String> addressees;

    private Addressed(long offset, DeliveryRecord record, List<String> addressees) {
        this.offset = offset;
        this.record = record;
        this.addressees = addressees;
    }

    /**
     * Reads a record.
     *
     * @param value not to be changed afterwards
     * @throws InvalidProtocolBufferException if it is none
     */
    public static Addressed read(long offset, byte[] value) throws InvalidProtocolBufferException {
        DeliveryRecord record = DeliveryRecord.parseFrom(UnsafeByteOperations.unsafeWrap(value));
        return new Addressed(
                offset,
                record,
                switch (record.getRecordCase()) {
                    case SLICE -> recipients(record.getSlice());
                    case VERDICT -> List.of(record.getVerdict().getSigner());
                    case DIRECTIVE -> List.of(record.getDirective().getAgent());
                    case RECORD_NOT_SET -> List.of();
                });
    }

    private static List<String> recipients(Slice slice) throws InvalidProtocolBufferException {
        List<String> recipients = new ArrayList<>(slice.getEnvelopesCount());
        for (SlicedEnvelope sliced : slice.getEnvelopesList()) {
            recipients.add(
                    EnvelopeHeader.parseFrom(sliced.getEnvelope().getHeader()).getRecipient());
        }
        return recipients;
    }

    long offset() {
        return offset;
    }

    /** Whether it says what became of something; otherwise it is a message or a directive. */
    boolean isVerdict() {
        return record.hasVerdict();
    }

    /** The agents that it is for, each once. */
    Set<String> agents() {
        return addressees.size() == 1 ? Set.of(addressees.get(0)) : new LinkedHashSet<>(addressees);
    }

    /** What of it is for some agents, at least one of which it is for: of others, they see nothing. */
    DeliveryRecord of(Set<String> agents) {
        if (!record.hasSlice() || agents.containsAll(addressees)) {
            return record;
        }
        Slice slice = record.getSlice();
        Slice.Builder theirs = slice.toBuilder().clearEnvelopes();
        for (int i = 0; i < addressees.size(); i++) {
            if (agents.contains(addressees.get(i))) {
                theirs.addEnvelopes(slice.getEnvelopes(i));
            }
        }
        return DeliveryRecord.newBuilder().setSlice(theirs).build();
    }
}
