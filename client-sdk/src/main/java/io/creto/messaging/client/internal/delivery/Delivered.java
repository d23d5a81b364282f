package io.creto.messaging.client.internal.delivery;

import com.google.protobuf.ByteString;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A record of a delivery partition, or none up to a place in it. Neither parsed nor verified.
 *
 * @param next offset behind it
 * @param value null where there is nothing for this agent before {@code next}
 */
public record Delivered(
        TopicPartition partition, long next, @Nullable ByteString value) {
    /** Names it in reports. */
    public String where() {
        return partition + "@" + (next - 1);
    }
}
