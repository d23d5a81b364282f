package io.creto.messaging.crypto.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.creto.messaging.crypto.keystore.KeyStoreFileException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreKeysTest {
    private static final String DIGITS = "0f".repeat(32);
    private static final byte[] SALT = new byte[16];

    @TempDir
    private Path directory;

    @Test
    void fileAndEnvironmentGiveTheSameKey() throws Exception {
        KeyStoreKey fromFile = KeyStoreKeys.fromFile(file(DIGITS + "\n", "rw-------"));
        KeyStoreKey fromEnvironment = KeyStoreKeys.fromEnvironment(Map.of("CRETO_KEY", DIGITS), "CRETO_KEY");
        assertThat(fromFile.derive(SALT, Argon2Cost.DEFAULT))
                .isEqualTo(fromEnvironment.derive(SALT, Argon2Cost.DEFAULT))
                .isNotEqualTo(KeyStoreKey.ofHex("0e".repeat(32)).derive(SALT, Argon2Cost.DEFAULT));
    }

    @Test
    void fileMayHoldTheBytesThemselves() throws Exception {
        Path raw = Files.write(directory.resolve("raw"), HexFormat.of().parseHex(DIGITS));
        Files.setPosixFilePermissions(raw, PosixFilePermissions.fromString("rw-------"));
        assertThat(KeyStoreKeys.fromFile(raw).derive(SALT, Argon2Cost.DEFAULT))
                .isEqualTo(KeyStoreKey.ofHex(DIGITS).derive(SALT, Argon2Cost.DEFAULT));
    }

    @Test
    void fileThatIsMissingExposedOrNoKeyIsNamedButNotQuoted() throws IOException {
        assertRefused(directory.resolve("missing"), Reason.NOT_FOUND);
        assertRefused(file(DIGITS, "rw-r--r--"), Reason.EXPOSED);
        assertRefused(file("hunter2", "rw-------"), Reason.MALFORMED);
        assertRefused(file("0".repeat(2000), "rw-------"), Reason.MALFORMED);
    }

    @Test
    void variableThatIsMissingOrNoKeyIsNamedButNotQuoted() {
        assertThatExceptionOfType(KeyStoreFileException.class)
                .isThrownBy(() -> KeyStoreKeys.fromEnvironment(Map.of(), "CRETO_KEY"))
                .withMessage("environment variable CRETO_KEY is not set");
        assertThatExceptionOfType(KeyStoreFileException.class)
                .isThrownBy(() -> KeyStoreKeys.fromEnvironment(Map.of("CRETO_KEY", "hunter2"), "CRETO_KEY"))
                .withMessageContaining("CRETO_KEY")
                .satisfies(e -> assertThat(e).hasMessageNotContaining("hunter2"));
    }

    private Path file(String text, String mode) throws IOException {
        Path file = Files.writeString(directory.resolve("key"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static void assertRefused(Path file, Reason reason) {
        assertThatExceptionOfType(KeyStoreFileException.class)
                .isThrownBy(() -> KeyStoreKeys.fromFile(file))
                .withMessageContaining(file.toString())
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .satisfies(e -> assertThat(e).hasMessageNotContaining("hunter2"));
    }
}
