package io.creto.messaging.client;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * The text form of the operator's public key, for configuration: base64url without padding of its 1984 bytes, surrounding white
 * space ignored.
 */
public final class OperatorKeys {
    private static final int MAX_FILE_BYTES = 16 * 1024;

    private OperatorKeys() {}

    /** The text of a key. */
    public static String format(CompositePublicKey key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.encoded().toByteArray());
    }

    /**
     * Reads a text.
     *
     * @throws ClientConfigException if it is no key
     */
    public static CompositePublicKey parse(String text) {
        try {
            byte[] raw = Base64.getUrlDecoder().decode(text.strip());
            return CompositePublicKey.parse(ByteString.copyFrom(raw));
        } catch (IllegalArgumentException | VerificationException e) {
            throw new ClientConfigException(
                    "operatorKey: not a public key: must be base64url of " + CompositePublicKey.BYTES + " bytes", e);
        }
    }

    /**
     * Reads a text file.
     *
     * @throws ClientConfigException if it cannot be read or holds no key
     */
    public static CompositePublicKey read(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new ClientConfigException("operatorKeyFile: " + file + " is too large for a public key");
            }
            return parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ClientConfigException("operatorKeyFile: " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
