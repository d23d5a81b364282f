package io.creto.messaging.gateway.delivery.log;

import io.creto.messaging.gateway.delivery.Place;
import org.apache.kafka.common.TopicPartition;

/** Delivery partitions as Kafka's clients name them. */
final class Partitions {
    private Partitions() {}

    static TopicPartition of(Place place) {
        return new TopicPartition(place.topic(), place.partition());
    }
}
