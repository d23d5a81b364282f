package io.creto.messaging.client.internal.receive;

import io.creto.messaging.client.internal.store.ClientStore;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.EnvelopeHeader;
import java.util.HexFormat;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Which messages have been handled, by (sender, first id): in the store until no repeat can count any more. Changes are to be
 * made within {@link ClientStore#update}. Thread-safe.
 */
final class Dedupe {
    /** What is sent at the end of a message's life may be appended with this skew, and a re-send may live as much longer. */
    private static final long AFTERLIFE_MS = 2 * WireLimits.MAX_CLOCK_SKEW_MS;

    private static final int MAX_EVICTIONS = 1000;

    private final MVMap<String, Long> seen;
    private final MVMap<String, String> byExpiry;

    Dedupe(ClientStore store) {
        this.seen = store.numbers("seen");
        this.byExpiry = store.texts("seen.expiry");
    }

    /** The identity of a message: its sender, and the id that it was first sent under. */
    static String identity(EnvelopeHeader header) {
        var first = header.getReplaces().isEmpty() ? header.getMessageId() : header.getReplaces();
        return header.getSender() + ' ' + HexFormat.of().formatHex(first.toByteArray());
    }

    boolean contains(String identity) {
        return seen.containsKey(identity);
    }

    /** Remembers a message until some time after its expiry. */
    void add(String identity, long expiresAtMs) {
        long until = expiresAtMs + AFTERLIFE_MS;
        @Nullable Long before = seen.get(identity);
        if (before != null && before >= until) {
            return;
        }
        if (before != null) {
            byExpiry.remove(expiryKey(before, identity));
        }
        seen.put(identity, until);
        byExpiry.put(expiryKey(until, identity), "");
    }

    /** Forgets what has had its time, a bounded number at once. */
    void evict(long nowMs) {
        String end = expiryKey(nowMs, "");
        for (int i = 0; i < MAX_EVICTIONS; i++) {
            @Nullable String first = byExpiry.firstKey();
            if (first == null || first.compareTo(end) >= 0) {
                return;
            }
            byExpiry.remove(first);
            seen.remove(first.substring(end.length()));
        }
    }

    long size() {
        return seen.sizeAsLong();
    }

    private static String expiryKey(long untilMs, String identity) {
        return String.format("%016x ", untilMs) + identity;
    }
}
