package io.creto.messaging.crypto;

import io.creto.messaging.crypto.internal.Digests;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.WireLimits;

/** Key ids: suite byte ‖ first 16 bytes of SHA-256(raw public key). */
public final class KeyIds {

    private KeyIds() {}

    /** The id of a public key of suite 1, composite or ML-KEM. */
    public static KeyId of(byte[] rawPublicKey) {
        return KeyId.of(WireLimits.SUITE, Digests.sha256(rawPublicKey));
    }
}
