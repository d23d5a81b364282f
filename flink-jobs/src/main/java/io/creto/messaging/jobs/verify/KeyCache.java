package io.creto.messaging.jobs.verify;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.jobs.state.KeyVersion;
import java.util.LinkedHashMap;
import java.util.Map;

/** Public keys, parsed once: the last ones used. What it answers depends on the key's bytes alone. */
final class KeyCache {
    private static final int CAPACITY = 1024;

    private final Map<ByteString, CompositePublicKey> parsed = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteString, CompositePublicKey> eldest) {
            return size() > CAPACITY;
        }
    };

    /** @throws VerificationException KEY_NOT_VALID as {@link CompositePublicKey#parse} */
    CompositePublicKey parsed(KeyVersion version) throws VerificationException {
        CompositePublicKey key = parsed.get(version.getKeyId());
        if (key == null || !key.encoded().equals(version.getPublicKey())) {
            key = CompositePublicKey.parse(version.getPublicKey());
            parsed.put(version.getKeyId(), key);
        }
        return key;
    }
}
