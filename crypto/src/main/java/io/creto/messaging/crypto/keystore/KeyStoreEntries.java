package io.creto.messaging.crypto.keystore;

import io.creto.messaging.crypto.keystore.KeyStoreFileException.Reason;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The plaintext of a key store: one entry after the other, {@code kind 1 | created 8 | owner length 2 | owner | secret},
 * the secret's length following from its kind. Written by hand, so that every copy of a secret can be wiped.
 */
final class KeyStoreEntries {
    private static final int FIXED_BYTES = 1 + Long.BYTES + Short.BYTES;

    private KeyStoreEntries() {}

    static byte[] encode(List<KeyStoreEntry> entries) throws KeyStoreFileException {
        long size = 0;
        for (KeyStoreEntry entry : entries) {
            size += FIXED_BYTES + owner(entry).length + entry.kind().secretBytes();
        }
        if (size > KeyStoreFormat.MAX_BYTES / 2) {
            throw new KeyStoreFileException(Reason.TOO_LARGE, entries.size() + " keys do not fit into one key store");
        }
        ByteBuffer out = ByteBuffer.allocate((int) size);
        try {
            entries.forEach(entry -> encodeOne(entry, out));
            return out.array();
        } catch (IllegalStateException destroyed) {
            Arrays.fill(out.array(), (byte) 0);
            throw destroyed;
        }
    }

    static List<KeyStoreEntry> decode(byte[] plaintext) throws KeyStoreFileException {
        ByteBuffer in = ByteBuffer.wrap(plaintext);
        List<KeyStoreEntry> entries = new ArrayList<>();
        try {
            while (in.hasRemaining()) {
                entries.add(decodeOne(in));
            }
            return List.copyOf(entries);
        } catch (BufferUnderflowException | WireException e) {
            entries.forEach(KeyStoreEntry::destroy);
            throw new KeyStoreFileException(Reason.MALFORMED, "its entries are not readable", e);
        } catch (KeyStoreFileException e) {
            entries.forEach(KeyStoreEntry::destroy);
            throw e;
        }
    }

    private static void encodeOne(KeyStoreEntry entry, ByteBuffer out) {
        byte[] owner = owner(entry);
        byte[] secret = entry.secret();
        out.put((byte) entry.kind().code()).putLong(entry.createdAtMs());
        out.putShort((short) owner.length).put(owner).put(secret);
        Arrays.fill(secret, (byte) 0);
    }

    private static KeyStoreEntry decodeOne(ByteBuffer in) throws KeyStoreFileException, WireException {
        byte code = in.get();
        KeyStoreEntry.Kind kind = KeyStoreEntry.Kind.ofCode(code)
                .orElseThrow(() -> new KeyStoreFileException(
                        Reason.UNSUPPORTED_VERSION, "it holds a key of a kind unknown to this program: " + code));
        long createdAtMs = in.getLong();
        byte[] owner = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(owner);
        byte[] secret = new byte[kind.secretBytes()];
        in.get(secret);
        try {
            AgentId agent = AgentId.parse(new String(owner, StandardCharsets.UTF_8));
            return new KeyStoreEntry(kind, agent, createdAtMs, secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static byte[] owner(KeyStoreEntry entry) {
        return entry.owner().toString().getBytes(StandardCharsets.UTF_8);
    }
}
