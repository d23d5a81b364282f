package io.creto.messaging.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyDerivationTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void hkdfGivesTestCase3OfRfc5869() {
        byte[] ikm = HEX.parseHex("0b".repeat(22));
        assertThat(HEX.formatHex(Hkdf.sha256(ikm, new byte[0], new byte[0], 42)))
                .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    }

    @Test
    void hkdfGives1ByteTo255Blocks() {
        assertThat(Hkdf.sha256(new byte[1], new byte[0], new byte[0], 255 * 32)).hasSize(8160);
        for (int length : new int[] {-1, 0, 255 * 32 + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Hkdf.sha256(new byte[1], new byte[0], new byte[0], length));
        }
    }

    @Test
    void hmacGivesTestCase2OfRfc4231() {
        byte[] key = "Jefe".getBytes(StandardCharsets.US_ASCII);
        byte[] data = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);
        assertThat(HEX.formatHex(Hmac.sha256(key, data)))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    /** Made with the reference implementation's command line: argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32. */
    @Test
    void argon2idGivesTheReferenceImplementationsTag() {
        byte[] tag = Argon2id.derive(
                "password".getBytes(StandardCharsets.US_ASCII),
                "somesalt".getBytes(StandardCharsets.US_ASCII),
                65536,
                2,
                1,
                32);
        assertThat(HEX.formatHex(tag)).isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }
}
