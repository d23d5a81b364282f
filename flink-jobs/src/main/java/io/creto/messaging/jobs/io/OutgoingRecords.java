package io.creto.messaging.jobs.io;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.jobs.state.Outgoing;
import io.creto.messaging.schemas.TopicSpec;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.DeadLetter;

/** Makes the records of the sink. */
public final class OutgoingRecords {
    private OutgoingRecords() {}

    /**
     * A record of a topic that is partitioned by key.
     *
     * @param key UTF-8 text or raw id bytes, as the topic's contract says; empty: none
     */
    public static Outgoing keyed(TopicSpec topic, ByteString key, Message value) {
        return Outgoing.newBuilder()
                .setTopic(topic.name())
                .setKey(key)
                .setValue(value.toByteString())
                .build();
    }

    /** The same, with a text as key. */
    public static Outgoing keyed(TopicSpec topic, String key, Message value) {
        return keyed(topic, ByteString.copyFromUtf8(key), value);
    }

    /**
     * A record of a topic whose writer names the partition.
     *
     * @param partition from 0
     * @param value the serialized record
     */
    public static Outgoing placed(TopicSpec topic, int partition, ByteString value) {
        return Outgoing.newBuilder()
                .setTopic(topic.name())
                .setPartition(partition)
                .setValue(value)
                .build();
    }

    /** A dead letter's record. */
    public static Outgoing deadLetter(DeadLetter letter) {
        return keyed(Topics.DEAD_LETTER, ByteString.EMPTY, letter);
    }
}
