package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;

/**
 * Reads one message type from bytes, accepting exactly one way to write each field. One walk over the bytes comes before the
 * generated parser, allocates nothing that grows with the input, and refuses with MALFORMED: unknown fields, field number 0,
 * other wire types (groups among them), a singular field or a oneof given twice, varints that are cut off, overlong or too
 * large for their field, lengths that run out of their message, unknown enum values, repeated enums in unpacked form. The
 * generated parser then refuses strings that are not UTF-8. Too many bytes or elements are TOO_LARGE; where the type begins
 * with version and suite, these must come first and be known, else UNSUPPORTED_VERSION.
 *
 * <p>What it returns is well-formed, not yet valid: rules on values are the parsers'. Byte fields share memory with the input.
 *
 * @param <M> the generated type
 */
final class StrictWire<M extends Message> {
    /** What a message in a repeated field weighs against a number, text or bytes there: about the memory it takes. */
    static final int MESSAGE_WEIGHT = 16;

    /** Weight of the elements of all repeated fields together, where a parser names no other limit. */
    static final int DEFAULT_MAX_WEIGHT = 131_072;

    private static final int VERSION_TAG = 1 << 3;
    private static final int SUITE_TAG = 2 << 3;

    private final WireTable table;
    private final Parser<M> parser;
    private final int maxBytes;
    private final int maxWeight;
    private final boolean hasVersion;
    private final boolean hasSuite;
    private final String versionPath;
    private final String suitePath;

    private StrictWire(Descriptor type, Parser<M> parser, int maxBytes, int maxWeight) {
        this.table = WireTable.of(type);
        this.parser = parser;
        this.maxBytes = maxBytes;
        this.maxWeight = maxWeight;
        this.hasVersion = isNumber(type.findFieldByName("version"));
        this.hasSuite = isNumber(type.findFieldByName("suite"));
        this.versionPath = table.path() + ".version";
        this.suitePath = table.path() + ".suite";
    }

    /**
     * The reader of a type.
     *
     * @param parser its generated parser
     * @param maxBytes largest size of a message
     * @throws IllegalArgumentException if the type uses kinds of fields that this contract does not
     */
    static <M extends Message> StrictWire<M> of(Descriptor type, Parser<M> parser, int maxBytes) {
        return new StrictWire<>(type, parser, maxBytes, DEFAULT_MAX_WEIGHT);
    }

    /** As {@link #of(Descriptor, Parser, int)}, with another limit on the weight of the elements of all repeated fields together. */
    static <M extends Message> StrictWire<M> of(Descriptor type, Parser<M> parser, int maxBytes, int maxWeight) {
        return new StrictWire<>(type, parser, maxBytes, maxWeight);
    }

    /** The well-formed message, or the refusal. */
    M parse(ByteString bytes) throws WireException {
        if (bytes.size() > maxBytes) {
            throw WireException.tooLarge(table.path(), bytes.size(), maxBytes, "bytes");
        }
        if (hasVersion) {
            checkVersion(bytes);
        }
        new WireCursor(bytes, maxWeight).walk(table, bytes.size());
        try {
            CodedInputStream input = bytes.newCodedInput();
            input.enableAliasing(true);
            M message = parser.parseFrom(input);
            input.checkLastTagWas(0);
            return message;
        } catch (InvalidProtocolBufferException e) {
            throw WireException.malformed(table.path(), "a string is not UTF-8");
        }
    }

    private void checkVersion(ByteString bytes) throws WireException {
        WireCursor cursor = new WireCursor(bytes, 0);
        leading(cursor, VERSION_TAG, WireLimits.VERSION, versionPath);
        if (hasSuite) {
            leading(cursor, SUITE_TAG, WireLimits.SUITE, suitePath);
        }
    }

    private static void leading(WireCursor cursor, int tag, int known, String path) throws WireException {
        if (cursor.atEnd() || cursor.varint(path) != tag) {
            throw WireException.malformed(path, "does not come first");
        }
        long value = cursor.varint(path);
        if (value != known) {
            throw WireException.unsupported(path, Long.toUnsignedString(value), Integer.toString(known));
        }
    }

    private static boolean isNumber(FieldDescriptor field) {
        return field != null && field.getType() == FieldDescriptor.Type.UINT32;
    }
}
