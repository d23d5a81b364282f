package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.refusal;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_MALFORMED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_TOO_LARGE;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.WireFormat;
import io.creto.messaging.crypto.hostile.SignedMessages.Signed;
import io.creto.messaging.schemas.WireLimits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signed messages with fields given twice, unknown, or written in another way; all of them under good signatures. */
final class StrictFieldsTest {
    private static final int UNKNOWN = 99;
    private static final ByteString EIGHT_BYTES = ByteString.copyFrom(new byte[8]);

    static List<Signed> messages() {
        return SignedMessages.all();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void asItIs(Signed message) throws Exception {
        message.entry().accept(message.valid().toByteString());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyFieldTwice(Signed message) {
        message.valid().getAllFields().forEach((field, value) -> {
            ByteString twice = message.valid().toByteString().concat(alone(message, field, value));
            assertThat(refusal(() -> message.entry().accept(twice)))
                    .as(field.getFullName())
                    .isIn(REJECTION_REASON_MALFORMED, REJECTION_REASON_TOO_LARGE);
            boolean isText = field.isRepeated() || value instanceof ByteString || value instanceof String;
            assertMalformed(
                    message,
                    isText ? Wire.field(field.getNumber(), ByteString.EMPTY) : Wire.number(field.getNumber(), 0));
        });
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyFieldMissing(Signed message) {
        for (FieldDescriptor field : message.valid().getAllFields().keySet()) {
            Message without = message.valid().toBuilder().clearField(field).build();
            assertThat(refusal(() -> message.entry().accept(without.toByteString())))
                    .as(field.getFullName())
                    .isEqualTo(REJECTION_REASON_MALFORMED);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void unknownFieldOfEveryWireType(Signed message) {
        assertMalformed(message, Wire.number(UNKNOWN, 1));
        assertMalformed(message, Wire.tag(UNKNOWN, WireFormat.WIRETYPE_FIXED64).concat(EIGHT_BYTES));
        assertMalformed(message, Wire.field(UNKNOWN, ByteString.EMPTY));
        assertMalformed(message, Wire.field(UNKNOWN, EIGHT_BYTES));
        ByteString group = Wire.tag(UNKNOWN, WireFormat.WIRETYPE_START_GROUP);
        assertMalformed(message, group.concat(Wire.tag(UNKNOWN, WireFormat.WIRETYPE_END_GROUP)));
        assertMalformed(message, group);
        assertMalformed(message, Wire.tag(UNKNOWN, WireFormat.WIRETYPE_END_GROUP));
        assertMalformed(message, Wire.tag(UNKNOWN, WireFormat.WIRETYPE_FIXED32).concat(EIGHT_BYTES.substring(4)));
        assertMalformed(message, Wire.tag(UNKNOWN, 6));
        assertMalformed(message, Wire.tag(UNKNOWN, 7));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void unknownFieldNumbers(Signed message) {
        for (int number = 1; number < 64; number++) {
            if (message.valid().getDescriptorForType().findFieldByNumber(number) == null) {
                assertMalformed(message, Wire.number(number, 1));
                assertMalformed(message, Wire.field(number, EIGHT_BYTES));
            }
        }
        assertMalformed(message, Wire.bytes(0x00));
        assertMalformed(message, Wire.bytes(0x00, 0x00));
        assertMalformed(message, Wire.varint(0xFFFF_FFF8L).concat(Wire.bytes(1)));
        assertMalformed(message, Wire.varint(-1).concat(Wire.bytes(1)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void versionAndSuiteOtherThanKnown(Signed message) {
        for (String name : List.of("version", "suite")) {
            FieldDescriptor field = message.valid().getDescriptorForType().findFieldByName(name);
            for (int value : field == null ? new int[] {} : new int[] {2, 255, 257, -1}) {
                Message other =
                        message.valid().toBuilder().setField(field, value).build();
                assertThat(refusal(() -> message.entry().accept(other.toByteString())))
                        .as("%s %d", name, value)
                        .isEqualTo(REJECTION_REASON_UNSUPPORTED_VERSION);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void versionNotFirst(Signed message) {
        ByteString bytes = message.valid().toByteString();
        ByteString last = bytes.substring(2).concat(bytes.substring(0, 2));
        assertThat(refusal(() -> message.entry().accept(last))).isEqualTo(REJECTION_REASON_MALFORMED);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void overlongVersion(Signed message) {
        ByteString rest = message.valid().toByteString().substring(2);
        for (ByteString version : List.of(
                Wire.bytes(0x08, 0x81, 0x00),
                Wire.bytes(0x88, 0x00, 0x01),
                Wire.bytes(0x08, 0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00))) {
            assertThat(refusal(() -> message.entry().accept(version.concat(rest))))
                    .isEqualTo(REJECTION_REASON_MALFORMED);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void largerThanItsKindMayBe(Signed message) {
        ByteString padding = Wire.field(UNKNOWN, ByteString.copyFrom(new byte[WireLimits.MAX_ENROLMENT_BINDING_BYTES]));
        ByteString bytes = message.valid().toByteString().concat(padding);
        assertThat(refusal(() -> message.entry().accept(bytes))).isEqualTo(REJECTION_REASON_TOO_LARGE);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void textThatIsNotUtf8(Signed message) {
        Map<FieldDescriptor, Object> fields = message.valid().getAllFields();
        fields.forEach((field, value) -> {
            if (field.getType() == FieldDescriptor.Type.STRING) {
                ByteString without =
                        message.valid().toBuilder().clearField(field).build().toByteString();
                ByteString bytes = without.concat(Wire.field(field.getNumber(), Wire.bytes(0xC0, 0xAF, 0xFF)));
                assertThat(refusal(() -> message.entry().accept(bytes)))
                        .as(field.getFullName())
                        .isEqualTo(REJECTION_REASON_MALFORMED);
            }
        });
    }

    @Test
    void twoMembersOfOneDestination() {
        Signed header = SignedMessages.envelopeHeader();
        assertMalformed(header, Wire.field(11, Fixtures.id(3)));
        assertMalformed(header, Wire.number(12, 1));
    }

    private static ByteString alone(Signed message, FieldDescriptor field, Object value) {
        return message.valid()
                .newBuilderForType()
                .setField(field, value)
                .build()
                .toByteString();
    }

    private static void assertMalformed(Signed message, ByteString appended) {
        ByteString bytes = message.valid().toByteString().concat(appended);
        assertThat(refusal(() -> message.entry().accept(bytes)))
                .as("with %s", appended)
                .isEqualTo(REJECTION_REASON_MALFORMED);
    }
}
