package io.creto.messaging.client.internal.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Reads an agent's partitions from some places on. Belongs to one thread, apart from {@link #wakeup}. */
public interface DeliverySession extends AutoCloseable {
    /** Where it began. */
    Map<TopicPartition, Long> positions();

    /**
     * Waits for records.
     *
     * @return in the order of each partition, urgent ones first; empty when the time is over or it was woken up
     * @throws DeliveryLostException if the session is over: another one goes on where this one has got to
     */
    List<Delivered> poll(Duration timeout);

    /** Brings nothing until it is resumed; what is given back comes again then. */
    void pause();

    /** Goes on. */
    void resume();

    /** Has a record of the last poll, and all behind it in its partition, come again. */
    void giveBack(Delivered record);

    /** Ends a wait, from any thread. */
    void wakeup();

    @Override
    void close();
}
