package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.Values.TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.creto.messaging.schemas.Readers.Sample;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every reader must do, shown on a valid message of each; see {@link Readers}. */
class EveryReaderTest {
    private static final UnknownFieldSet UNKNOWN = UnknownFieldSet.newBuilder()
            .addField(199, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();

    static List<Sample> samples() {
        return Readers.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void returnsTheMessageAsWritten(Sample sample) throws WireException {
        assertThat(sample.reader().read(sample.bytes())).isEqualTo(sample.message());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesEveryTruncation(Sample sample) {
        ByteString bytes = sample.bytes();
        for (int size = sample.mayBeEmpty() ? 1 : 0; size < bytes.size(); size++) {
            assertRefused(sample, bytes.substring(0, size), "cut to " + size);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesTrailingBytes(Sample sample) {
        for (int value = 0; value < 256; value++) {
            ByteString more = sample.bytes().concat(ByteString.copyFrom(new byte[] {(byte) value}));
            assertRefused(sample, more, "followed by " + value);
        }
        if (!sample.bytes().isEmpty()) {
            assertRefused(sample, sample.bytes().concat(sample.bytes()), "written twice");
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesEveryOtherTag(Sample sample) {
        for (int position : WirePositions.of(sample.message()).tags()) {
            for (int value = 0; value < 256; value++) {
                assertChangeRefused(sample, position, value);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesEveryOtherLength(Sample sample) {
        for (int position : WirePositions.of(sample.message()).lengths()) {
            for (int value = 0; value < 256; value++) {
                assertChangeRefused(sample, position, value);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesAMissingField(Sample sample) {
        for (FieldDescriptor field : sample.message().getAllFields().keySet()) {
            Message without = sample.message().toBuilder().clearField(field).build();
            if (!sample.mayBeEmpty() || without.getSerializedSize() > 0) {
                assertRefused(sample, without.toByteString(), "without " + field.getName());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesAnUnknownFieldAtAnyDepth(Sample sample) {
        for (Message changed : WirePositions.withEachMessage(
                sample.message(),
                inner -> inner.toBuilder().setUnknownFields(UNKNOWN).build())) {
            assertRefused(sample, changed.toByteString(), "with an unknown field");
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void throwsNothingElseOnBitFlipsAndNoise(Sample sample) {
        byte[] valid = sample.bytes().toByteArray();
        for (int bit = 0; bit < valid.length * Byte.SIZE; bit++) {
            byte[] flipped = valid.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertTyped(sample, flipped);
        }
        Random random = new Random(42);
        for (int i = 0; i < 2000; i++) {
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            assertTyped(sample, noise);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesWhatIsLargerThanAnyAnswer(Sample sample) {
        ByteString large = ByteString.copyFrom(new byte[WireLimits.MAX_ANSWER_BYTES + 1]);
        assertThatThrownBy(() -> sample.reader().read(large))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.reason()).isEqualTo(TOO_LARGE));
    }

    private static void assertChangeRefused(Sample sample, int position, int value) {
        byte[] changed = sample.bytes().toByteArray();
        if ((changed[position] & 0xFF) != value) {
            changed[position] = (byte) value;
            assertRefused(sample, ByteString.copyFrom(changed), "byte " + position + " set to " + value);
        }
    }

    private static void assertRefused(Sample sample, ByteString bytes, String how) {
        assertThat(catchThrowable(() -> sample.reader().read(bytes)))
                .as("%s, %s", sample, how)
                .isInstanceOf(WireException.class);
    }

    private static void assertTyped(Sample sample, byte[] bytes) {
        try {
            assertThat(sample.reader().read(ByteString.copyFrom(bytes))).isNotNull();
        } catch (WireException e) {
            assertThat(e.reason()).isNotNull();
        }
    }
}
