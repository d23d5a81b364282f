package io.creto.messaging.jobs.io;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.Held;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class ProtobufSerializerTest {
    private final TypeSerializer<Arrival> serializer =
            new ProtobufTypeInformation<>(Arrival.class).createSerializer(new SerializerConfigImpl());

    @Test
    void whatIsWrittenIsRead() throws Exception {
        Random random = new Random(3);
        DataOutputSerializer out = new DataOutputSerializer(64);
        Arrival[] arrivals = new Arrival[20];
        for (int i = 0; i < arrivals.length; i++) {
            arrivals[i] = arrival(random.nextInt(50_000));
            serializer.serialize(arrivals[i], out);
        }
        DataOutputSerializer copy = new DataOutputSerializer(64);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        for (int i = 0; i < arrivals.length; i++) {
            serializer.copy(in, copy);
        }
        in = new DataInputDeserializer(copy.getCopyOfBuffer());
        for (Arrival arrival : arrivals) {
            assertThat(serializer.deserialize(in)).isEqualTo(arrival);
        }
        assertThat(in.available()).isZero();
    }

    @Test
    void aSavepointOfTheSameMessageIsReadAndOfAnotherIsNot() throws Exception {
        TypeSerializerSnapshot<Arrival> snapshot = restored(serializer.snapshotConfiguration());
        assertThat(snapshot.restoreSerializer()).isEqualTo(serializer);
        assertThat(serializer
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(snapshot)
                        .isCompatibleAsIs())
                .isTrue();
        @SuppressWarnings({"unchecked", "rawtypes"}) // what a savepoint of another job may hold
        TypeSerializerSnapshot<Arrival> other = (TypeSerializerSnapshot) new ProtobufTypeInformation<>(Held.class)
                .createSerializer(new SerializerConfigImpl())
                .snapshotConfiguration();
        assertThat(serializer
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(other)
                        .isIncompatible())
                .isTrue();
    }

    @Test
    void stateOfANewerFormIsReadAndKeepsWhatItDoesNotKnow() throws Exception {
        UnknownFieldSet.Field later =
                UnknownFieldSet.Field.newBuilder().addVarint(7).build();
        Arrival newer = arrival(10).toBuilder()
                .setUnknownFields(
                        UnknownFieldSet.newBuilder().addField(99, later).build())
                .build();
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(newer, out);
        assertThat(serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
                .isEqualTo(newer);
    }

    @Test
    void theSerializerTravelsToOtherProcesses() throws Exception {
        assertThat(InstantiationUtil.clone(serializer)).isEqualTo(serializer);
    }

    private static TypeSerializerSnapshot<Arrival> restored(TypeSerializerSnapshot<Arrival> snapshot) throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(64);
        snapshot.writeSnapshot(out);
        TypeSerializerSnapshot<Arrival> fresh = new ProtobufSerializerSnapshot<>();
        fresh.readSnapshot(
                snapshot.getCurrentVersion(),
                new DataInputDeserializer(out.getCopyOfBuffer()),
                ProtobufSerializerTest.class.getClassLoader());
        return fresh;
    }

    private static Arrival arrival(int size) {
        return Arrival.newBuilder()
                .setSigner(ALICE.id())
                .setRecord(SampleAgents.bytes(size))
                .setIngestTimeMs(NOW)
                .build();
    }
}
