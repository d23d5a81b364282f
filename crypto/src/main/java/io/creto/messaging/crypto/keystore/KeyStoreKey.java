package io.creto.messaging.crypto.keystore;

import io.creto.messaging.crypto.Secret;
import io.creto.messaging.crypto.internal.AesGcm;
import io.creto.messaging.crypto.internal.Argon2id;
import io.creto.messaging.crypto.internal.Hkdf;
import io.creto.messaging.crypto.internal.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What opens a key store: a passphrase, through Argon2id, or a 32-byte key, through HKDF-SHA256. Both go with a salt
 * that is fresh for each writing. Thread-safe.
 */
public final class KeyStoreKey implements Secret {
    /** Size of a raw key. */
    public static final int RAW_KEY_BYTES = 32;

    /** Most bytes that UTF-8 needs for a char. */
    private static final int MAX_UTF8_BYTES = 3;

    private static final byte[] LABEL = "creto keystore v1".getBytes(StandardCharsets.US_ASCII);

    private final boolean passphrase;
    private final SecretBytes secret;

    private KeyStoreKey(boolean passphrase, byte[] secret) {
        this.passphrase = passphrase;
        this.secret = new SecretBytes(secret);
    }

    /**
     * A passphrase, taken as UTF-8.
     *
     * @param passphrase copied; the caller wipes its own
     * @throws IllegalArgumentException if it is empty or holds half a surrogate pair
     */
    public static KeyStoreKey ofPassphrase(char[] passphrase) {
        if (passphrase.length == 0) {
            throw new IllegalArgumentException("the passphrase is empty");
        }
        ByteBuffer utf8 = ByteBuffer.allocate(MAX_UTF8_BYTES * passphrase.length);
        byte[] bytes = {};
        try {
            CoderResult result = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(passphrase), utf8, true);
            if (result.isError()) {
                throw new IllegalArgumentException("the passphrase is not valid Unicode");
            }
            bytes = Arrays.copyOf(utf8.array(), utf8.position());
            return new KeyStoreKey(true, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(utf8.array(), (byte) 0);
        }
    }

    /**
     * A raw key.
     *
     * @param key {@value #RAW_KEY_BYTES} random bytes, copied; the caller wipes its own
     * @throws IllegalArgumentException for another length
     */
    public static KeyStoreKey ofRawKey(byte[] key) {
        if (key.length != RAW_KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + RAW_KEY_BYTES + " bytes, not " + key.length);
        }
        return new KeyStoreKey(false, key);
    }

    /**
     * A raw key as text, the form for a file or an environment variable: 64 hexadecimal digits.
     *
     * @throws IllegalArgumentException for anything else; the message does not repeat it
     */
    public static KeyStoreKey ofHex(String hex) {
        String digits = hex.strip();
        if (!digits.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("a key is written as 64 hexadecimal digits");
        }
        byte[] key = HexFormat.of().parseHex(digits);
        try {
            return ofRawKey(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    boolean isPassphrase() {
        return passphrase;
    }

    byte[] derive(byte[] salt, Argon2Cost cost) {
        return secret.use(bytes -> passphrase
                ? Argon2id.derive(
                        bytes, salt, cost.memoryKib(), cost.iterations(), cost.parallelism(), AesGcm.KEY_BYTES)
                : Hkdf.sha256(bytes, salt, LABEL, AesGcm.KEY_BYTES));
    }

    @Override
    public void destroy() {
        secret.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return secret.isDestroyed();
    }

    @Override
    public String toString() {
        return passphrase ? "KeyStoreKey[passphrase]" : "KeyStoreKey[raw]";
    }
}
