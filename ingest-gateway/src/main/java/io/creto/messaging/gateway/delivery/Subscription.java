package io.creto.messaging.gateway.delivery;

import io.creto.messaging.v1.DeliveryContent;
import io.creto.messaging.v1.DeliveryCursor;
import io.creto.messaging.v1.DeliveryRecord;
import java.util.Set;

/**
 * One receiver's share of one delivery partition. Where it has got to belongs to the {@link PartitionFan}, under its lock; the rest
 * is immutable.
 */
final class Subscription {
    private final Place place;
    private final Set<String> agents;
    private final DeliveryContent content;
    private final Receiver receiver;

    /** It gets whatever the reader of the newest records hands over, from its position on. */
    boolean live;

    /** Offset of the record that it needs next; while live a lower bound. */
    long position;

    /** Who receives. Never blocks; called with the fan's lock held. */
    interface Receiver {
        /** Takes a record, or has no room for it and gets it again later. */
        boolean offer(Subscription from, DeliveryRecord record, long offset);

        /** Hears that there is nothing more for it before an offset. */
        void passed(Subscription from, long offset);

        /** Whether it is worth reading for it. */
        boolean hasRoom(Subscription from);

        /** Hears that nothing can be read for it; it is over. Not called with the fan's lock held. */
        void end(Throwable why);
    }

    /** @param position offset of the first record that may be for it */
    Subscription(Place place, Set<String> agents, DeliveryContent content, Receiver receiver, long position) {
        this.place = place;
        this.agents = Set.copyOf(agents);
        this.content = content;
        this.receiver = receiver;
        this.position = position;
    }

    Place place() {
        return place;
    }

    Set<String> agents() {
        return agents;
    }

    DeliveryCursor cursor(long offset) {
        return place.cursor(offset);
    }

    /** Offers a record that is for one of its agents; false if the receiver has no room. */
    boolean offer(Addressed letter) {
        boolean wanted = switch (content) {
            case DELIVERY_CONTENT_VERDICTS -> letter.isVerdict();
            case DELIVERY_CONTENT_MESSAGES -> !letter.isVerdict();
            default -> true;
        };
        return !wanted || receiver.offer(this, letter.of(agents), letter.offset());
    }

    void passed(long offset) {
        receiver.passed(this, offset);
    }

    boolean hasRoom() {
        return receiver.hasRoom(this);
    }

    void fail(Throwable why) {
        receiver.end(why);
    }
}
