package io.creto.messaging.jobs.io;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes a protobuf message as its length, 4 bytes, and its bytes. Messages are immutable, so a copy is the message itself.
 * Thread-safe.
 *
 * @param <M> the generated message
 */
final class ProtobufSerializer<M extends Message> extends TypeSerializer<M> {
    private static final long serialVersionUID = 1L;

    private final Class<M> type;
    private transient @Nullable M prototype;

    ProtobufSerializer(Class<M> type) {
        this.type = type;
    }

    Class<M> type() {
        return type;
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public TypeSerializer<M> duplicate() {
        return this;
    }

    @Override
    public M createInstance() {
        M known = prototype;
        if (known == null) {
            known = Internal.getDefaultInstance(type);
            prototype = known;
        }
        return known;
    }

    @Override
    public M copy(M message) {
        return message;
    }

    @Override
    public M copy(M message, M reuse) {
        return message;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(M message, DataOutputView target) throws IOException {
        byte[] bytes = message.toByteArray();
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    @Override
    public M deserialize(DataInputView source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
        input.enableAliasing(true); // the array is nobody else's
        @SuppressWarnings("unchecked") // a message's parser makes messages of its class
        Parser<M> parser = (Parser<M>) createInstance().getParserForType();
        return parser.parseFrom(input);
    }

    @Override
    public M deserialize(M reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        target.writeInt(bytes.length);
        target.write(bytes); // not write(source, length): not every target grows for that
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProtobufSerializer<?> that && type.equals(that.type);
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }

    @Override
    public TypeSerializerSnapshot<M> snapshotConfiguration() {
        return new ProtobufSerializerSnapshot<>(type);
    }
}
