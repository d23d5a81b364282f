package io.creto.messaging.benchmarks.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.Optional;
import javax.crypto.Cipher;

/** The native provider where its library loads; elsewhere floors are the JDK's and Bouncy Castle's. */
public final class NativeProvider {
    private static final Optional<Provider> LOADED = load();

    private NativeProvider() {}

    /** True where native floors can be measured. */
    public static boolean isLoaded() {
        return LOADED.isPresent();
    }

    static Provider get() {
        return LOADED.orElseThrow();
    }

    static MessageDigest sha256() throws GeneralSecurityException {
        return isLoaded() ? MessageDigest.getInstance("SHA-256", get()) : MessageDigest.getInstance("SHA-256");
    }

    static Cipher aesGcm() throws GeneralSecurityException {
        String algorithm = "AES/GCM/NoPadding";
        return isLoaded() ? Cipher.getInstance(algorithm, get()) : Cipher.getInstance(algorithm);
    }

    private static Optional<Provider> load() {
        try {
            AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
            return Optional.of(AmazonCorrettoCryptoProvider.INSTANCE);
        } catch (RuntimeException | LinkageError notHere) {
            return Optional.empty();
        }
    }
}
