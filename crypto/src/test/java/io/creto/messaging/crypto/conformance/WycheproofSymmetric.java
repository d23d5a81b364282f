package io.creto.messaging.crypto.conformance;

import io.creto.messaging.crypto.internal.AesGcm;
import io.creto.messaging.crypto.internal.AesKeyWrap;
import io.creto.messaging.crypto.internal.Hkdf;
import io.creto.messaging.crypto.internal.Hmac;
import java.util.Arrays;
import java.util.Optional;

/** AES-GCM, AES key wrap, HKDF-SHA256 and HMAC-SHA256. */
final class WycheproofSymmetric {
    private static final int HMAC_BITS = 256;

    private WycheproofSymmetric() {}

    static void aesGcm(Fields group, Run run) {
        if (group.integer("keySize") != 8 * AesGcm.KEY_BYTES) {
            WycheproofReader.skip(group, run, group.integer("keySize") + "-bit keys are not used");
            return;
        }
        if (group.integer("ivSize") != 8 * AesGcm.NONCE_BYTES || group.integer("tagSize") != 8 * AesGcm.TAG_BYTES) {
            WycheproofReader.skip(group, run, "nonces other than 12 bytes, tags other than 16 bytes are not used");
            return;
        }
        for (Fields test : group.objects("tests")) {
            run.tally().vector(WycheproofReader.id(test), () -> {
                byte[] sealed = Signatures.concat(test.hex("ct"), test.hex("tag"));
                Expectation expected = Expectation.ofResult(test.text("result"));
                Optional<byte[]> opened =
                        AesGcm.open(run.backend(), test.hex("key"), test.hex("iv"), test.hex("aad"), sealed);
                expected.check(opened.isPresent());
                byte[] resealed =
                        AesGcm.seal(run.backend(), test.hex("key"), test.hex("iv"), test.hex("aad"), test.hex("msg"));
                if (expected == Expectation.ACCEPT) {
                    MismatchException.unlessEqual("plaintext", test.hex("msg"), opened.orElseThrow());
                    MismatchException.unlessEqual("ciphertext", sealed, resealed);
                } else if (Arrays.equals(sealed, resealed)) {
                    throw new MismatchException("another ciphertext", "the invalid one, made by sealing");
                }
            });
        }
    }

    static void aesKeyWrap(Fields group, Run run) {
        run.tally().markProviderIndependent();
        for (Fields test : group.objects("tests")) {
            run.tally().vector(WycheproofReader.id(test), () -> {
                byte[] kek = test.hex("key");
                Expectation expected = Expectation.ofResult(test.text("result"));
                Optional<byte[]> unwrapped = AesKeyWrap.unwrap(kek, test.hex("ct"));
                expected.check(unwrapped.isPresent());
                if (expected == Expectation.ACCEPT) {
                    MismatchException.unlessEqual("key", test.hex("msg"), unwrapped.orElseThrow());
                    MismatchException.unlessEqual("wrapped key", test.hex("ct"), AesKeyWrap.wrap(kek, test.hex("msg")));
                } else {
                    Refusal.accepts(IllegalArgumentException.class, () -> mustDiffer(test, kek));
                }
            });
        }
    }

    /** Wrapping either refuses the key, or gives something else than the invalid vector. */
    private static void mustDiffer(Fields test, byte[] kek) {
        if (Arrays.equals(test.hex("ct"), AesKeyWrap.wrap(kek, test.hex("msg")))) {
            throw new MismatchException("another wrapped key", "the invalid one, made by wrapping");
        }
    }

    static void hkdfSha256(Fields group, Run run) {
        run.tally().markProviderIndependent();
        for (Fields test : group.objects("tests")) {
            run.tally().vector(WycheproofReader.id(test), () -> {
                Expectation expected = Expectation.ofResult(test.text("result"));
                expected.check(Refusal.accepts(IllegalArgumentException.class, () -> hkdf(test)));
                if (expected == Expectation.ACCEPT) {
                    MismatchException.unlessEqual("okm", test.hex("okm"), hkdf(test));
                }
            });
        }
    }

    private static byte[] hkdf(Fields test) {
        return Hkdf.sha256(test.hex("ikm"), test.hex("salt"), test.hex("info"), test.integer("size"));
    }

    static void hmacSha256(Fields group, Run run) {
        run.tally().markProviderIndependent();
        if (group.integer("tagSize") != HMAC_BITS) {
            WycheproofReader.skip(group, run, "truncated codes are not used");
            return;
        }
        for (Fields test : group.objects("tests")) {
            run.tally().vector(WycheproofReader.id(test), () -> {
                byte[] code = Hmac.sha256(test.hex("key"), test.hex("msg"));
                Expectation.ofResult(test.text("result")).check(Arrays.equals(code, test.hex("tag")));
            });
        }
    }
}
