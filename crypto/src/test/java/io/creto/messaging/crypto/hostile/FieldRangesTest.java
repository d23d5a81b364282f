package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.refusal;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_MALFORMED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.creto.messaging.crypto.hostile.SignedMessages.Signed;
import io.creto.messaging.schemas.WireLimits;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Signed messages with ids, times, counts and choices out of range; all of them under good signatures. */
final class FieldRangesTest {
    private static final long[] IMPOSSIBLE_TIMES = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, WireLimits.MAX_TIME_MS + 1};
    private static final List<String> IMPOSSIBLE_AGENTS = List.of(
            "",
            "/",
            "acme",
            "acme/",
            "/alice",
            "acme/alice/x",
            "Acme/alice",
            "acme/Alice",
            "-acme/alice",
            "acme/.alice",
            "acme/al ice",
            "acme/al\u0131ce",
            "acme/alice\u0000",
            "a".repeat(64) + "/alice",
            "acme/" + "a".repeat(128),
            "a".repeat(200));

    /** Each field of each message whose name ends like this. */
    static Stream<Arguments> fields(String... endings) {
        return SignedMessages.all().stream()
                .flatMap(message -> message.valid().getAllFields().keySet().stream()
                        .filter(field -> Stream.of(endings).anyMatch(field.getName()::endsWith))
                        .map(field -> Arguments.of(message, field)));
    }

    static Stream<Arguments> uuids() {
        return fields("message_id", "batch_id", "delegation_id", "token_id");
    }

    @ParameterizedTest
    @MethodSource("uuids")
    void idTooShortOverlongOrOfAnotherVersion(Signed message, FieldDescriptor field) {
        ByteString id = Fixtures.id(0);
        for (int size : new int[] {1, 15, 17, 32, 200}) {
            assertMalformed(message, field, Wire.repeat(id, 13).substring(0, size));
        }
        assertMalformed(message, field, ByteString.copyFrom(new byte[16]));
        assertMalformed(message, field, Bits.flip(id, 6 * Byte.SIZE + 4));
        assertMalformed(message, field, Bits.flip(id, 8 * Byte.SIZE + 6));
    }

    static Stream<Arguments> timedIds() {
        return fields("message_id", "batch_id");
    }

    @ParameterizedTest
    @MethodSource("timedIds")
    void idWhoseTimeIsFarFromCreatedAt(Signed message, FieldDescriptor field) {
        ByteString id = Fixtures.id(0);
        assertMalformed(message, field, Bits.flip(id, 7));
        assertMalformed(message, field, ByteString.copyFrom(new byte[6]).concat(id.substring(6)));
        assertMalformed(message, field, Wire.repeat(Wire.bytes(0xFF), 6).concat(id.substring(6)));
    }

    static Stream<Arguments> keyIds() {
        return fields("key_id");
    }

    @ParameterizedTest
    @MethodSource("keyIds")
    void keyIdTooShortOverlongOrOfAnotherSuite(Signed message, FieldDescriptor field) {
        ByteString id = Fixtures.ALICE_KEY.publicKey().keyId().bytes();
        for (int size : new int[] {1, 16, 18, 34}) {
            assertMalformed(message, field, Wire.repeat(id, 2).substring(0, size));
        }
        for (int suite : new int[] {0, 2, 255}) {
            assertThat(refused(message, field, Wire.bytes(suite).concat(id.substring(1))))
                    .isEqualTo(REJECTION_REASON_UNSUPPORTED_VERSION);
        }
    }

    static Stream<Arguments> hashesAndKeys() {
        return fields("root", "public_key");
    }

    @ParameterizedTest
    @MethodSource("hashesAndKeys")
    void hashOrKeyOfWrongLength(Signed message, FieldDescriptor field) {
        ByteString valid = (ByteString) message.valid().getField(field);
        assertMalformed(message, field, valid.substring(1));
        assertMalformed(message, field, valid.concat(Wire.bytes(0)));
    }

    static Stream<Arguments> times() {
        return fields("_at_ms", "not_before_ms", "not_after_ms");
    }

    @ParameterizedTest
    @MethodSource("times")
    void timeZeroNegativeOrOverflowing(Signed message, FieldDescriptor field) {
        for (long time : IMPOSSIBLE_TIMES) {
            assertMalformed(message, field, time);
        }
    }

    static Stream<Arguments> agents() {
        return fields("sender", "recipient", "agent", "signer");
    }

    @ParameterizedTest
    @MethodSource("agents")
    void agentAgainstTheGrammar(Signed message, FieldDescriptor field) {
        for (String agent : IMPOSSIBLE_AGENTS) {
            assertMalformed(message, field, agent);
        }
    }

    static Stream<Arguments> choices() {
        return fields("kind", "lane", "report");
    }

    @ParameterizedTest
    @MethodSource("choices")
    void choiceUnspecifiedUnknownOrNegative(Signed message, FieldDescriptor field) {
        Message without = message.valid().toBuilder().clearField(field).build();
        for (long number : new long[] {0, 4, 99, Integer.MAX_VALUE, 1L << 31, 1L << 32, (1L << 32) + 1, -1}) {
            EnumValueDescriptor known = field.getEnumType().findValueByNumber((int) number);
            if (number == 0 || known == null || number != known.getNumber()) {
                ByteString bytes = without.toByteString().concat(Wire.number(field.getNumber(), number));
                assertThat(refusal(() -> message.entry().accept(bytes)))
                        .as("%s %d", field.getFullName(), number)
                        .isEqualTo(REJECTION_REASON_MALFORMED);
            }
        }
    }

    static Stream<Arguments> counters() {
        return fields("incarnation", "sequence", "count");
    }

    @ParameterizedTest
    @MethodSource("counters")
    void counterZeroOrWrapped(Signed message, FieldDescriptor field) {
        boolean count = field.getName().equals("count");
        Message without = message.valid().toBuilder().clearField(field).build();
        long[] wrapped = {0, -1, Long.MIN_VALUE};
        long[] wrapped32 = {0, 257, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL, 1L << 32, (1L << 32) + 1, -1};
        for (long value : count ? wrapped32 : wrapped) {
            ByteString bytes = without.toByteString().concat(Wire.number(field.getNumber(), value));
            assertThat(refusal(() -> message.entry().accept(bytes)))
                    .as("%s %d", field.getFullName(), value)
                    .isEqualTo(REJECTION_REASON_MALFORMED);
        }
    }

    @Test
    void timeToLiveTooShortTooLongNegativeOrOverflowing() {
        for (long ttl :
                new long[] {0, 1, WireLimits.MIN_TTL_MS - 1, WireLimits.MAX_TTL_MS + 1, -1, -Fixtures.NOW - 1}) {
            assertHeaderMalformed(
                    Fixtures.messageHeader().setExpiresAtMs(Fixtures.NOW + ttl).build());
        }
        assertHeaderMalformed(
                Fixtures.messageHeader().setExpiresAtMs(WireLimits.MAX_TIME_MS).build());
        assertHeaderMalformed(Fixtures.messageHeader()
                .setCreatedAtMs(Long.MIN_VALUE)
                .setExpiresAtMs(Long.MAX_VALUE)
                .build());
        assertHeaderMalformed(Fixtures.messageHeader()
                .setCreatedAtMs(Long.MAX_VALUE)
                .setExpiresAtMs(Long.MIN_VALUE)
                .build());
    }

    @Test
    void replyDeadlineOutOfRange() {
        long now = Fixtures.NOW;
        for (long deadline :
                new long[] {now, now - 1, now + WireLimits.MAX_TTL_MS + 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertHeaderMalformed(Fixtures.messageHeader()
                    .setCorrelationId(Fixtures.id(4))
                    .setReplyByMs(deadline)
                    .build());
        }
    }

    private static void assertHeaderMalformed(Message header) {
        Signed message = SignedMessages.envelopeHeader();
        assertThat(refusal(() -> message.entry().accept(header.toByteString()))).isEqualTo(REJECTION_REASON_MALFORMED);
    }

    private static void assertMalformed(Signed message, FieldDescriptor field, Object value) {
        assertThat(refused(message, field, value))
                .as("%s = %s", field.getFullName(), value)
                .isEqualTo(REJECTION_REASON_MALFORMED);
    }

    private static Enum<?> refused(Signed message, FieldDescriptor field, Object value) {
        ByteString bytes =
                message.valid().toBuilder().setField(field, value).build().toByteString();
        return refusal(() -> message.entry().accept(bytes));
    }
}
