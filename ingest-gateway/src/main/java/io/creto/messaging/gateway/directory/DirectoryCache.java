package io.creto.messaging.gateway.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.Message;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.PrekeyRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * What was answered a moment ago: records that exist, never that one does not. Bounded by bytes; the two kinds share the bound
 * evenly. Thread-safe.
 */
final class DirectoryCache {
    /** What an entry takes besides its record. */
    private static final int ENTRY_BYTES = 256;

    private final Cache<String, IdentityRecord> identities;
    private final Cache<String, CurrentKey> keys;

    DirectoryCache(Duration age, long bytes) {
        identities = Caffeine.newBuilder()
                .expireAfterWrite(age)
                .maximumWeight(bytes / 2)
                .weigher((String subject, IdentityRecord record) -> weight(record))
                .build();
        keys = Caffeine.newBuilder()
                .expireAfterWrite(age)
                .maximumWeight(bytes / 2)
                .weigher((String owner, CurrentKey key) ->
                        weight(key.record().orElse(PrekeyRecord.getDefaultInstance())))
                .build();
    }

    /** The identity, if it is known in this version or a later one. */
    Optional<IdentityRecord> identity(String subject, long minVersion) {
        return Optional.ofNullable(identities.getIfPresent(subject))
                .filter(record -> record.getVersion() >= minVersion);
    }

    void put(String subject, IdentityRecord record) {
        identities.put(subject, record);
    }

    /** The current key, if it is known from this version of its lineage or a later one. */
    Optional<CurrentKey> key(String owner, long minVersion) {
        return Optional.ofNullable(keys.getIfPresent(owner)).filter(key -> key.version() >= minVersion);
    }

    void put(CurrentKey key) {
        if (key.record().isPresent()) {
            keys.put(key.owner(), key);
        }
    }

    private static int weight(Message record) {
        return ENTRY_BYTES + record.getSerializedSize();
    }
}
