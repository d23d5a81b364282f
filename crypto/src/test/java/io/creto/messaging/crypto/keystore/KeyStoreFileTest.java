package io.creto.messaging.crypto.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.crypto.keystore.KeyStoreFileException.Reason;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.AgentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStoreFileTest {
    private static final SecureRandom RANDOM = TestRandom.seeded(7);
    private static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 1);
    private static final KeyStoreKey PASSPHRASE = KeyStoreKey.ofPassphrase("correct hörse".toCharArray());
    private static final KeyStoreKey RAW = KeyStoreKey.ofHex("a1".repeat(32));
    private static final AgentId OWNER = AgentId.of("acme", "worker-1");
    /** Where the header ends and the ciphertext begins. */
    private static final int HEADER_BYTES = 43;

    @TempDir
    private Path directory;

    private Path path;
    private KeyStoreFile file;

    @BeforeEach
    void setUp() {
        path = directory.resolve("keys");
        file = new KeyStoreFile(path);
    }

    static Stream<KeyStoreKey> keys() {
        return Stream.of(PASSPHRASE, RAW);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("keys")
    void whatWasWrittenIsRead(KeyStoreKey key) throws Exception {
        CompositePrivateKey identity = CompositePrivateKey.generate(RANDOM);
        file.write(List.of(entry(identity.exportSeed()), entry(new byte[64])), key, CHEAP, RANDOM);
        List<KeyStoreEntry> read = file.read(key);
        assertThat(read).hasSize(2);
        assertThat(read.get(0).kind()).isEqualTo(KeyStoreEntry.Kind.IDENTITY_KEY);
        assertThat(read.get(0).owner()).isEqualTo(OWNER);
        assertThat(read.get(0).createdAtMs()).isEqualTo(1_700_000_000_000L);
        assertThat(CompositePrivateKey.fromSeed(read.get(0).secret()).publicKey())
                .isEqualTo(identity.publicKey());
    }

    @Test
    void entryOfAKindFromALaterVersionIsNamed() throws Exception {
        byte[] entries = KeyStoreEntries.encode(List.of(entry(new byte[64]), entry(new byte[64])));
        entries[entries.length / 2] = 99;
        assertThatExceptionOfType(KeyStoreFileException.class)
                .isThrownBy(() -> KeyStoreEntries.decode(entries))
                .withMessageContaining("of a kind unknown to this program: 99")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED_VERSION));
    }

    @Test
    void emptyStoreIsAStore() throws Exception {
        file.write(List.of(), RAW, CHEAP, RANDOM);
        assertThat(file.read(RAW)).isEmpty();
    }

    @Test
    void fileIsForItsOwnerOnlyAndHoldsNoSecretInTheClear() throws Exception {
        byte[] seed = new byte[64];
        RANDOM.nextBytes(seed);
        file.write(List.of(entry(seed)), RAW, CHEAP, RANDOM);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        String hex = HexFormat.of().formatHex(Files.readAllBytes(path));
        assertThat(hex).doesNotContain(HexFormat.of().formatHex(seed, 0, 8)).doesNotContain(hexOf("worker-1"));
    }

    @Test
    void replacingLeavesNothingBehindAndUsesAFreshSalt() throws Exception {
        file.write(List.of(entry(new byte[64])), RAW, CHEAP, RANDOM);
        byte[] first = Files.readAllBytes(path);
        file.write(List.of(entry(new byte[64])), RAW, CHEAP, RANDOM);
        assertThat(Files.readAllBytes(path)).isNotEqualTo(first);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void wrongKeyOrPassphraseIsNotAuthentic() throws Exception {
        file.write(List.of(), PASSPHRASE, CHEAP, RANDOM);
        assertReadFails(KeyStoreKey.ofPassphrase("wrong".toCharArray()), Reason.NOT_AUTHENTIC, "wrong passphrase");
        assertReadFails(RAW, Reason.NOT_AUTHENTIC, "protected by a passphrase, not by a key");
        file.write(List.of(), RAW, CHEAP, RANDOM);
        assertReadFails(KeyStoreKey.ofHex("a2".repeat(32)), Reason.NOT_AUTHENTIC, "wrong passphrase or key");
        assertReadFails(PASSPHRASE, Reason.NOT_AUTHENTIC, "protected by a key, not by a passphrase");
    }

    @Test
    void everyFlippedBitIsRefused() throws Exception {
        file.write(List.of(entry(new byte[64])), RAW, CHEAP, RANDOM);
        byte[] original = Files.readAllBytes(path);
        for (int bit = 0; bit < 8 * original.length; bit++) {
            byte[] flipped = original.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatExceptionOfType(KeyStoreFileException.class)
                    .as("bit %s", bit)
                    .isThrownBy(() -> KeyStoreFormat.decrypt(flipped, RAW));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 20, 42, 43, 58, 59})
    void truncatedFileIsRefused(int length) throws Exception {
        file.write(List.of(entry(new byte[64])), RAW, CHEAP, RANDOM);
        byte[] original = Files.readAllBytes(path);
        byte[] cut = Arrays.copyOf(original, length);
        assertThatExceptionOfType(KeyStoreFileException.class)
                .isThrownBy(() -> KeyStoreFormat.decrypt(cut, RAW))
                .satisfies(e -> assertThat(e.reason())
                        .isEqualTo(length < HEADER_BYTES ? Reason.MALFORMED : Reason.NOT_AUTHENTIC));
    }

    @Test
    void laterVersionIsNamed() throws Exception {
        file.write(List.of(), RAW, CHEAP, RANDOM);
        byte[] bytes = Files.readAllBytes(path);
        bytes[7] = 2;
        Files.write(path, bytes);
        assertReadFails(RAW, Reason.UNSUPPORTED_VERSION, "version 2; this program reads version 1");
    }

    /** A hostile file must not make the reader allocate gigabytes before its tag is checked. */
    @Test
    void costOutOfBoundsIsRefusedBeforeItIsPaid() throws Exception {
        file.write(List.of(), PASSPHRASE, CHEAP, RANDOM);
        byte[] bytes = Files.readAllBytes(path);
        bytes[9] = 0x7f;
        Files.write(path, bytes);
        assertReadFails(PASSPHRASE, Reason.MALFORMED, "cost is out of bounds");
    }

    @Test
    void fileThatOthersMayReadIsRefused() throws Exception {
        file.write(List.of(), RAW, CHEAP, RANDOM);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        assertReadFails(RAW, Reason.EXPOSED, "chmod 600");
    }

    @Test
    void missingAndForeignFilesAreNamed() throws IOException {
        assertReadFails(RAW, Reason.NOT_FOUND, path.toString());
        Files.writeString(path, "not a key store at all, but long enough to hold a header");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        assertReadFails(RAW, Reason.MALFORMED, "not a key store");
    }

    @Test
    void failedWriteKeepsTheOldStore() throws Exception {
        file.write(List.of(), RAW, CHEAP, RANDOM);
        KeyStoreEntry destroyed = entry(new byte[64]);
        destroyed.destroy();
        assertThatIllegalStateException().isThrownBy(() -> file.write(List.of(destroyed), RAW, CHEAP, RANDOM));
        assertThat(file.read(RAW)).isEmpty();
        KeyStoreFile nowhere = new KeyStoreFile(directory.resolve("missing/keys"));
        assertThatExceptionOfType(KeyStoreFileException.class)
                .isThrownBy(() -> nowhere.write(List.of(), RAW, CHEAP, RANDOM))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.IO));
    }

    @Test
    void impossibleArgumentsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> entry(new byte[63]));
        assertThatIllegalArgumentException().isThrownBy(() -> KeyStoreKey.ofPassphrase(new char[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> KeyStoreKey.ofPassphrase(new char[] {'\ud800'}));
        assertThatIllegalArgumentException().isThrownBy(() -> KeyStoreKey.ofRawKey(new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Argon2Cost(7, 1, 1));
    }

    private void assertReadFails(KeyStoreKey key, Reason reason, String says) {
        assertThatExceptionOfType(KeyStoreFileException.class)
                .isThrownBy(() -> file.read(key))
                .withMessageContaining(says)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static KeyStoreEntry entry(byte[] seed) {
        return new KeyStoreEntry(KeyStoreEntry.Kind.IDENTITY_KEY, OWNER, 1_700_000_000_000L, seed);
    }

    private static String hexOf(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
