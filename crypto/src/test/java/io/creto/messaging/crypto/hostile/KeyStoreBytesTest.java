package io.creto.messaging.crypto.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.crypto.keystore.Argon2Cost;
import io.creto.messaging.crypto.keystore.KeyStoreEntry;
import io.creto.messaging.crypto.keystore.KeyStoreFile;
import io.creto.messaging.crypto.keystore.KeyStoreFileException;
import io.creto.messaging.crypto.keystore.KeyStoreFileException.Reason;
import io.creto.messaging.crypto.keystore.KeyStoreKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Key store files, cut and with flipped bits, or naming a cost that nobody would pay. */
final class KeyStoreBytesTest {
    private static final int MAGIC_BYTES = 7;
    private static final int HEADER_BYTES = 43;
    private static final int TAG_BYTES = 16;
    private static final KeyStoreKey RAW_KEY = KeyStoreKey.ofRawKey(Fixtures.seed(40, KeyStoreKey.RAW_KEY_BYTES));

    @TempDir
    private Path directory = Path.of("");

    private Path path = Path.of("");
    private KeyStoreFile file = new KeyStoreFile(path);

    @BeforeEach
    void writeAValidStore() throws Exception {
        path = directory.resolve("keys");
        file = new KeyStoreFile(path);
        write(RAW_KEY);
    }

    @Test
    void everyTruncationIsRefused() throws Exception {
        Bits.truncations(
                valid(),
                (cut, at) -> assertThat(refusal(cut, RAW_KEY))
                        .isEqualTo(at < HEADER_BYTES ? Reason.MALFORMED : Reason.NOT_AUTHENTIC));
    }

    @Test
    void everyBitFlipIsRefused() throws Exception {
        Bits.flips(valid(), (flipped, at) -> {
            Reason reason = refusal(flipped, RAW_KEY);
            switch (at) {
                case MAGIC_BYTES -> assertThat(reason).isEqualTo(Reason.UNSUPPORTED_VERSION);
                case MAGIC_BYTES + 1 -> assertThat(reason).isIn(Reason.MALFORMED, Reason.NOT_AUTHENTIC);
                default -> assertThat(reason).isEqualTo(at < MAGIC_BYTES ? Reason.MALFORMED : Reason.NOT_AUTHENTIC);
            }
        });
    }

    @Test
    void bytesAppendedAreRefused() throws Exception {
        assertThat(refusal(valid().concat(Wire.bytes(0)), RAW_KEY)).isEqualTo(Reason.NOT_AUTHENTIC);
        assertThat(refusal(valid().concat(valid()), RAW_KEY)).isEqualTo(Reason.NOT_AUTHENTIC);
    }

    @Test
    void ciphertextShorterThanItsTagIsRefused() throws Exception {
        assertThat(refusal(valid().substring(0, HEADER_BYTES + TAG_BYTES - 1), RAW_KEY))
                .isEqualTo(Reason.NOT_AUTHENTIC);
    }

    @Test
    void costOutOfBoundsIsRefusedBeforeItIsPaid() throws Exception {
        try (KeyStoreKey passphrase = KeyStoreKey.ofPassphrase("passphrase".toCharArray())) {
            write(passphrase);
            ByteString valid = valid();
            for (int memoryKib : new int[] {0, 7, 256 * 1024 + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
                assertThat(refusal(withCost(valid, memoryKib, 1, 1), passphrase))
                        .isEqualTo(Reason.MALFORMED);
            }
            for (int count : new int[] {0, 17, 127, 128, 255}) {
                assertThat(refusal(withCost(valid, 8, count, 1), passphrase)).isEqualTo(Reason.MALFORMED);
                assertThat(refusal(withCost(valid, 256 * 1024, 1, count), passphrase))
                        .isEqualTo(Reason.MALFORMED);
            }
            assertThat(refusal(withCost(valid, 16, 1, 1), passphrase)).isEqualTo(Reason.NOT_AUTHENTIC);
        }
    }

    private static ByteString withCost(ByteString valid, int memoryKib, int iterations, int parallelism) {
        byte[] bytes = valid.toByteArray();
        ByteBuffer.wrap(bytes, MAGIC_BYTES + 2, 6)
                .putInt(memoryKib)
                .put((byte) iterations)
                .put((byte) parallelism);
        return ByteString.copyFrom(bytes);
    }

    private void write(KeyStoreKey key) throws KeyStoreFileException {
        KeyStoreEntry entry =
                new KeyStoreEntry(KeyStoreEntry.Kind.IDENTITY_KEY, Fixtures.ALICE, Fixtures.NOW, Fixtures.ALICE_SEED);
        file.write(List.of(entry), key, new Argon2Cost(8, 1, 1), TestRandom.seeded(41));
        assertThatCode(() -> file.read(key)).doesNotThrowAnyException();
    }

    private ByteString valid() throws IOException {
        return ByteString.copyFrom(Files.readAllBytes(path));
    }

    private Reason refusal(ByteString bytes, KeyStoreKey key) {
        try {
            Files.write(path, bytes.toByteArray());
            file.read(key);
        } catch (KeyStoreFileException e) {
            return e.reason();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("accepted, must be refused");
    }
}
