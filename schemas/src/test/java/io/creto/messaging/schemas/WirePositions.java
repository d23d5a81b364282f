package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Where in a written message the tags and the lengths stand, nested messages included. */
final class WirePositions {
    private final List<Integer> tags = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();

    private WirePositions() {}

    static WirePositions of(Message message) {
        WirePositions positions = new WirePositions();
        try {
            positions.walk(message.getDescriptorForType(), message.toByteString(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return positions;
    }

    /** First byte of every tag. */
    List<Integer> tags() {
        return tags;
    }

    /** First byte of every length. */
    List<Integer> lengths() {
        return lengths;
    }

    /** The message, once for itself and once for each message inside it, with that one changed. */
    static List<Message> withEachMessage(Message message, UnaryOperator<Message> change) {
        List<Message> changed = new ArrayList<>();
        changed.add(change.apply(message));
        message.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                return;
            }
            Message inner = (Message) (field.isRepeated() ? ((List<?>) value).get(0) : value);
            for (Message innerChanged : withEachMessage(inner, change)) {
                Message.Builder outer = message.toBuilder();
                if (field.isRepeated()) {
                    outer.setRepeatedField(field, 0, innerChanged);
                } else {
                    outer.setField(field, innerChanged);
                }
                changed.add(outer.build());
            }
        });
        return changed;
    }

    private void walk(Descriptor type, ByteString bytes, int offset) throws IOException {
        CodedInputStream input = bytes.newCodedInput();
        while (!input.isAtEnd()) {
            tags.add(offset + input.getTotalBytesRead());
            int tag = input.readTag();
            if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                input.skipField(tag);
                continue;
            }
            lengths.add(offset + input.getTotalBytesRead());
            ByteString value = input.readBytes();
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                walk(field.getMessageType(), value, offset + input.getTotalBytesRead() - value.size());
            }
        }
    }
}
