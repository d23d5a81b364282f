package io.creto.messaging.crypto.keystore;

import io.creto.messaging.crypto.internal.AesGcm;
import io.creto.messaging.crypto.internal.CryptoBackends;
import io.creto.messaging.crypto.keystore.KeyStoreFileException.Reason;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of a key store, version 1. All integers big-endian.
 *
 * <pre>
 * magic "CRETOKS" 7 | version 1 | derivation 1 | memory KiB 4 | passes 1 | lanes 1 | salt 16 | nonce 12 | ciphertext‖tag
 * </pre>
 *
 * Everything before the ciphertext is its additional data. Derivation 1 is Argon2id, 2 is HKDF-SHA256 (cost fields 0).
 */
final class KeyStoreFormat {
    /** Largest key store: some 500,000 keys. */
    static final int MAX_BYTES = 64 << 20;

    private static final byte[] MAGIC = "CRETOKS".getBytes(StandardCharsets.US_ASCII);
    private static final byte VERSION = 1;
    private static final byte ARGON2ID = 1;
    private static final byte HKDF_SHA256 = 2;
    private static final int SALT_BYTES = 16;
    private static final int HEADER_BYTES = MAGIC.length + 2 + Integer.BYTES + 2 + SALT_BYTES + AesGcm.NONCE_BYTES;

    private KeyStoreFormat() {}

    static byte[] encrypt(List<KeyStoreEntry> entries, KeyStoreKey key, Argon2Cost cost, SecureRandom random)
            throws KeyStoreFileException {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] nonce = new byte[AesGcm.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] header = header(key, cost, salt, nonce);
        byte[] fileKey = key.derive(salt, cost);
        try {
            byte[] plaintext = KeyStoreEntries.encode(entries);
            try {
                byte[] ciphertext = AesGcm.seal(CryptoBackends.active(), fileKey, nonce, header, plaintext);
                return ByteBuffer.allocate(HEADER_BYTES + ciphertext.length)
                        .put(header)
                        .put(ciphertext)
                        .array();
            } finally {
                Arrays.fill(plaintext, (byte) 0);
            }
        } finally {
            Arrays.fill(fileKey, (byte) 0);
        }
    }

    static List<KeyStoreEntry> decrypt(byte[] file, KeyStoreKey key) throws KeyStoreFileException {
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[AesGcm.NONCE_BYTES];
        byte[] header = Arrays.copyOf(file, HEADER_BYTES);
        Argon2Cost cost = readHeader(file, key, salt, nonce);
        byte[] ciphertext = Arrays.copyOfRange(file, HEADER_BYTES, file.length);
        byte[] fileKey = key.derive(salt, cost);
        try {
            byte[] plaintext = AesGcm.open(CryptoBackends.active(), fileKey, nonce, header, ciphertext)
                    .orElseThrow(() -> new KeyStoreFileException(
                            Reason.NOT_AUTHENTIC, "wrong passphrase or key, or the file was changed"));
            try {
                return KeyStoreEntries.decode(plaintext);
            } finally {
                Arrays.fill(plaintext, (byte) 0);
            }
        } finally {
            Arrays.fill(fileKey, (byte) 0);
        }
    }

    private static byte[] header(KeyStoreKey key, Argon2Cost cost, byte[] salt, byte[] nonce) {
        boolean argon2 = key.isPassphrase();
        return ByteBuffer.allocate(HEADER_BYTES)
                .put(MAGIC)
                .put(VERSION)
                .put(argon2 ? ARGON2ID : HKDF_SHA256)
                .putInt(argon2 ? cost.memoryKib() : 0)
                .put((byte) (argon2 ? cost.iterations() : 0))
                .put((byte) (argon2 ? cost.parallelism() : 0))
                .put(salt)
                .put(nonce)
                .array();
    }

    /** Reads salt and nonce into the arrays; returns the cost, which only a passphrase uses. */
    private static Argon2Cost readHeader(byte[] file, KeyStoreKey key, byte[] salt, byte[] nonce)
            throws KeyStoreFileException {
        try {
            ByteBuffer in = ByteBuffer.wrap(file);
            byte[] magic = new byte[MAGIC.length];
            in.get(magic);
            if (!Arrays.equals(magic, MAGIC)) {
                throw new KeyStoreFileException(Reason.MALFORMED, "not a key store");
            }
            byte version = in.get();
            if (version != VERSION) {
                throw new KeyStoreFileException(
                        Reason.UNSUPPORTED_VERSION, "version " + version + "; this program reads version " + VERSION);
            }
            Argon2Cost cost = readCost(in, key);
            in.get(salt);
            in.get(nonce);
            return cost;
        } catch (BufferUnderflowException e) {
            throw new KeyStoreFileException(Reason.MALFORMED, "truncated", e);
        }
    }

    private static Argon2Cost readCost(ByteBuffer in, KeyStoreKey key) throws KeyStoreFileException {
        byte derivation = in.get();
        int memoryKib = in.getInt();
        int iterations = in.get();
        int parallelism = in.get();
        if (derivation != ARGON2ID && derivation != HKDF_SHA256) {
            throw new KeyStoreFileException(Reason.MALFORMED, "unknown key derivation " + derivation);
        }
        if (key.isPassphrase() != (derivation == ARGON2ID)) {
            throw new KeyStoreFileException(
                    Reason.NOT_AUTHENTIC,
                    derivation == ARGON2ID
                            ? "it is protected by a passphrase, not by a key"
                            : "it is protected by a key, not by a passphrase");
        }
        if (derivation == HKDF_SHA256) {
            return Argon2Cost.DEFAULT;
        }
        if (!Argon2Cost.isWithinBounds(memoryKib, iterations, parallelism)) {
            throw new KeyStoreFileException(Reason.MALFORMED, "its Argon2id cost is out of bounds");
        }
        return new Argon2Cost(memoryKib, iterations, parallelism);
    }
}
