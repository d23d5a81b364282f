package io.creto.messaging.gateway.delivery.log;

import com.google.protobuf.InvalidProtocolBufferException;
import io.creto.messaging.gateway.delivery.Addressed;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records of Kafka as what they are for receivers. What is none is left out: nobody could open it. */
final class Letters {
    private static final Logger LOG = LoggerFactory.getLogger(Letters.class);

    private Letters() {}

    static List<Addressed> of(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Addressed> letters = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                byte[] value = record.value();
                letters.add(Addressed.read(record.offset(), value == null ? new byte[0] : value));
            } catch (InvalidProtocolBufferException e) {
                LOG.warn(
                        "{}-{}@{} is no delivery, left out: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        e.getMessage());
            }
        }
        return letters;
    }
}
