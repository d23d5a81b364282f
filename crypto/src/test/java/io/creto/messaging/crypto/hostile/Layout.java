package io.creto.messaging.crypto.hostile;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Which field each byte of a valid message belongs to: tags, lengths and numbers are {@link #FRAMING}. */
final class Layout {
    static final String FRAMING = "framing";

    private final String[] fields;

    private Layout(int size) {
        fields = new String[size];
        Arrays.fill(fields, FRAMING);
    }

    static Layout of(Descriptor type, ByteString bytes) {
        Layout layout = new Layout(bytes.size());
        try {
            layout.walk(bytes.newCodedInput(), type, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return layout;
    }

    /** Path of the bytes or text field whose content holds this byte, such as {@code envelopes.body}. */
    String fieldAt(int index) {
        return fields[index];
    }

    /** Offset of the field's first byte of content. */
    int start(String field) {
        return Arrays.asList(fields).indexOf(field);
    }

    private void walk(CodedInputStream in, Descriptor type, String prefix) throws IOException {
        while (!in.isAtEnd()) {
            int tag = in.readTag();
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                int outer = in.pushLimit(in.readRawVarint32());
                walk(in, field.getMessageType(), prefix + field.getName() + ".");
                in.popLimit(outer);
            } else if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                int length = in.readRawVarint32();
                int start = in.getTotalBytesRead();
                Arrays.fill(fields, start, start + length, prefix + field.getName());
                in.skipRawBytes(length);
            } else {
                in.skipField(tag);
            }
        }
    }
}
