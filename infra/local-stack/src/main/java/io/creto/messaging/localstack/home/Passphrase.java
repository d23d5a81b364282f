package io.creto.messaging.localstack.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The passphrase of the key stores in a home. Never shown. */
public final class Passphrase {
    private static final String VARIABLE = "CRETO_PASSPHRASE";
    private static final int BYTES = 24;

    private final char[] text;

    private Passphrase(String text) {
        this.text = text.toCharArray();
    }

    /**
     * The one that was given, or that of the environment, or that of the home, which is made on first use and readable by its
     * owner alone.
     *
     * @throws IdentityException if its file cannot be read or made
     */
    public static Passphrase of(@Nullable Path file, Home home) {
        String variable = System.getenv(VARIABLE);
        if (file == null && variable != null && !variable.isBlank()) {
            return new Passphrase(variable);
        }
        Path source = file == null ? home.passphraseFile() : file;
        try {
            if (file == null && !Files.exists(source)) {
                make(source);
            }
            String text = Files.readString(source).strip();
            if (text.isEmpty()) {
                throw new IdentityException(source + " is empty: it must hold a passphrase");
            }
            return new Passphrase(text);
        } catch (IOException e) {
            throw new IdentityException(source + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A copy. */
    public char[] text() {
        return text.clone();
    }

    @Override
    public String toString() {
        return "Passphrase[…]";
    }

    private static void make(Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        byte[] text = (Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
        OwnerOnly.write(file, text);
    }
}
