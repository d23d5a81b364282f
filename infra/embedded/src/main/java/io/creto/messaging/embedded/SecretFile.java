package io.creto.messaging.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets in files that their owner alone may read. */
final class SecretFile {
    private static final int RANDOM_BYTES = 24;

    private SecretFile() {}

    /**
     * Reads the password, or makes one where there is no such file.
     *
     * @return 32 characters of base64url, so that it needs no quoting anywhere
     */
    static String readOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            write(file, random());
        }
        return Files.readString(file, StandardCharsets.US_ASCII);
    }

    /** Written beside and moved, over what is there, so that a crash leaves no half secret. */
    static void write(Path file, String secret) throws IOException {
        Path draft = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "secret",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, secret, StandardCharsets.US_ASCII);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** 32 characters of base64url. */
    static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
