package io.creto.messaging.crypto.kem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.internal.MlKem768;
import io.creto.messaging.v1.RejectionReason;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KemKeyTest {
    private static final SecureRandom RANDOM = TestRandom.seeded(5);
    private static final DecapsulationKey KEY = DecapsulationKey.generate(RANDOM);

    @Test
    void bothSidesGetTheSameSecret() throws Exception {
        EncapsulationKey foreign = EncapsulationKey.parse(KEY.encapsulationKey().encoded());
        try (Encapsulation encapsulation = foreign.encapsulate(RANDOM)) {
            assertThat(encapsulation.ciphertext()).hasSize(1088);
            assertThat(KEY.decapsulate(encapsulation.ciphertext())).hasSize(32).isEqualTo(encapsulation.sharedSecret());
        }
    }

    @Test
    void seedGivesTheSameKeyAgain() {
        assertThat(DecapsulationKey.fromSeed(KEY.exportSeed()).keyId()).isEqualTo(KEY.keyId());
        assertThatIllegalArgumentException().isThrownBy(() -> DecapsulationKey.fromSeed(new byte[32]));
    }

    @Test
    void keyIdIsSuiteAndHashOfTheRawKey() throws Exception {
        byte[] raw = KEY.encapsulationKey().encoded().toByteArray();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(raw);
        byte[] id = KEY.keyId().bytes().toByteArray();
        assertThat(id).hasSize(17).startsWith(1);
        assertThat(Arrays.copyOfRange(id, 1, 17)).isEqualTo(Arrays.copyOf(hash, 16));
    }

    @Test
    void foreignKeyWithACoefficientOfTheModulusIsRefused() {
        byte[] encoded = KEY.encapsulationKey().encoded().toByteArray();
        encoded[0] = (byte) (3329 & 0xff);
        encoded[1] = (byte) ((encoded[1] & 0xf0) | (3329 >> 8));
        assertRefused(ByteString.copyFrom(encoded));
        encoded[0]--;
        assertThat(MlKem768.isValidEncapsulationKey(encoded)).isTrue();
    }

    @Test
    void foreignKeyOfAnotherLengthIsRefused() {
        assertRefused(ByteString.EMPTY);
        assertRefused(KEY.encapsulationKey().encoded().substring(1));
    }

    @Test
    void ciphertextOfAnotherLengthIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> KEY.decapsulate(new byte[1087]));
    }

    private static void assertRefused(ByteString encoded) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> EncapsulationKey.parse(encoded))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectionReason.REJECTION_REASON_KEY_NOT_VALID));
    }
}
