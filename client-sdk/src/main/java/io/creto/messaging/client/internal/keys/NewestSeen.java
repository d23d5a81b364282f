package io.creto.messaging.client.internal.keys;

import io.creto.messaging.client.EvidenceException;
import io.creto.messaging.client.EvidenceException.Link;
import io.creto.messaging.client.internal.store.ClientStore;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The highest number seen of each subject, which a store remembers across restarts. Thread-safe. */
final class NewestSeen {
    private final ClientStore store;
    private final Map<String, Long> newest;
    private final String what;

    /**
     * @param name of the map in the store
     * @param what the numbers are, for messages
     */
    NewestSeen(ClientStore store, String name, String what) {
        this.store = store;
        this.newest = store.numbers(name);
        this.what = what;
    }

    /**
     * Takes what is not older than what has been seen; remembers it before anybody acts on it.
     *
     * @throws EvidenceException ROLLBACK if it is older
     */
    void take(String subject, long number) {
        long before = store.update(() -> {
            @Nullable Long known = newest.get(subject);
            if (known == null || known < number) {
                newest.put(subject, number);
            }
            return known == null ? number : known;
        });
        if (number < before) {
            throw new EvidenceException(
                    Link.ROLLBACK,
                    subject,
                    what + " " + number + " is older than " + before + ", which has been seen",
                    null);
        }
    }
}
