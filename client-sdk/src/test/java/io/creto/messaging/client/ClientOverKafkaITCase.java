package io.creto.messaging.client;

/** Records come straight from Kafka. */
class ClientOverKafkaITCase extends ClientCases {
    ClientOverKafkaITCase() {
        super(true);
    }
}
