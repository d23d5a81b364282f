package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.Values.MALFORMED;
import static io.creto.messaging.schemas.Values.TOO_LARGE;
import static io.creto.messaging.schemas.Values.UNSUPPORTED;
import static io.creto.messaging.schemas.Values.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.KemWrap;
import io.creto.messaging.v1.KeyPart;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Subscribe;
import io.creto.messaging.v1.UploadPrekeys;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of messages, byte by byte. Comments give the fields: number.wire type. */
class StrictWireTest {
    private static final StrictWire<KeyPart> KEY_PART = wire(KeyPart.getDefaultInstance(), KeyPart.parser());
    private static final StrictWire<Subscribe> SUBSCRIBE = wire(Subscribe.getDefaultInstance(), Subscribe.parser());
    private static final StrictWire<Match> MATCH = wire(Match.getDefaultInstance(), Match.parser());

    private static <M extends Message> StrictWire<M> wire(M prototype, com.google.protobuf.Parser<M> parser) {
        return StrictWire.of(prototype.getDescriptorForType(), parser, 1000);
    }

    private static ByteString hex(String digits) {
        return ByteString.copyFrom(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    @Test
    void readsWhatIsWrittenRight() throws WireException {
        assertThat(KEY_PART.parse(hex("12 04 0801 1005")).getSenderKey().getIndex())
                .isEqualTo(5);
        assertThat(SUBSCRIBE.parse(hex("1a 02 01 02")).getRolesCount()).isEqualTo(2);
        assertThat(MATCH.parse(hex("0a 01 61 0a 01 62 30 01")).getFleetsCount()).isEqualTo(2);
        assertThat(KEY_PART.parse(hex("12 0d 0801 10 ffffffffffffffffff01"))
                        .getSenderKey()
                        .getIndex())
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "unknown field,                 20 01,                    key_part",
        "unknown field inside,          12 02 18 01,              key_part.sender_key",
        "field above the table,         fa 01 00,                 key_part",
        "largest field number,          fa ff ff ff 0f 00,        key_part",
        "field number above the range,  82 80 80 80 10 00,        key_part",
        "field number 0,                00 00,                    key_part",
        "field number 0 with length,    02 00,                    key_part",
        "wire type varint for message,  10 00,                    key_part.sender_key",
        "wire type fixed64,             11 0000000000000000,      key_part.sender_key",
        "start of a group,              13 14,                    key_part.sender_key",
        "end of a group,                14,                       key_part.sender_key",
        "wire type fixed32,             15 00000000,              key_part.sender_key",
        "wire type 6,                   16 00,                    key_part.sender_key",
        "wire type 7,                   17 00,                    key_part.sender_key",
        "length for a number,           12 02 0a 00,              key_part.sender_key.channel_epoch",
        "message twice,                 12 00 12 00,              key_part.sender_key",
        "two choices of a oneof,        12 00 0a 00,              key_part.kem_wrap",
        "number twice,                  12 04 0801 0801,          key_part.sender_key.channel_epoch",
        "cut off in a tag,              92,                       key_part",
        "no length,                     12,                       key_part.sender_key",
        "length beyond the end,         12 01,                    key_part.sender_key",
        "length beyond the message,     12 02 0a 05 0000000000,   key_part.sender_key.channel_epoch",
        "inner value beyond its message,0a 02 0a 01 00,           key_part.kem_wrap.key_id",
        "length above int32,            12 80 80 80 80 10,        key_part.sender_key",
        "length above int64,            12 ffffffffffffffffff01,  key_part.sender_key",
        "overlong tag,                  92 00 00,                 key_part",
        "overlong length,               12 80 00,                 key_part.sender_key",
        "overlong number,               12 03 08 81 00,           key_part.sender_key.channel_epoch",
        "number of 65 bits,             12 0b 08 ffffffffffffffffff02, key_part.sender_key.channel_epoch",
        "number of 11 bytes,            12 0c 08 ffffffffffffffffff8101, key_part.sender_key.channel_epoch",
        "number cut off,                12 02 08 80,              key_part.sender_key.channel_epoch",
    })
    void refusesEveryOtherForm(String what, String digits, String field) {
        assertRefused(() -> KEY_PART.parse(hex(digits)), MALFORMED, field);
    }

    @ParameterizedTest
    @CsvSource({
        "unpacked,           18 01,        subscribe.roles",
        "unknown value,      1a 01 03,     subscribe.roles",
        "negative value,     1a 0a ffffffffffffffffff01, subscribe.roles",
        "packed twice,       1a 01 01 1a 01 02, subscribe.roles",
        "element cut off,    1a 01 80,     subscribe.roles",
    })
    void refusesOtherRepeatedEnums(String what, String digits, String field) {
        assertRefused(() -> SUBSCRIBE.parse(hex(digits)), MALFORMED, field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30 02", "30 ff01", "30 01 30 01"})
    void refusesOtherBooleans(String digits) {
        assertRefused(() -> MATCH.parse(hex(digits)), MALFORMED, "match.any");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c0 80", "ed a0 80", "f4 90 80 80", "c3"})
    void refusesTextThatIsNotUtf8(String digits) {
        ByteString text = hex(digits);
        ByteString bytes = hex("0a")
                .concat(ByteString.copyFrom(new byte[] {(byte) text.size()}))
                .concat(text);
        assertRefused(() -> MATCH.parse(bytes), MALFORMED, "match");
    }

    @Test
    void refusesNumbersAboveTheirField() throws WireException {
        StrictWire<UploadPrekeys> upload = wire(UploadPrekeys.getDefaultInstance(), UploadPrekeys.parser());
        assertThat(upload.parse(hex("52 02 0801")).getSchedule().getPeriodMs()).isEqualTo(1);
        StrictWire<BatchHeader> header = wire(BatchHeader.getDefaultInstance(), BatchHeader.parser());
        assertThat(header.parse(hex("0801 1001 a001 ffffffff0f")).getCount()).isEqualTo(-1);
        assertRefused(() -> header.parse(hex("0801 1001 a001 8080808010")), MALFORMED, "batch_header.count");
        assertRefused(() -> header.parse(hex("0801 1001 60 04")), MALFORMED, "batch_header.lane");
    }

    @ParameterizedTest
    @CsvSource({
        "another version,               0802 1001,  UNSUPPORTED, version",
        "version 0,                     0800 1001,  UNSUPPORTED, version",
        "version above int64,           08ffffffffffffffffff01 1001, UNSUPPORTED, version",
        "another version and what a later one may bring, 0802 ff, UNSUPPORTED, version",
        "another suite,                 0801 1002 ff, UNSUPPORTED, suite",
        "nothing,                       '',         MALFORMED, version",
        "version cut off,               08,         MALFORMED, version",
        "no suite,                      0801,       MALFORMED, suite",
        "suite first,                   1001 0801,  MALFORMED, version",
        "version later,                 1a00 0801,  MALFORMED, version",
        "version twice,                 0801 0801,  MALFORMED, suite",
        "version twice later,           0801 1001 0801, MALFORMED, version",
    })
    void asksForVersionAndSuiteFirst(String what, String digits, String reason, String field) {
        StrictWire<EnvelopeHeader> header = wire(EnvelopeHeader.getDefaultInstance(), EnvelopeHeader.parser());
        assertRefused(
                () -> header.parse(hex(digits)),
                reason.equals("UNSUPPORTED") ? UNSUPPORTED : MALFORMED,
                "envelope_header." + field);
    }

    @Test
    void holdsToItsSizeOnBothSides() throws WireException {
        StrictWire<KemWrap> wire = StrictWire.of(KemWrap.getDescriptor(), KemWrap.parser(), 4);
        assertThat(wire.parse(hex("0a 02 0102")).getKeyId().size()).isEqualTo(2);
        assertRefused(() -> wire.parse(hex("0a 03 010203")), TOO_LARGE, "kem_wrap");
    }

    @Test
    void countsElementsBeforeTheyTakeMemory() throws WireException {
        int two = 2 * StrictWire.MESSAGE_WEIGHT;
        var batch = StrictWire.of(SignedBatch.getDescriptor(), SignedBatch.parser(), 1000, two);
        assertThat(batch.parse(hex("1a00 1a00")).getEnvelopesCount()).isEqualTo(2);
        assertRefused(() -> batch.parse(hex("1a00 1a00 1a00")), TOO_LARGE, "signed_batch.envelopes");
        var match = StrictWire.of(Match.getDescriptor(), Match.parser(), 1000, 2);
        assertThat(match.parse(hex("0a00 1200")).getFleetsCount()).isEqualTo(1);
        assertRefused(() -> match.parse(hex("0a00 1200 0a00")), TOO_LARGE, "match.fleets");
        var roles = StrictWire.of(Subscribe.getDescriptor(), Subscribe.parser(), 1000, 2);
        assertRefused(() -> roles.parse(hex("1a 03 010101")), TOO_LARGE, "subscribe.roles");
    }

    @Test
    void namesFieldsFromTheOutside() {
        StrictWire<DeliveryRecord> wire = wire(DeliveryRecord.getDefaultInstance(), DeliveryRecord.parser());
        // slice { envelopes { envelope { header twice } } }
        assertRefused(
                () -> wire.parse(hex("0a 08 22 06 0a 04 0a00 0a00")),
                MALFORMED,
                "delivery_record.slice.envelopes.envelope.header");
    }

    @Test
    void readsPartsOfLargerBytes() throws WireException {
        ByteString part = hex("ffff 12 04 0801 1005 ffff").substring(2, 8);
        assertThat(KEY_PART.parse(part).getSenderKey().getIndex()).isEqualTo(5);
    }

    @Test
    void takesNoTypeThatThisContractDoesNotUse() {
        assertThatIllegalArgumentException().isThrownBy(() -> wire(ListValue.getDefaultInstance(), ListValue.parser()));
        assertThatIllegalArgumentException().isThrownBy(() -> wire(Struct.getDefaultInstance(), Struct.parser()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> wire(DescriptorProto.getDefaultInstance(), DescriptorProto.parser()));
    }
}
