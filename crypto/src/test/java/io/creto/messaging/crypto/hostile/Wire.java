package io.creto.messaging.crypto.hostile;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Protobuf fields by hand, for what the generated classes do not write. */
final class Wire {
    private Wire() {}

    static ByteString tag(int number, int wireType) {
        return varint((long) number << 3 | wireType);
    }

    /** Any 64 bits as a varint, in its shortest form. */
    static ByteString varint(long value) {
        ByteString.Output out = ByteString.newOutput();
        try {
            CodedOutputStream coded = CodedOutputStream.newInstance(out);
            coded.writeUInt64NoTag(value);
            coded.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteString();
    }

    /** A length-delimited field that claims a length and holds other bytes. */
    static ByteString claiming(int number, long length, ByteString content) {
        return tag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED)
                .concat(varint(length))
                .concat(content);
    }

    static ByteString field(int number, ByteString content) {
        return claiming(number, content.size(), content);
    }

    static ByteString number(int number, long value) {
        return tag(number, WireFormat.WIRETYPE_VARINT).concat(varint(value));
    }

    /** The same bytes again and again. */
    static ByteString repeat(ByteString bytes, int times) {
        byte[] all = new byte[bytes.size() * times];
        bytes.copyTo(all, 0);
        for (int done = bytes.size(); done < all.length; done *= 2) {
            System.arraycopy(all, 0, all, done, Math.min(done, all.length - done));
        }
        return ByteString.copyFrom(all);
    }

    static ByteString bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ByteString.copyFrom(bytes);
    }
}
