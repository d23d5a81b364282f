package io.creto.messaging.jobs.io;

import com.google.protobuf.Message;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/**
 * What a savepoint says of a {@link ProtobufSerializer}: the message's class. The same class reads what an older form of it
 * wrote, by protobuf's rules.
 *
 * @param <M> the generated message
 */
public final class ProtobufSerializerSnapshot<M extends Message> implements TypeSerializerSnapshot<M> {
    private static final int VERSION = 1;

    private @Nullable Class<M> type;

    /** For Flink, which reads the class from the savepoint. */
    public ProtobufSerializerSnapshot() {}

    ProtobufSerializerSnapshot(Class<M> type) {
        this.type = type;
    }

    @Override
    public int getCurrentVersion() {
        return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
        out.writeUTF(Objects.requireNonNull(type).getName());
    }

    @Override
    @SuppressWarnings("unchecked") // the name of such a class stands there
    public void readSnapshot(int readVersion, DataInputView in, ClassLoader loader) throws IOException {
        type = (Class<M>) InstantiationUtil.<Message>resolveClassByName(in, loader, Message.class);
    }

    @Override
    public TypeSerializer<M> restoreSerializer() {
        return new ProtobufSerializer<>(Objects.requireNonNull(type));
    }

    @Override
    public TypeSerializerSchemaCompatibility<M> resolveSchemaCompatibility(TypeSerializerSnapshot<M> old) {
        return old instanceof ProtobufSerializerSnapshot<M> that && Objects.equals(type, that.type)
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
