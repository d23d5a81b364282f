package io.creto.messaging.localstack.home;

import io.creto.messaging.crypto.keystore.KeyStoreKey;
import io.creto.messaging.localstack.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What opens the key stores of the agents in a home. Lives as long as its process; never shown. */
public final class StoreSecret {
    private static final String VARIABLE = "CRETO_PASSPHRASE";

    private final KeyStoreKey key;

    private StoreSecret(KeyStoreKey key) {
        this.key = key;
    }

    /**
     * The passphrase that was given, or that of the environment, or the home's own random key, which is made on first use and
     * readable by its owner alone. A random key needs no stretching, so it opens a store at once.
     *
     * @param passphraseFile given on the command line
     * @throws IdentityException if the home or a file cannot be read or made, or holds no passphrase or key
     */
    public static StoreSecret of(@Nullable Path passphraseFile, Home home) {
        String variable = System.getenv(VARIABLE);
        home.make();
        try {
            if (passphraseFile != null) {
                return ofPassphrase(Files.readString(passphraseFile).strip(), passphraseFile.toString());
            }
            if (variable != null && !variable.isBlank()) {
                return ofPassphrase(variable, "$" + VARIABLE);
            }
            return ofKeyFile(home.storeKeyFile());
        } catch (IOException e) {
            throw new IdentityException(e.getMessage() + " cannot be read", e);
        }
    }

    /** Opens the stores; not to be destroyed by who uses it. */
    public KeyStoreKey key() {
        return key;
    }

    @Override
    public String toString() {
        return "StoreSecret[…]";
    }

    private static StoreSecret ofPassphrase(String text, String source) {
        try {
            return new StoreSecret(KeyStoreKey.ofPassphrase(text.toCharArray()));
        } catch (IllegalArgumentException e) {
            throw new IdentityException(source + " holds no passphrase: " + e.getMessage(), e);
        }
    }

    private static StoreSecret ofKeyFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[KeyStoreKey.RAW_KEY_BYTES];
            new SecureRandom().nextBytes(random);
            OwnerOnly.create(file, (HexFormat.of().formatHex(random) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        try {
            return new StoreSecret(KeyStoreKey.ofHex(Files.readString(file).strip()));
        } catch (IllegalArgumentException e) {
            throw new IdentityException(
                    file + " holds no key any more: restore it, the stores open with nothing else", e);
        }
    }
}
