package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.Values.MALFORMED;
import static io.creto.messaging.schemas.Values.NOW;
import static io.creto.messaging.schemas.Values.UNSUPPORTED;
import static io.creto.messaging.schemas.Values.assertRefused;
import static io.creto.messaging.schemas.Values.bytes;
import static io.creto.messaging.schemas.Values.id;
import static io.creto.messaging.schemas.Values.keyId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Message ids and key ids. */
class IdsTest {
    private static ByteString hex(String digits) {
        return ByteString.copyFrom(HexFormat.of().parseHex(digits));
    }

    @Test
    void readsTheExampleOfTheRfc() throws WireException {
        MessageId id = MessageId.parse(hex("017f22e279b07cc398c4dc0c0c07398f")); // RFC 9562, appendix A.6
        assertThat(id.timestampMillis()).isEqualTo(1_645_557_742_000L);
        assertThat(id).hasToString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    }

    @Property(tries = 200)
    void keepsItsTimeAndBytes(@ForAll @LongRange(max = WireLimits.MAX_TIME_MS) long time, @ForAll long seed)
            throws WireException {
        MessageId id = MessageId.create(time, new Random(seed));
        assertThat(id.timestampMillis()).isEqualTo(time);
        assertThat(MessageId.parse(id.toByteString())).isEqualTo(id);
    }

    @Test
    void isMadeOfAllRandomBits() {
        long high = 0;
        long low = 0;
        Random random = new Random(1);
        for (int i = 0; i < 64; i++) {
            MessageId id = MessageId.create(0, random);
            high |= id.high();
            low |= id.low();
        }
        assertThat(high).isEqualTo(0x7FFFL);
        assertThat(low).isEqualTo(0xBFFF_FFFF_FFFF_FFFFL);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, WireLimits.MAX_TIME_MS + 1, Long.MIN_VALUE, Long.MAX_VALUE})
    void isNotMadeForOtherTimes(long time) {
        assertThatIllegalArgumentException().isThrownBy(() -> MessageId.create(time, new Random(0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "017f22e279b07cc398c4dc0c0c0739",
                "017f22e279b07cc398c4dc0c0c07398f00",
                "017f22e279b04cc398c4dc0c0c07398f",
                "017f22e279b08cc398c4dc0c0c07398f",
                "017f22e279b07cc318c4dc0c0c07398f",
                "017f22e279b07cc3d8c4dc0c0c07398f",
                "00000000000000000000000000000000"
            })
    void refusesOtherIds(String digits) {
        assertRefused(() -> MessageId.parse(hex(digits)), MALFORMED, "message_id");
    }

    @Test
    void cannotBeMadeOfBadParts() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MessageId(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyId(bytes(17)));
        assertThatIllegalArgumentException().isThrownBy(() -> KeyId.of(1, new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> KeyId.of(257, new byte[32]));
    }

    @Test
    void holdsIdsToTheSkewOnBothSides() throws WireException {
        long skew = WireLimits.MAX_CLOCK_SKEW_MS;
        Ids.checkTimed(id(NOW - skew), NOW, "f");
        Ids.checkTimed(id(NOW + skew), NOW, "f");
        assertRefused(() -> Ids.checkTimed(id(NOW - skew - 1), NOW, "f"), MALFORMED, "f");
        assertRefused(() -> Ids.checkTimed(id(NOW + skew + 1), NOW, "f"), MALFORMED, "f");
        assertRefused(() -> Ids.checkTimed(id(0), WireLimits.MAX_TIME_MS, "f"), MALFORMED, "f");
    }

    @Test
    void keyIdsNameSuiteAndHash() throws WireException {
        byte[] hash = new byte[32];
        hash[0] = (byte) 0xAB;
        hash[16] = 9;
        KeyId id = KeyId.of(1, hash);
        assertThat(id).hasToString("01ab" + "00".repeat(15));
        assertThat(id.suite()).isEqualTo(1);
        assertThat(KeyId.parse(id.bytes())).isEqualTo(id).hasSameHashCodeAs(id);
    }

    @Test
    void refusesOtherKeyIds() {
        assertRefused(() -> KeyId.parse(keyId().substring(1)), MALFORMED, "key_id");
        assertRefused(() -> KeyId.parse(keyId().concat(bytes(1))), MALFORMED, "key_id");
        assertRefused(() -> KeyId.parse(bytes(17)), UNSUPPORTED, "key_id");
        assertRefused(() -> KeyId.parse(ByteString.copyFrom(new byte[17])), UNSUPPORTED, "key_id");
    }
}
