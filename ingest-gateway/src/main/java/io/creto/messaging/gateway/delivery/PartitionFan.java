package io.creto.messaging.gateway.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Hands the records of one delivery partition to all who listen there. Two readers feed it: one brings the newest records, each
 * once, for all who keep up; the other reads again for those who lag.
 *
 * <pre>
 *            no room for a record
 *   live ───────────────────────────► lagging, from that record on
 *        ◄───────────────────────────
 *     has got to where the newest records are read
 * </pre>
 *
 * A live receiver costs nothing for a record that is not for it. Who lags keeps nobody else waiting. Pure; thread-safe.
 */
final class PartitionFan {
    @GuardedBy("this")
    private final Map<String, List<Subscription>> byAgent = new HashMap<>();

    @GuardedBy("this")
    private final Set<Subscription> all = new LinkedHashSet<>();

    /** In the order in which they are served. */
    @GuardedBy("this")
    private final Set<Subscription> lagging = new LinkedHashSet<>();

    /** Offset of the record that the reader of the newest brings next. */
    @GuardedBy("this")
    private long tail;

    /** @param tail offset from which the newest records are read */
    PartitionFan(long tail) {
        this.tail = tail;
    }

    synchronized void add(Subscription subscription) {
        all.add(subscription);
        subscription
                .agents()
                .forEach(agent ->
                        byAgent.computeIfAbsent(agent, one -> new ArrayList<>()).add(subscription));
        subscription.live = subscription.position >= tail;
        if (!subscription.live) {
            lagging.add(subscription);
        }
    }

    /** Whether nobody listens any more. */
    synchronized boolean remove(Subscription subscription) {
        all.remove(subscription);
        lagging.remove(subscription);
        for (String agent : subscription.agents()) {
            byAgent.computeIfPresent(agent, (one, listeners) -> {
                listeners.remove(subscription);
                return listeners.isEmpty() ? null : listeners;
            });
        }
        return all.isEmpty();
    }

    /**
     * Takes the newest records. Some that came before may come again; where some are missing, everybody reads them again.
     *
     * @param from offset from which on they are complete
     * @param next offset behind them
     */
    synchronized void newest(long from, List<Addressed> letters, long next) {
        for (Subscription subscription : from > tail ? List.copyOf(all) : List.<Subscription>of()) {
            if (subscription.live && subscription.position < from) {
                lag(subscription, Math.max(subscription.position, tail));
            }
        }
        for (Addressed letter : letters) {
            if (letter.offset() < tail) {
                continue;
            }
            for (Subscription subscription : listeners(letter)) {
                if (subscription.live && subscription.position <= letter.offset() && !subscription.offer(letter)) {
                    lag(subscription, letter.offset());
                }
            }
        }
        tail = Math.max(tail, next);
    }

    @GuardedBy("this")
    private void lag(Subscription subscription, long position) {
        subscription.live = false;
        subscription.position = position;
        lagging.add(subscription);
    }

    /** Where to read for somebody who lags and has room, each in turn; empty if there is nobody. */
    synchronized OptionalLong nextLagging() {
        for (Subscription subscription : List.copyOf(lagging)) {
            if (subscription.hasRoom()) {
                lagging.remove(subscription);
                lagging.add(subscription);
                return OptionalLong.of(subscription.position);
            }
        }
        return OptionalLong.empty();
    }

    /**
     * Takes records that were read again, for all who lag within them.
     *
     * @param from offset from which on they are complete
     * @param next offset behind them
     */
    synchronized void again(long from, List<Addressed> letters, long next) {
        Set<Subscription> full = new HashSet<>();
        for (Addressed letter : letters) {
            for (Subscription subscription : listeners(letter)) {
                boolean needs = lagging.contains(subscription)
                        && !full.contains(subscription)
                        && subscription.position >= from
                        && subscription.position <= letter.offset();
                if (needs && !subscription.offer(letter)) {
                    subscription.position = letter.offset();
                    full.add(subscription);
                }
            }
        }
        for (Subscription subscription : List.copyOf(lagging)) {
            if (subscription.position >= from && subscription.position < next && !full.contains(subscription)) {
                subscription.position = next;
            }
            if (subscription.position >= tail) {
                subscription.live = true;
                lagging.remove(subscription);
            }
        }
    }

    /** Tells all how far they have got. */
    synchronized void tellPositions() {
        all.forEach(subscription -> subscription.passed(position(subscription)));
    }

    /** The offset before which there is nothing more for a listener than it has got. */
    synchronized long position(Subscription subscription) {
        return subscription.live ? Math.max(tail, subscription.position) : subscription.position;
    }

    synchronized Collection<Subscription> all() {
        return List.copyOf(all);
    }

    synchronized int laggingCount() {
        return lagging.size();
    }

    /** Each once, in no order. */
    @GuardedBy("this")
    private Collection<Subscription> listeners(Addressed letter) {
        Set<String> agents = letter.agents();
        if (agents.size() == 1) {
            return byAgent.getOrDefault(agents.iterator().next(), List.of());
        }
        Set<Subscription> listeners = new LinkedHashSet<>();
        agents.forEach(agent -> listeners.addAll(byAgent.getOrDefault(agent, List.of())));
        return listeners;
    }
}
