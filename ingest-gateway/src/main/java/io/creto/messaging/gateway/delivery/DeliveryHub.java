package io.creto.messaging.gateway.delivery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All partitions that somebody listens to, between receivers and readers. Thread-safe. */
public final class DeliveryHub {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryHub.class);

    /** So many partitions are read again at once, so that each of them comes to its turn soon. */
    private static final int AGAIN_AT_ONCE = 64;

    private final Map<Place, PartitionFan> fans = new ConcurrentHashMap<>();
    private volatile Readers readers = new NoReaders();
    private int turn;

    /** Who reads. The first two are called in the order in which they are to be done for a partition. */
    public interface Readers {
        /** The newest records are to be read, from an offset on. */
        void follow(Place place, long from);

        /** They are not to be read any more. */
        void leave(Place place);

        /** There may be somebody to read again for. */
        void look();
    }

    private static final class NoReaders implements Readers {
        @Override
        public void follow(Place place, long from) {
            throw new IllegalStateException("nobody reads yet");
        }

        @Override
        public void leave(Place place) {
            // nothing was followed
        }

        @Override
        public void look() {
            // nobody listens
        }
    }

    /** To be called before anybody listens. */
    public void readBy(Readers all) {
        readers = all;
    }

    /** @param end offset at which the newest records of its partition begin, if nobody listens there yet */
    void add(Subscription subscription, long end) {
        Place place = subscription.place();
        fans.compute(place, (one, there) -> {
            PartitionFan fan = there;
            if (fan == null) {
                fan = new PartitionFan(end);
                readers.follow(place, end);
            }
            fan.add(subscription);
            return fan;
        });
        readers.look();
    }

    /** Does nothing if it is not there. */
    void remove(Subscription subscription) {
        Place place = subscription.place();
        fans.computeIfPresent(place, (one, fan) -> {
            boolean empty = fan.remove(subscription);
            if (empty) {
                readers.leave(place);
            }
            return empty ? null : fan;
        });
    }

    /**
     * Hands over the newest records of a partition.
     *
     * @param from offset from which on they are complete
     * @param next offset behind them
     */
    public void newest(Place place, long from, List<Addressed> letters, long next) {
        PartitionFan fan = fans.computeIfPresent(place, (one, there) -> there); // waits for who is just coming
        if (fan != null) {
            fan.newest(from, letters, next);
        }
    }

    /**
     * Hands over records of a partition that were read again.
     *
     * @param from offset from which on they are complete
     * @param next offset behind them
     */
    public void again(Place place, long from, List<Addressed> letters, long next) {
        PartitionFan fan = fans.get(place);
        if (fan != null) {
            fan.again(from, letters, next);
        }
    }

    /** Where to read again, for those who lag and have room. Belongs to one thread. */
    public Map<Place, Long> lagging() {
        List<Map.Entry<Place, PartitionFan>> all = new ArrayList<>(fans.entrySet());
        Collections.rotate(all, turn);
        turn -= AGAIN_AT_ONCE;
        Map<Place, Long> wanted = new HashMap<>();
        for (Map.Entry<Place, PartitionFan> entry : all) {
            OptionalLong from = entry.getValue().nextLagging();
            if (from.isPresent()) {
                wanted.put(entry.getKey(), from.getAsLong());
            }
            if (wanted.size() == AGAIN_AT_ONCE) {
                break;
            }
        }
        return wanted;
    }

    /** The offset before which there is nothing more for a listener than it has got. */
    long position(Subscription subscription) {
        PartitionFan fan = fans.get(subscription.place());
        return fan == null ? subscription.position : fan.position(subscription);
    }

    /** There is room again for what was refused. */
    void room() {
        readers.look();
    }

    /** Tells every listener how far it has got. */
    public void tellPositions() {
        fans.values().forEach(PartitionFan::tellPositions);
    }

    /** Ends the streams of all who listen to some partitions: nothing can be read there. */
    public void fail(Predicate<Place> where, Throwable why) {
        List<Subscription> listeners = fans.entrySet().stream()
                .filter(entry -> where.test(entry.getKey()))
                .flatMap(entry -> entry.getValue().all().stream())
                .toList();
        listeners.forEach(subscription -> fail(subscription, why));
    }

    /** One that takes it ill must not keep the others from hearing it. */
    private static void fail(Subscription subscription, Throwable why) {
        try {
            subscription.fail(why);
        } catch (RuntimeException e) {
            LOG.error("a receiver's stream does not end", e);
        }
    }

    int partitions() {
        return fans.size();
    }

    int laggingCount() {
        return List.copyOf(fans.values()).stream()
                .mapToInt(PartitionFan::laggingCount)
                .sum();
    }
}
