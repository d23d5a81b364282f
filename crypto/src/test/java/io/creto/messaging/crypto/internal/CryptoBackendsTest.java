package io.creto.messaging.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class CryptoBackendsTest {

    @Test
    void autoTakesTheNativeBackendWhereItLoads() {
        String expected = CryptoBackends.corretto().map(CryptoBackend::name).orElse("bouncycastle");
        assertThat(CryptoBackends.select("auto").name()).isEqualTo(expected);
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
}
