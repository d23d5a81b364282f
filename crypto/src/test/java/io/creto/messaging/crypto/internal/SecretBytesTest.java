package io.creto.messaging.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.creto.messaging.crypto.TestRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SecretBytesTest {
    private static final byte[] BYTES = {1, 2, 3};

    @Test
    void destroyOverwritesAndEndsEveryUse() {
        SecretBytes secret = new SecretBytes(BYTES);
        byte[] seen = secret.use(bytes -> bytes);
        secret.destroy();
        assertThat(seen).containsOnly(0);
        assertThat(secret.isDestroyed()).isTrue();
        assertThatIllegalStateException().isThrownBy(secret::copy).withMessage("the key has been destroyed");
    }

    @Test
    void copiesAreIndependentOfTheCallersArray() {
        byte[] given = BYTES.clone();
        SecretBytes secret = new SecretBytes(given);
        given[0] = 9;
        secret.copy()[1] = 9;
        assertThat(secret.copy()).isEqualTo(BYTES);
    }

    @Test
    void destroyWaitsForAUseThatHasBegun() throws InterruptedException {
        AtomicInteger alsoDestroyed = new AtomicInteger();
        SecretBytes secret = new SecretBytes(BYTES, alsoDestroyed::incrementAndGet);
        Thread destroyer = new Thread(secret::destroy);
        byte[] seen = secret.use(bytes -> {
            destroyer.start();
            while (destroyer.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertThat(alsoDestroyed).hasValue(0);
            return bytes.clone();
        });
        destroyer.join();
        assertThat(seen).isEqualTo(BYTES);
        assertThat(alsoDestroyed).hasValue(1);
    }

    @Test
    void randomWipesWhatItDrew() {
        byte[] drawn = SecretBytes.random(TestRandom.seeded(8), 32, bytes -> bytes);
        assertThat(drawn).hasSize(32).containsOnly(0);
    }
}
