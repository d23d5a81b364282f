package io.creto.messaging.crypto.keystore;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.schemas.AgentId;
import java.util.List;

/** Key store files, and the plaintext in them, which an attacker who knows the key may write as well. */
public final class FuzzKeyStore {
    private static final KeyStoreKey KEY = KeyStoreKey.ofRawKey(new byte[KeyStoreKey.RAW_KEY_BYTES]);
    private static final KeyStoreEntry ENTRY =
            new KeyStoreEntry(KeyStoreEntry.Kind.DECAPSULATION_KEY, AgentId.of("acme", "alice"), 1, new byte[64]);

    private FuzzKeyStore() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        try {
            KeyStoreFormat.decrypt(data, KEY);
        } catch (KeyStoreFileException refused) {
            // as it must be
        }
        try {
            KeyStoreEntries.decode(data);
        } catch (KeyStoreFileException refused) {
            // as it must be
        }
    }

    /** Valid samples. */
    public static List<ByteString> seeds() {
        try {
            List<KeyStoreEntry> entries = List.of(ENTRY, ENTRY);
            byte[] file = KeyStoreFormat.encrypt(entries, KEY, Argon2Cost.DEFAULT, TestRandom.seeded(70));
            return List.of(ByteString.copyFrom(file), ByteString.copyFrom(KeyStoreEntries.encode(entries)));
        } catch (KeyStoreFileException e) {
            throw new AssertionError(e);
        }
    }
}
