package io.creto.messaging.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CryptoBackendsTest {

    /** Else every test that compares the providers would compare one with itself, and nobody would see it. */
    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void nativeBackendLoadsWhereItsLibraryExistsAndIsTaken() {
        assertThat(CryptoBackends.corretto()).isPresent();
        assertThat(CryptoBackends.select("auto").name()).isEqualTo("corretto");
    }

    @Test
    void propertySwitchesTheNativeBackendOff() {
        assertThat(CryptoBackends.select("bouncycastle").name()).isEqualTo("bouncycastle");
        assertThat(CryptoBackends.select("BouncyCastle").name()).isEqualTo("bouncycastle");
    }

    @Test
    void unknownNameIsRefusedWithTheProperty() {
        assertThatIllegalStateException()
                .isThrownBy(() -> CryptoBackends.select("openssl"))
                .withMessage("creto.crypto.provider=openssl is not known; use auto, bouncycastle or corretto");
    }

    @Test
    void withoutTheNativeProvidersJarTheReferenceServes() throws IOException, ReflectiveOperationException {
        try (URLClassLoader loader = new WithoutNativeProvider()) {
            Class<?> backends = loader.loadClass(CryptoBackends.class.getName());
            Object active = backends.getMethod("active").invoke(null);
            assertThat(active.getClass().getSimpleName()).isEqualTo("BouncyCastleBackend");
            assertThat(active.getClass().getClassLoader()).isSameAs(loader);
        }
    }

    /** This test's class path, loaded anew, less one package. */
    private static final class WithoutNativeProvider extends URLClassLoader {
        WithoutNativeProvider() {
            super(classPath(), ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("com.amazon.")) {
                throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
        }

        private static URL[] classPath() {
            return Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1))
                    .map(WithoutNativeProvider::url)
                    .toArray(URL[]::new);
        }

        private static URL url(String entry) {
            try {
                return Path.of(entry).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
