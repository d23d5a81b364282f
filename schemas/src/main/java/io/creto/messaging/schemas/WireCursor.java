package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import com.google.protobuf.WireFormat;
import io.creto.messaging.schemas.WireTable.Field;
import java.util.Objects;

/** A position in some bytes, and the strict walk from there. For one use by one thread. */
final class WireCursor {
    private static final int MAX_NUMBER = (1 << 29) - 1;
    private static final int LAST_SHIFT = 63;

    private final ByteString bytes;
    private int position;
    private int limit;
    private int weightLeft;
    private final int maxWeight;

    WireCursor(ByteString bytes, int maxWeight) {
        this.bytes = bytes;
        this.limit = bytes.size();
        this.maxWeight = maxWeight;
        this.weightLeft = maxWeight;
    }

    boolean atEnd() {
        return position == limit;
    }

    /** Walks one message from here to its end. */
    void walk(WireTable table, int end) throws WireException {
        int outerLimit = limit;
        limit = end;
        long seen = 0;
        while (position < limit) {
            Field field = next(table);
            if ((seen & field.bit()) != 0) {
                throw WireException.malformed(field.path(), "given twice, or with another choice of its oneof");
            }
            seen |= field.bit();
            if (field.bit() == 0) {
                countElement(field, field.nested() == null ? 1 : StrictWire.MESSAGE_WEIGHT);
            }
            value(field);
        }
        limit = outerLimit;
    }

    /** One varint in its only form: the shortest, at most 64 bits. */
    long varint(String path) throws WireException {
        if (position < limit) {
            byte only = bytes.byteAt(position);
            if (only >= 0) {
                position++;
                return only;
            }
        }
        return longVarint(path);
    }

    private long longVarint(String path) throws WireException {
        long value = 0;
        for (int shift = 0; shift <= LAST_SHIFT; shift += 7) {
            if (position == limit) {
                throw WireException.malformed(path, "cut off inside a number");
            }
            byte b = bytes.byteAt(position++);
            if ((shift == LAST_SHIFT && b != 1) || (b == 0 && shift > 0)) {
                throw WireException.malformed(
                        path, "an overlong number, must be in its shortest form of at most 64 bits");
            }
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                break;
            }
        }
        return value;
    }

    private Field next(WireTable table) throws WireException {
        long tag = varint(table.path());
        long number = tag >>> 3;
        if (number == 0 || number > MAX_NUMBER) {
            throw WireException.malformed(table.path(), "field number " + number + ", must be 1 to " + MAX_NUMBER);
        }
        Field field = table.field(number);
        if (field == null) {
            throw WireException.malformed(table.path(), "field number " + number + " is not known");
        }
        int wireType = (int) tag & 7;
        if (wireType != field.wireType()) {
            throw WireException.malformed(field.path(), "wire type " + wireType + ", must be " + field.wireType());
        }
        return field;
    }

    private void value(Field field) throws WireException {
        if (field.wireType() == WireFormat.WIRETYPE_VARINT) {
            number(field);
            return;
        }
        long length = varint(field.path());
        int left = limit - position;
        if (length < 0 || length > left) {
            throw WireException.malformed(
                    field.path(), "length " + Long.toUnsignedString(length) + ", at most " + left + " bytes are left");
        }
        int end = position + (int) length;
        switch (field.form()) {
            case MESSAGE -> walk(Objects.requireNonNull(field.nested()), end);
            case PACKED_ENUM -> packed(field, end);
            default -> position = end;
        }
    }

    private void packed(Field field, int end) throws WireException {
        int outerLimit = limit;
        limit = end;
        while (position < limit) {
            countElement(field, 1);
            number(field);
        }
        limit = outerLimit;
    }

    private void number(Field field) throws WireException {
        long value = varint(field.path());
        boolean known = switch (field.form()) {
            case UINT32 -> value >>> 32 == 0;
            case BOOL -> value >>> 1 == 0;
            case ENUM, PACKED_ENUM ->
                value >= 0
                        && value <= Integer.MAX_VALUE
                        && Objects.requireNonNull(field.values()).get((int) value);
            default -> true;
        };
        if (!known) {
            throw WireException.malformed(
                    field.path(), "number " + Long.toUnsignedString(value) + " is not of this field's range");
        }
    }

    private void countElement(Field field, int weight) throws WireException {
        weightLeft -= weight;
        if (weightLeft < 0) {
            throw WireException.tooLarge(
                    field.path(), (long) maxWeight - weightLeft, maxWeight, "weight of all elements");
        }
    }
}
