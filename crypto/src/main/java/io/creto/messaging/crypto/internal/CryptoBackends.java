package io.creto.messaging.crypto.internal;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the backend once per JVM: the native one where it loads, Bouncy Castle elsewhere. The system property
 * {@value #PROPERTY} overrules: {@code auto} (default), {@code bouncycastle}, {@code corretto}.
 */
public final class CryptoBackends {
    /** The property that names the backend. */
    public static final String PROPERTY = "creto.crypto.provider";

    private static final CryptoBackend BOUNCY_CASTLE = new BouncyCastleBackend();

    /** Chosen at first use; threads that race choose the same. */
    private static volatile @Nullable CryptoBackend active;

    private CryptoBackends() {}

    /**
     * The backend in use.
     *
     * @throws IllegalStateException if the property holds an unknown name, or names a backend that does not load here
     */
    public static CryptoBackend active() {
        CryptoBackend chosen = active;
        if (chosen == null) {
            chosen = select(System.getProperty(PROPERTY, "auto"));
            active = chosen;
        }
        return chosen;
    }

    /** The reference backend, which loads everywhere. */
    public static CryptoBackend bouncyCastle() {
        return BOUNCY_CASTLE;
    }

    /** The native backend, if its library loads on this machine and passes its self-tests. */
    public static Optional<CryptoBackend> corretto() {
        return Corretto.BACKEND;
    }

    static CryptoBackend select(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "auto" -> corretto().orElse(BOUNCY_CASTLE);
            case "bouncycastle" -> BOUNCY_CASTLE;
            case "corretto" ->
                corretto()
                        .orElseThrow(() -> new IllegalStateException(
                                PROPERTY + "=corretto, but its native library does not load on this machine;"
                                        + " use auto or bouncycastle"));
            default ->
                throw new IllegalStateException(
                        PROPERTY + "=" + name + " is not known; use auto, bouncycastle or corretto");
        };
    }

    private static final class Corretto {
        static final Optional<CryptoBackend> BACKEND = load();

        /** Without the provider's jar, the adapter class itself cannot be linked. */
        private static Optional<CryptoBackend> load() {
            try {
                return CorrettoBackend.load();
            } catch (LinkageError jarIsMissing) {
                return Optional.empty();
            }
        }
    }
}
