package io.creto.messaging.crypto.keystore;

import io.creto.messaging.crypto.keystore.KeyStoreFileException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a raw key comes from when there is nobody to type a passphrase: a file with its 32 bytes or its 64 hexadecimal
 * digits, or an environment variable with the digits.
 */
public final class KeyStoreKeys {
    private static final int MAX_TEXT_BYTES = 1024;

    private KeyStoreKeys() {}

    /**
     * Reads a key from a file that holds nothing else.
     *
     * @throws KeyStoreFileException NOT_FOUND, EXPOSED, MALFORMED or IO; the message names the file, never its content
     */
    public static KeyStoreKey fromFile(Path file) throws KeyStoreFileException {
        try {
            if (!OwnerOnly.holds(file)) {
                throw refused(file, Reason.EXPOSED, OwnerOnly.ADVICE, null);
            }
            if (Files.size(file) > MAX_TEXT_BYTES) {
                throw refused(file, Reason.MALFORMED, "a key is 32 bytes or 64 hexadecimal digits", null);
            }
            return key(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw refused(file, Reason.NOT_FOUND, "there is no such file", e);
        } catch (IOException e) {
            throw refused(file, Reason.IO, "cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw refused(file, Reason.MALFORMED, String.valueOf(e.getMessage()), null);
        }
    }

    /**
     * Reads a key from an environment variable.
     *
     * @param environment as {@link System#getenv()} gives it
     * @throws KeyStoreFileException NOT_FOUND or MALFORMED; the message names the variable, never its content
     */
    public static KeyStoreKey fromEnvironment(Map<String, String> environment, String variable)
            throws KeyStoreFileException {
        String text = environment.get(variable);
        if (text == null) {
            throw new KeyStoreFileException(Reason.NOT_FOUND, "environment variable " + variable + " is not set");
        }
        try {
            return KeyStoreKey.ofHex(text);
        } catch (IllegalArgumentException e) {
            throw new KeyStoreFileException(
                    Reason.MALFORMED, "environment variable " + variable + ": " + e.getMessage());
        }
    }

    private static KeyStoreKey key(byte[] content) {
        try {
            return content.length == KeyStoreKey.RAW_KEY_BYTES
                    ? KeyStoreKey.ofRawKey(content)
                    : KeyStoreKey.ofHex(new String(content, StandardCharsets.US_ASCII));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static KeyStoreFileException refused(Path file, Reason why, String what, @Nullable Throwable cause) {
        return new KeyStoreFileException(why, "key file " + file + ": " + what, cause);
    }
}
