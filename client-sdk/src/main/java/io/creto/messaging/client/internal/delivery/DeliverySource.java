package io.creto.messaging.client.internal.delivery;

import io.creto.messaging.v1.DeliveryContent;
import io.creto.messaging.v1.DeliveryStart;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Opens sessions. Thread-safe. */
public interface DeliverySource {
    /**
     * What a session reads.
     *
     * @param places of the agent, in the order in which they are served
     * @param positions to begin at
     * @param start where to begin in the other places
     * @param content at least these records come; others may
     */
    record Wanted(
            List<DeliveryPlace> places,
            Map<TopicPartition, Long> positions,
            DeliveryStart start,
            DeliveryContent content) {}

    /**
     * Begins to read; returns when its places are fixed.
     *
     * @throws DeliveryLostException if there is no answer, or a refusal
     */
    DeliverySession open(Wanted wanted);

    /** Where records come from, and what to check when they do not: for messages. */
    String description();
}
